"""Who the customers are: traits that are drawn once and stay for life."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import ndtr

from generators import parameters as p
from generators.almanac import opening_edges
from generators.arrays import Codes, Flags, Floats, Ints
from generators.draws import STATIC, Draws, Purpose, choose, gamma, logistic
from generators.life import Habits, habits
from generators.parameters import World

NEVER: Final = 10**6  # as a day


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
    affinity: Floats  # leaning to digital channels, 0 to 1
    city: Codes
    branch: Ints
    acquisition: Codes
    friend_since: Ints  # day of the history on which they add the manager on WeCom unasked; NEVER if not
    friend_until: Ints  # day on which they delete the manager; NEVER if not
    joins: Flags  # would add the manager if asked
    app: Flags
    opt_out: Flags  # has refused marketing contacts
    product: Codes
    limit_fen: Ints
    pay_style: Codes
    rate: Floats  # purchases in an awake month
    ticket: Floats  # factor on ticket sizes
    habits: Habits  # stage of life, regular merchants and payments

    def __len__(self) -> int:
        return len(self.number)

    @property
    def customer_id(self) -> Ints:
        """The ids that tables show."""
        return self.number + p.FIRST_CUSTOMER_ID


def draw_population(world: World, draws: Draws) -> Population:
    """The customers whom `draws` is the luck of, all of `draws.first` … `draws.stop - 1`, in that order.

    Who a customer is depends on the world's seed and size of history and on their own number alone.
    """

    def uniform(purpose: Purpose) -> Floats:
        return draws.uniform(STATIC, purpose)

    open_month = _open_month(world, uniform(Purpose.TENURE))
    latent_type = _latent_type(open_month, uniform(Purpose.TYPE))
    noise = draws.normal(STATIC, Purpose.TYPE_NOISE)
    age_at_opening = p.YOUNGEST + np.floor(p.AGE_SPAN * uniform(Purpose.AGE) ** p.AGE_SKEW).astype(np.int64)
    birth_year = (world.start.year * 12 + world.start.month - 1 + open_month) // 12 - age_at_opening
    age = world.start.year - birth_year
    affinity = _affinity(age, draws.normal(STATIC, Purpose.AFFINITY))
    years = np.minimum(age_at_opening - p.INCOME_AGE, p.INCOME_YEARS)
    income_luck = draws.normal(STATIC, Purpose.INCOME) + p.INCOME_BY_AGE * years / p.INCOME_YEARS
    income_yuan = p.MEDIAN_INCOME_YUAN * np.exp(p.INCOME_SIGMA * income_luck)
    product_luck = _weighted(p.PRODUCT_FROM_INCOME, income_luck, draws.normal(STATIC, Purpose.PRODUCT))
    product = np.searchsorted(p.PRODUCT_CUTS, ndtr(product_luck), side="right")
    too_old = (product == p.YOUNG_CARD) & (age_at_opening > p.YOUNG_CARD_UNTIL)
    product = np.where(too_old, p.YOUNG_CARD + 1, product)
    limit_luck = _weighted(p.LIMIT_FROM_PRODUCT, product_luck, draws.normal(STATIC, Purpose.LIMIT))
    limit_yuan = p.LIMIT_MEAN_YUAN * np.exp(p.LIMIT_SIGMA * limit_luck - p.LIMIT_SIGMA**2 / 2)
    ticket_luck = _weighted(p.TICKET_FROM_INCOME, income_luck, draws.normal(STATIC, Purpose.TICKET))

    female = uniform(Purpose.GENDER) < p.FEMALE
    rate = p.RATE_MEAN * gamma(uniform(Purpose.RATE), p.RATE_SHAPE)
    open_day = _open_day(world, open_month, uniform(Purpose.OPEN_DAY))
    since, until = _friendship(open_month, open_day, affinity, draws, world)
    city = choose(uniform(Purpose.CITY), [city.weight for city in p.CITIES])
    branches = np.array([city.branches for city in p.CITIES])
    first_branch = np.concatenate([[0], np.cumsum(branches)[:-1]])
    return Population(
        number=np.arange(draws.first, draws.stop, dtype=np.int64),
        open_month=open_month,
        open_day=open_day,
        latent_type=latent_type,
        closure_logit=_closure_logit(latent_type) + p.CLOSURE_NOISE * noise,
        response=np.clip(1 + p.RESPONSE_NOISE * noise, p.LEAST_RESPONSE, None),
        female=female,
        name=np.floor(uniform(Purpose.NAME) * 2**31).astype(np.int64),
        birth_year=birth_year,
        income_fen=_whole_thousands(income_yuan),
        affinity=affinity,
        city=city,
        branch=first_branch[city] + np.floor(uniform(Purpose.BRANCH) * branches[city]).astype(np.int64),
        acquisition=choose(uniform(Purpose.ACQUISITION), p.ACQUISITION_SHARES),
        friend_since=since,
        friend_until=until,
        joins=uniform(Purpose.JOINS) < p.JOINS,
        app=uniform(Purpose.APP) < p.APP_USER[0] + p.APP_USER[1] * affinity,
        opt_out=uniform(Purpose.OPT_OUT) < p.by_name(p.OPT_OUT, p.OPT_OUT_ELSE)[latent_type],
        product=product,
        limit_fen=np.maximum(_whole_thousands(limit_yuan), p.LEAST_LIMIT_YUAN * p.FEN),
        pay_style=choose(uniform(Purpose.PAY_STYLE), p.PAY_SHARES),
        rate=rate,
        ticket=np.exp(p.TICKET_SIGMA * ticket_luck - p.TICKET_SIGMA**2 / 2),
        habits=habits(draws.words(STATIC, Purpose.LIFE), female, birth_year, rate),
    )


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
    starts = (world.month_starts(0, world.months + 1) - np.datetime64(world.start, "D")).astype(np.int64)
    opened = np.where(open_month < 0, 0, starts[np.clip(open_month, 0, world.months)] + open_day)
    some, more = p.FRIEND
    stays = draws.uniform(STATIC, Purpose.WECOM) < some + more * affinity
    left = ~stays & (draws.uniform(STATIC, Purpose.FRIEND_LEFT) < p.FRIEND_LEFT)
    luck = draws.uniform(STATIC, Purpose.FRIEND_SINCE) ** p.FRIEND_SOON
    since = opened + np.floor(luck * np.maximum(starts[-1] - opened, 1)).astype(np.int64)
    least, more = p.FRIEND_LASTS
    luck = least + more * draws.uniform(STATIC, Purpose.FRIEND_UNTIL)
    until = since + np.floor(luck * np.maximum(starts[-1] - since, 1)).astype(np.int64)
    return np.where(stays | left, since, NEVER), np.where(left, until, NEVER)


def _closure_logit(latent_type: Codes) -> Floats:
    hazard = p.by_type("closure")
    return np.log(hazard / (1 - hazard))[latent_type]


def _open_day(world: World, open_month: Ints, luck: Floats) -> Ints:
    """0-based days of the months of opening: seldom a Sunday or a holiday."""
    first = -p.OLDEST_TENURE - 1
    edges = opening_edges(world, first)[open_month - first]
    return np.asarray((luck[:, None] >= edges).sum(axis=1), dtype=np.int64)
