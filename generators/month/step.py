"""The engine: one month for a block of customers. History and the twin are this function, month after month."""

from dataclasses import dataclass, replace

import numpy as np

from generators import parameters as p
from generators.arrays import Codes, Flags, Ints
from generators.draws import STATIC, Draws, Purpose
from generators.month.activity import Activity, activity
from generators.month.cash import Cash, cash
from generators.month.contact import Actions, Contacts, allowed, contact
from generators.month.credit import Statement, available, pay, statement
from generators.month.fraud import Fraud, commit
from generators.month.instalments import Billed, Plans, bill, plans
from generators.month.leaving import leaving
from generators.month.limit_rise import LimitOffers, limit_offers
from generators.month.ordered import instalment_offers, raised_limits, settled, taken_up, warmed
from generators.month.points import Points, points
from generators.month.purchases import Purchases, purchases
from generators.month.refunds import Refunds, refunds
from generators.month.service import Desk, desk
from generators.month.state import DEFAULT, NO_CHANNEL, STAYS, State
from generators.month.ties import Ties, friends, invitations, joining, warmth
from generators.month.upgrade import upgrade
from generators.parameters import World
from generators.population import Population


@dataclass(frozen=True)
class Events:
    """All that happened in a month: one entry a customer in every array, but in `purchases`, `fraud`, `refunds` and `plans`."""

    month: int
    open: Flags  # holds an account that opened in this month or before
    reason: Codes  # why the account closes this month, silent from its first day on; STAYS for the rest
    actions: Actions
    contacts: Contacts
    redeemed: Flags  # used what they were offered
    upgraded: Flags
    activity: Activity
    purchases: Purchases
    fraud: Fraud
    refunds: Refunds
    cash: Cash
    billed: Billed
    plans: Plans
    plan_since: Ints  # month in which the plan that is billed began
    points: Points
    statement: Statement
    desk: Desk
    limit_fen: Ints  # in force during the month
    limit_offers: LimitOffers
    after: State  # how the month leaves each customer

    @property
    def closed(self) -> Flags:
        """Whose account closes this month."""
        return np.asarray(self.reason != STAYS)


def start_state(population: Population, draws: Draws) -> State:
    """The state of each customer on the evening before the first month.

    Older cards have a past; later ones have not opened yet. `draws` is the luck of the same customers, in their order.
    """
    size = len(population)
    open_ = population.open_month < 0
    luck = draws.uniform(STATIC, Purpose.START_STATE)
    activated = open_ & (luck < p.ACTIVATED_BEFORE)
    asleep = activated & (luck < p.ACTIVATED_BEFORE * p.ASLEEP_AT_START)
    months = np.minimum(-population.open_month, p.POINT_MONTHS_AT_START)
    points_luck = draws.uniform(STATIC, Purpose.START_POINTS)
    held = population.rate * population.ticket * p.POINTS_A_PURCHASE_AT_START * months * points_luck
    # What is owed from before: by how much of it they are in the habit of paying.
    owed = np.array(p.MONTHS_OWED_AT_START)[population.pay_style] * population.rate * population.ticket
    owed = np.minimum(owed * p.MEAN_PURCHASE_FEN, population.limit_fen * p.MOST_OWED_AT_START)
    balance = np.where(activated & ~asleep, np.floor(owed), 0.0).astype(np.int64)
    return State(
        open=open_,
        activated=activated,
        asleep=asleep,
        quiet=np.where(asleep | ~activated, p.QUIET_AT_START, 0),
        log_rate=p.RATE_SHOCK / np.sqrt(1 - p.RATE_MEMORY**2) * draws.normal(STATIC, Purpose.START_RATE),
        retention=np.zeros(size),
        spend=np.zeros(size),
        pull=np.zeros(size),
        fatigue=np.zeros(size),
        last_channel=np.full(size, NO_CHANNEL, dtype=np.intp),
        balance_fen=balance,
        bucket=np.zeros(size, dtype=np.int64),
        refund_fen=np.zeros(size, dtype=np.int64),
        unbilled_fen=np.zeros(size, dtype=np.int64),
        plan_since=np.zeros(size, dtype=np.int64),
        plan_left=np.zeros(size, dtype=np.int64),
        plan_fee_fen=np.zeros(size, dtype=np.int64),
        points_this_year=np.zeros(size, dtype=np.int64),
        points_last_year=np.floor(np.where(activated, held, 0.0)).astype(np.int64),
        first_fen=np.zeros(size, dtype=np.int64),
        doubt=np.zeros(size),
        enquired=np.zeros(size, dtype=bool),
        friend_since=population.friend_since,
        invited=np.zeros(size, dtype=np.int64),
        last_word=np.zeros(size, dtype=np.int64),
        no_texts=np.zeros(size, dtype=bool),
        product=population.product,
        limit_fen=population.limit_fen,
        raised=np.zeros(size, dtype=bool),
        leaving=np.full(size, STAYS, dtype=np.intp),
    )


def step(
    population: Population,
    state: State,
    actions: Actions,
    referrer_present: Flags,
    month: int,
    draws: Draws,
    world: World,
) -> tuple[State, Events]:
    """Advance every customer by a month: open → contact → activity → paying → purchases → points → statement → leaving.

    `population`, `state`, `actions`, `referrer_present` and `draws` hold the same customers in the same order, one
    entry each. `month` counts from 0, the first of the history; `referrer_present` says whether the customer who
    brought them uses the card as the month begins (`generators.referrer_presence`).

    Returns the state as the month ends and the month's events, and writes into none of its arguments. Nothing depends
    on the order or number of the customers: each lives by their own traits, state, action and draws. Nothing is checked
    either: arrays of different lengths are an error of NumPy's, codes out of range an `IndexError`.
    """
    friend = friends(population, state, (world.month_start(month) - world.start).days)
    ties = Ties(friend, warmth(population, state, friend, month, world), referrer_present)
    state = _open_and_close(population, state, month)
    actions = allowed(actions, state)
    contacts = contact(population, state, actions, ties.friend, month, draws, world)
    contacts, ties = settled(actions, contacts), warmed(actions, contacts, ties)
    habits = activity(population, state, contacts, ties, month, draws, world)
    payments = pay(population, state, month, draws)
    can_spend = available(population, state, payments, month, draws)
    bought = purchases(population, habits.count, can_spend, month, draws, world)
    counts = bought.count_by_row(len(state))
    buys = counts > 0
    habits = habits.confirmed(buys)
    given_back = refunds(bought, counts, month, draws)
    room = can_spend - bought.sum_by_row(len(state))
    bought, given_back, fraud = commit(bought, given_back, counts, room, habits.first_day, month, draws)
    spent, counts = bought.sum_by_row(len(state)), bought.count_by_row(len(state))
    back_now, back_later = (given_back.sum_by_row(len(state), later) for later in (False, True))
    kept = spent - back_now - back_later
    redeemed = _redeemed(population, actions, contacts, kept, month, draws)
    credited = _credited(actions, redeemed)
    taken = cash(population, state, can_spend - spent, month, draws)
    billed = bill(state)
    offered = instalment_offers(actions, contacts)
    spare = kept - credited
    planned = plans(
        population, state, billed, bought, counts, spare, taken.plan_fen, given_back.at, month, draws, offered
    )
    earned = points(population, state, spent, redeemed & (actions.offer == p.POINTS_GIFT), month, draws, world)
    account = statement(
        population, state, payments, spent, back_now, taken, credited, billed.fee_fen, planned.unbilled_fen, month
    )

    kind = population.latent_type
    retention = p.RETENTION_DECAY * state.retention
    retention = retention + p.by_type("retention")[kind] * population.response * contacts.strength
    asked_to_join = invitations(actions, contacts)
    # An invitation that sells nothing tires nobody; the same invitation once more does.
    heard = (contacts.strength > 0) | (asked_to_join & (state.invited > 0))
    friend_since = joining(population, state, actions, contacts, month, draws, world)
    written = contacts.reached & (actions.channel == p.WECOM)
    enquired = _enquires(population, state, month, draws)
    doubt = state.doubt * (1 - contacts.answered)
    asked = desk(
        population, state, habits.activated, payments.opening_fen, account.bucket, earned, counts, month, draws, world
    )
    product, limit = upgrade(population, state, actions, contacts, buys, month, draws)
    offers = limit_offers(population, state, product != state.product, limit, month, draws, world)
    offers = raised_limits(actions, contacts, population, state, product != state.product, offers, month, draws)
    after = State(
        open=state.open,
        activated=habits.activated,
        asleep=habits.asleep,
        quiet=np.where(buys, 0, state.quiet + state.open),
        log_rate=habits.log_rate,
        retention=retention,
        spend=habits.spend,
        pull=habits.next_pull,
        fatigue=p.FATIGUE_DECAY * state.fatigue + heard,
        last_channel=np.where(heard, actions.channel, state.last_channel),
        balance_fen=account.closing_fen,
        refund_fen=back_later,
        unbilled_fen=planned.unbilled_fen,
        plan_since=planned.since,
        plan_left=planned.left,
        plan_fee_fen=planned.fee_fen,
        bucket=account.bucket,
        points_this_year=earned.this_year,
        points_last_year=earned.last_year,
        first_fen=state.first_fen + np.where(month - population.open_month < p.GOAL_MONTH, spent, 0),
        doubt=p.DOUBT_DECAY * doubt + enquired + p.UNSOLVED_DOUBT * asked.unsolved,
        enquired=enquired,
        friend_since=friend_since,
        invited=state.invited + asked_to_join,
        last_word=np.where(written | (friend_since != state.friend_since), month, state.last_word),
        no_texts=state.no_texts | contacts.unsubscribed,
        product=product,
        limit_fen=offers.limit_fen,
        raised=state.raised | offers.accepted,
        leaving=leaving(population, state, habits.asleep, retention, doubt, ties, account.bucket, month, draws),
    )
    events = Events(
        month=month,
        open=state.open,
        reason=state.leaving,
        actions=actions,
        contacts=contacts,
        redeemed=redeemed | taken_up(actions, contacts, planned, offers),
        upgraded=product != state.product,
        activity=habits,
        purchases=bought,
        fraud=fraud,
        refunds=given_back,
        cash=taken,
        billed=billed,
        plans=planned,
        plan_since=state.plan_since,
        points=earned,
        statement=account,
        desk=asked,
        limit_fen=state.limit_fen,
        limit_offers=offers,
        after=after,
    )
    return after, events


def _open_and_close(population: Population, state: State, month: int) -> State:
    """Accounts due this month open; those that decided last month to leave are closed, and silent from now on."""
    goes = state.leaving != STAYS
    return replace(
        state,
        open=(state.open | (population.open_month == month)) & ~goes,
        balance_fen=np.where(state.leaving == DEFAULT, 0, state.balance_fen),
        unbilled_fen=np.where(state.leaving == DEFAULT, 0, state.unbilled_fen),
        refund_fen=np.where(state.leaving == DEFAULT, 0, state.refund_fen),
    )


def _enquires(population: Population, state: State, month: int, draws: Draws) -> Flags:
    """Who asks about fees, or what closing would take: a hint that some can still be won, which the bank may note."""
    chance = p.by_name(p.ENQUIRE, p.ENQUIRE_ELSE)[population.latent_type]
    return np.asarray(state.open & (draws.uniform(month, Purpose.ENQUIRE) < chance))


def _redeemed(
    population: Population, actions: Actions, contacts: Contacts, spent_fen: Ints, month: int, draws: Draws
) -> Flags:
    """An offer that reached them, costs something and is used: by those only who spend as much, and what it asks for."""
    worth = np.array([each.cost_fen if each.effect == "sells" else 0 for each in p.ACTIONS])[actions.offer]
    asked = np.array([max(each.cost_fen, each.from_fen) for each in p.ACTIONS])[actions.offer]
    takes = draws.uniform(month, Purpose.REDEEM) < p.by_type("redeem")[population.latent_type]
    return np.asarray(contacts.reached & (worth > 0) & (spent_fen >= asked) & takes)


def _credited(actions: Actions, redeemed: Flags) -> Ints:
    """What each customer's used offer takes off what they owe, in fen."""
    worth = np.array([each.cost_fen if each.name in p.CREDITED else 0 for each in p.ACTIONS])[actions.offer]
    return np.where(redeemed, worth, 0)


def contact_cost(actions: Actions, redeemed: Flags) -> Ints:
    """What each customer's contact cost in fen: the attempt where one was made, and the offer where it was used."""
    sent = (actions.channel != NO_CHANNEL) & actions.treated
    attempt = np.array([way.cost_fen for way in p.CHANNELS])[actions.channel]
    offer = np.array([each.cost_fen for each in p.ACTIONS])[actions.offer]
    return np.where(sent, attempt, 0) + np.where(redeemed, offer, 0)
