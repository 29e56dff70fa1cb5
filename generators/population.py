"""Who the customers are: traits that are drawn once and stay for life."""

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.special import ndtr

from generators import parameters as p
from generators.acquisition import Origin, scene_of, shift
from generators.almanac import opening_edges
from generators.arrays import Codes, Flags, Floats, Ints
from generators.draws import STATIC, Draws, Purpose, choose, gamma, lane, logistic
from generators.first_meeting import first_meeting, goals
from generators.friends import attention, rhythm
from generators.life import Habits, habits
from generators.parameters import World
from generators.staff import staff
from generators.traits import JointTraits, correlation
from generators.wallet import elsewhere, room

NEVER: Final = 10**6  # as a day
NOBODY: Final = -1  # as a manager
STUDENT: Final = len(p.OCCUPATIONS)
RETIRED: Final = STUDENT + 1


@dataclass(frozen=True)
class Population:
    """Traits of some customers: every array has one entry a customer. Codes index the tables of `parameters`."""

    number: Ints  # 0 … world.customers - 1, from which ids are made
    open_month: Ints  # month number; negative before the history
    open_day: Ints  # 0-based day of that month
    latent_type: Codes
    closure_logit: Floats  # own noise around the type's hazard
    response: Floats  # own noise around the type's answer to contact, mean 1
    female: Flags
    name: Ints
    birth_year: Ints
    income_fen: Ints
    occupation: Codes  # of OCCUPATIONS, and after those STUDENT and RETIRED
    risk: Floats  # standard normal: how badly they pay, beyond what their way of paying says
    wealth: Floats  # standard normal: what they own, here and elsewhere
    affinity: Floats  # leaning to digital channels, 0 to 1
    city: Codes
    branch: Ints
    manager: Ints  # position in `staff`; NOBODY for a third
    care: Floats  # how well the manager keeps customers, in spreads around the middling; 0 for those who have none
    welcome: Floats  # how well the manager gets new cards into use, the same
    drive: Floats  # of the branch, standard normal
    acquisition: Codes
    scene: Codes  # of SCENES, by which they came
    friend_since: Ints  # day of the history on which they add the manager on WeCom unasked; NEVER if not
    friend_until: Ints  # day on which they delete the manager; NEVER if not
    attention: Floats  # what a friend gets of the manager, 1 is usual
    rhythm: Codes  # of `friends`: what the lot of the trial of messages says, should they be a friend then
    join_luck: Floats  # add the manager when asked, if this is below the chance
    app: Flags
    no_sms: Flags  # has refused to be texted, soon after the opening
    no_call: Flags
    no_wecom: Flags
    consent_day: Ints  # day of the history on which they allow marketing, negative before it; NEVER if not
    product: Codes
    limit_fen: Ints
    forged: Flags  # applied for in somebody else's name
    pay_style: Codes
    pay_share: Floats  # of a bill that a part payer is in the habit of paying
    ease: Floats  # share of their limit up to which they carry a balance at ease
    autopay: Flags  # has the bill, or its minimum, taken from a debit account
    bill_day: Ints  # day of the month, from 1, on which last month's bill is written
    rate: Floats  # purchases in an awake month
    ticket: Floats  # factor on ticket sizes
    moves: Floats  # log purchase rate a year that comes from other banks' cards, or goes to them
    upgrade_room: Floats  # factor on an invitation to a bigger card
    head_start: Floats  # on the logit of a first use in the first two months: the first meeting, and a wallet
    goal_fen: Ints  # of spending in the first three months, where they see one; else 0
    habits: Habits  # stage of life, regular merchants and payments

    def __len__(self) -> int:
        return len(self.number)

    @property
    def opt_out(self) -> Flags:
        """Who has refused marketing by one way at least."""
        return self.no_sms | self.no_call | self.no_wecom

    def may_contact(self, channel: str, day: int | Ints) -> Flags:
        """Whom the bank may contact by a channel on a day of the history: who has allowed it and not refused the channel."""
        refused = {"sms": self.no_sms, "call": self.no_call, "wecom": self.no_wecom}
        allowed = self.consent_day <= day
        return np.asarray(allowed & ~refused[channel] if channel in refused else allowed)

    @property
    def customer_id(self) -> Ints:
        """The ids that tables show."""
        return self.number + p.FIRST_CUSTOMER_ID

    @property
    def account_id(self) -> Ints:
        """Account numbers: one card account a customer, numbered apart from the customers."""
        return 8_000_000_000 + self.number * 10 + self.product


def draw_population(
    world: World, draws: Draws, origin: Origin | None = None, open_month: Ints | None = None
) -> Population:
    """The customers whom `draws` is the luck of, all of `draws.first` … `draws.stop - 1`, in that order.

    Who a customer is depends on the world's seed and size of history and on their own number alone, unless another
    `origin` says where they come from and when, or `open_month` when their card opens: also after the history.
    """

    def uniform(purpose: Purpose) -> Floats:
        return draws.uniform(STATIC, purpose)

    traits = JointTraits(draws)
    if open_month is None:
        open_month = _open_month(world, uniform(Purpose.TENURE))
    if origin is None:
        channel = _acquisition(traits.uniform("acquisition", Purpose.ACQUISITION))
        origin = Origin(channel, scene_of(channel, draws), open_month)
    latent_type = _latent_type(open_month, traits.uniform("type", Purpose.TYPE))
    noise = draws.normal(STATIC, Purpose.TYPE_NOISE)
    age_at_opening = p.YOUNGEST + np.floor(p.AGE_SPAN * uniform(Purpose.AGE) ** p.AGE_SKEW).astype(np.int64)
    birth_year = (world.start.year * 12 + world.start.month - 1 + open_month) // 12 - age_at_opening
    age = world.start.year - birth_year
    female = uniform(Purpose.GENDER) < p.FEMALE
    occupation = _occupation(age_at_opening, female, traits, draws)
    affinity = _affinity(age, traits.normal("affinity", Purpose.AFFINITY))
    years = np.minimum(age_at_opening - p.INCOME_AGE, p.INCOME_YEARS)
    income_luck = traits.normal("income", Purpose.INCOME) + p.INCOME_BY_AGE * years / p.INCOME_YEARS
    income_luck += p.STUDENT_INCOME * (occupation == STUDENT)
    income_yuan = p.MEDIAN_INCOME_YUAN * np.exp(p.INCOME_SIGMA * income_luck)
    product_luck = _weighted(p.PRODUCT_FROM_INCOME, income_luck, draws.normal(STATIC, Purpose.PRODUCT))
    product = np.searchsorted(p.PRODUCT_CUTS, ndtr(product_luck), side="right")
    too_old = (product == p.YOUNG_CARD) & (age_at_opening > p.YOUNG_CARD_UNTIL)
    product = np.where(too_old, p.YOUNG_CARD + 1, product)
    risk = traits.normal("risk", Purpose.RISK) + shift(origin, "risk")
    limit_luck = _limit_luck(product_luck, risk, draws.normal(STATIC, Purpose.LIMIT))
    limit_yuan = p.LIMIT_MEAN_YUAN * np.exp(p.LIMIT_SIGMA * limit_luck - p.LIMIT_SIGMA**2 / 2)
    ticket_luck = _weighted(p.TICKET_FROM_INCOME, income_luck, draws.normal(STATIC, Purpose.TICKET))

    female = uniform(Purpose.GENDER) < p.FEMALE
    rate = p.RATE_MEAN * gamma(traits.uniform("rate", Purpose.RATE), p.RATE_SHAPE)
    open_day = _open_day(world, open_month, uniform(Purpose.OPEN_DAY))
    since, until = _friendship(open_month, open_day, affinity, draws, world)
    no_sms, no_call, no_wecom = _refusals(latent_type, since < NEVER, draws)
    city = choose(traits.uniform("city", Purpose.CITY), [city.weight for city in p.CITIES])
    branches = np.array([city.branches for city in p.CITIES])
    first_branch = np.concatenate([[0], np.cumsum(branches)[:-1]])
    branch = first_branch[city] + np.floor(uniform(Purpose.BRANCH) * branches[city]).astype(np.int64)
    people = staff(world)
    place = np.floor(uniform(Purpose.MANAGER) ** p.LIST_SKEW * people.count_of_branch[branch]).astype(np.int64)
    managed = uniform(Purpose.MANAGED) < p.MANAGED_SHARE
    manager = np.where(managed, people.first_of_branch[branch] + place, NOBODY)
    consent_day = _consent_day(latent_type, open_month, open_day, draws, world)
    allowed = consent_day <= _days_of_opening(open_month, open_day, world)
    goal, shown = goals(open_month, allowed, draws)
    income_fen, wealth = _whole_thousands(income_yuan), traits.normal("wealth", Purpose.WEALTH)
    ticket = np.exp(p.TICKET_SIGMA * ticket_luck - p.TICKET_SIGMA**2 / 2)
    style_luck = traits.normal("pay_style", Purpose.PAY_STYLE) + shift(origin, "style")
    pay_style = choose(ndtr(style_luck), p.PAY_SHARES)
    space = room(rate, ticket)
    beside = elsewhere(pay_style, income_fen, risk, wealth, draws).weight - p.WALLET_MIDDLE
    return Population(
        number=np.arange(draws.first, draws.stop, dtype=np.int64),
        open_month=open_month,
        open_day=open_day,
        latent_type=latent_type,
        closure_logit=_closure_logit(latent_type) + p.CLOSURE_NOISE * noise + shift(origin, "leaving"),
        response=np.clip(1 + p.RESPONSE_NOISE * noise, p.LEAST_RESPONSE, None),
        female=female,
        name=np.floor(uniform(Purpose.NAME) * 2**31).astype(np.int64),
        birth_year=birth_year,
        income_fen=income_fen,
        occupation=occupation,
        risk=risk,
        wealth=wealth,
        affinity=affinity,
        city=city,
        branch=branch,
        manager=manager,
        care=np.where(managed, people.care("retention")[manager], 0.0),
        welcome=np.where(managed, people.care("activation")[manager], 0.0),
        drive=people.drive[branch],
        acquisition=origin.channel,
        scene=origin.scene,
        friend_since=since,
        friend_until=until,
        attention=np.where(managed, attention(world)[manager], 1.0),
        rhythm=rhythm(draws),
        join_luck=uniform(Purpose.JOINS),
        app=uniform(Purpose.APP) < p.APP_USER[0] + p.APP_USER[1] * affinity,
        no_sms=no_sms,
        no_call=no_call,
        no_wecom=no_wecom,
        consent_day=consent_day,
        product=product,
        limit_fen=np.maximum(_whole_thousands(limit_yuan), p.LEAST_LIMIT_YUAN * p.FEN),
        forged=(open_month >= 0) & (uniform(Purpose.FORGED) < p.FORGED),
        pay_style=pay_style,
        pay_share=p.PART_MEDIAN * np.exp(p.PART_SIGMA[0] * draws.normal(STATIC, Purpose.PAY_HABIT)),
        ease=p.AT_EASE[0] + p.AT_EASE[1] * uniform(Purpose.PAY_EASE),
        autopay=uniform(Purpose.PAY_AUTOMATIC) < np.array(p.AUTOPAY)[pay_style],
        bill_day=1 + np.floor(uniform(Purpose.BILL_DAY) * p.BILL_DAYS).astype(np.int64),
        rate=rate,
        ticket=ticket,
        moves=p.WALLET_GROWTH * beside * space,
        upgrade_room=p.UPGRADE_ROOM_PUSH * np.maximum(1 + p.UPGRADE_BY_WALLET * beside, 0.0) * space,
        head_start=first_meeting(open_month, allowed, rate, draws).head_start,
        goal_fen=np.where(shown, goal, 0),
        habits=habits(
            draws.words(STATIC, Purpose.LIFE),
            female,
            birth_year,
            rate,
            occupation == STUDENT,
            occupation == RETIRED,
            age_at_opening,
        ),
    )


def _occupation(age_at_opening: Ints, female: Flags, traits: JointTraits, draws: Draws) -> Codes:
    """What they wrote into the form: whoever is no student and no pensioner has an occupation by luck and means."""
    occupation = choose(traits.uniform("occupation", Purpose.OCCUPATION), p.OCCUPATION_SHARES)
    learns = draws.uniform(STATIC, Purpose.STILL_LEARNING) < p.STUDENTS
    occupation = np.where((age_at_opening <= p.STUDENT_UNTIL) & learns, STUDENT, occupation)
    men, women = p.RETIRED_FROM
    return np.where(age_at_opening >= np.where(female, women, men), RETIRED, occupation)


def _acquisition(luck: Floats) -> Codes:
    order = np.array([p.ACQUISITION.index(name) for name in p.ACQUIRED_BY_AGE])
    return np.asarray(order[choose(luck, np.array(p.ACQUISITION_SHARES)[order])], dtype=np.intp)


def _limit_luck(product_luck: Floats, risk: Floats, own: Floats) -> Floats:
    """Of variance 1: the card sets the limit, the score corrects it."""
    by_card, by_risk = p.LIMIT_FROM_PRODUCT, p.LIMIT_FROM_RISK
    shared = 2 * by_card * by_risk * p.PRODUCT_FROM_INCOME[0] * correlation("income", "risk")
    of_own = math.sqrt(1 - by_card**2 - by_risk**2 - shared)
    return by_card * product_luck + by_risk * risk + of_own * own


def _affinity(age: Ints, luck: Floats) -> Floats:
    return logistic(p.AFFINITY_LOGIT - p.AFFINITY_FALL * (age - p.AFFINITY_AGE) + p.AFFINITY_SPREAD * luck)


def _weighted(weights: tuple[float, float], luck_so_far: Floats, new_luck: Floats) -> Floats:
    so_far, new = weights
    return so_far * luck_so_far + new * new_luck


def _whole_thousands(yuan: Floats) -> Ints:
    """Money in fen, rounded to whole thousands of yuan."""
    thousand = p.THOUSAND_YUAN // p.FEN
    return np.round(yuan / thousand).astype(np.int64) * p.THOUSAND_YUAN


def _open_month(world: World, luck: Floats) -> Ints:
    """Most hold their card before the history begins, with falling tenure; the rest open evenly during it."""
    before = luck < p.OPENED_BEFORE
    within = luck / p.OPENED_BEFORE
    longest = 1 - np.exp(-p.OLDEST_TENURE / p.MEAN_TENURE)
    tenure = 1 + np.floor(-p.MEAN_TENURE * np.log1p(-np.minimum(within, 1 - 1e-12) * longest))
    opened = np.floor((luck - p.OPENED_BEFORE) / (1 - p.OPENED_BEFORE) * world.months)
    return np.where(before, -tenure, opened).astype(np.int64)


def _latent_type(open_month: Ints, luck: Floats) -> Codes:
    """Types by share among new cards; among older ones, by share times the chance to have stayed so long.

    That survival is why retention rises with tenure: nobody changes, the leavers have left.
    """
    tenure = np.maximum(-open_month, 0)[:, None]
    weight = p.by_type("share") * (1 - p.by_type("closure")) ** tenure
    edges = np.cumsum(weight, axis=1) / weight.sum(axis=1, keepdims=True)
    return np.asarray(np.minimum((luck[:, None] >= edges).sum(axis=1), len(p.TYPES) - 1), dtype=np.intp)


def _friendship(open_month: Ints, open_day: Ints, affinity: Floats, draws: Draws, world: World) -> tuple[Ints, Ints]:
    """When each customer adds the manager on WeCom unasked, and when they end it. The bank begins it with the history."""
    last = max(world.months, int(open_month.max(initial=0)))
    starts = (world.month_starts(0, last + 1) - np.datetime64(world.start, "D")).astype(np.int64)
    opened = np.where(open_month < 0, 0, starts[np.clip(open_month, 0, last)] + open_day)
    # Whoever comes after the history has as long as the first ones of it had.
    ends = np.where(open_month < world.months, starts[world.months], opened + starts[world.months])
    some, more = p.FRIEND
    stays = draws.uniform(STATIC, Purpose.WECOM) < some + more * affinity
    left = ~stays & (draws.uniform(STATIC, Purpose.FRIEND_LEFT) < p.FRIEND_LEFT)
    luck = draws.uniform(STATIC, Purpose.FRIEND_SINCE) ** p.FRIEND_SOON
    since = opened + np.floor(luck * np.maximum(ends - opened, 1)).astype(np.int64)
    least, more = p.FRIEND_LASTS
    luck = least + more * draws.uniform(STATIC, Purpose.FRIEND_UNTIL)
    until = since + np.floor(luck * np.maximum(ends - since, 1)).astype(np.int64)
    return np.where(stays | left, since, NEVER), np.where(left, until, NEVER)


def _refusals(latent_type: Codes, friend: Flags, draws: Draws) -> tuple[Flags, Flags, Flags]:
    """Who refuses texts, calls, messages on WeCom: whoever opts out at all refuses one way at least."""
    annoyed = draws.uniform(STATIC, Purpose.OPT_OUT) < p.by_name(p.OPT_OUT, p.OPT_OUT_ELSE)[latent_type]
    ways = draws.words(STATIC, Purpose.OPT_OUT_WAYS)
    sms, call, wecom = (annoyed & (lane(ways, way) < chance * 65_536) for way, chance in enumerate(p.OPT_OUT_WAYS))
    wecom &= friend
    return sms | (annoyed & ~call & ~wecom), call, wecom


def _consent_day(latent_type: Codes, open_month: Ints, open_day: Ints, draws: Draws, world: World) -> Ints:
    """The opening day for those who allowed marketing in the application."""
    opened = _days_of_opening(open_month, open_day, world)
    at_once = draws.uniform(STATIC, Purpose.CONSENT) < p.by_name(p.CONSENT, p.CONSENT_ELSE)[latent_type]
    luck = draws.uniform(STATIC, Purpose.CONSENT_LATER)
    least, more = p.CONSENT_DAYS
    later = opened + least + np.floor(luck / p.CONSENT_LATER * more).astype(np.int64)
    return np.where(at_once, opened, np.where(luck < p.CONSENT_LATER, later, NEVER))


def _days_of_opening(open_month: Ints, open_day: Ints, world: World) -> Ints:
    """The day of the history on which each account opens; negative before it."""
    first = (np.datetime64(world.start, "M") + open_month).astype("datetime64[D]")
    return np.asarray((first - np.datetime64(world.start, "D")).astype(np.int64) + open_day)


def _closure_logit(latent_type: Codes) -> Floats:
    hazard = p.by_type("closure")
    return np.log(hazard / (1 - hazard))[latent_type]


def _open_day(world: World, open_month: Ints, luck: Floats) -> Ints:
    """0-based days of the months of opening: seldom a Sunday or a holiday."""
    first = -p.OLDEST_TENURE - 1
    while open_month.max(initial=0) >= world.months:
        world = replace(world, months=2 * world.months)
    edges = opening_edges(world, first)[open_month - first]
    return np.asarray((luck[:, None] >= edges).sum(axis=1), dtype=np.int64)
