"""Activity: who starts using the card, who drops the habit, who comes back, and how often they buy."""

from dataclasses import dataclass, replace

import numpy as np

from generators import parameters as p
from generators.arrays import Flags, Floats, Ints, Rows
from generators.draws import Draws, Purpose, logistic, logit, poisson
from generators.month.contact import Contacts
from generators.month.state import State
from generators.month.ties import Ties
from generators.parameters import World
from generators.population import Population


@dataclass(frozen=True)
class Activity:
    """Habits after this month's contact, one entry a customer."""

    activated: Flags
    newly_activated: Flags
    asleep: Flags
    log_rate: Floats  # as in `State`
    spend: Floats  # as in `State`
    next_pull: Floats  # log purchase rate of the next month, for what this one pulled forward: 0 or less
    first_day: Ints  # 0-based day of the month from which on they can buy
    count: Ints  # purchases, before the limit has its say

    def confirmed(self, bought: Flags) -> "Activity":
        """The same where a first use was not declined: who bought nothing has not activated the card."""
        newly = self.newly_activated & bought
        return replace(self, activated=self.activated & (newly | ~self.newly_activated), newly_activated=newly)


def activity(
    population: Population, state: State, contacts: Contacts, ties: Ties, month: int, draws: Draws, world: World
) -> Activity:
    """A month's habits and number of purchases."""
    kind = population.latent_type
    push = contacts.strength * population.response
    wake = p.by_type("wake")[kind] * push

    newly = np.zeros(len(state), dtype=bool)
    unused = np.flatnonzero(state.open & ~state.activated)  # few: nothing is computed for the others
    luck = draws.take(unused).uniform(month, Purpose.ACTIVATE)
    newly[unused] = population.forged[unused] | (luck < _activation(population, month, wake, unused))
    activated = state.activated | newly
    asleep = _asleep(population, state, wake, ties, draws.uniform(month, Purpose.SLEEP)) & activated & ~newly
    asleep &= ~population.forged

    log_rate = p.RATE_MEMORY * state.log_rate + p.RATE_SHOCK * draws.normal(month, Purpose.RATE_SHOCK)
    log_rate = log_rate - p.DECLINE * (kind == p.LOST_CAUSE)
    spend = p.SPEND_DECAY * state.spend + p.by_type("spend")[kind] * push
    pull = p.by_type("pull")[kind] * push

    first_day = _first_day(population, newly, month, draws, world)
    days = _days(world, month)
    season = p.SEASON[(world.start.month - 1 + month) % 12]
    extra = p.PRESENCE_SPEND * ties.referrer_present + p.UPGRADE_SPEND * (state.product - population.product)
    extra = extra + p.BRANCH_DRIVE_SPEND * population.drive + p.GOAL_LIFT * _goal_in_reach(population, state, month)
    extra = extra + p.RISE_SPEND * state.raised + population.moves * _years(population, month)
    rate = population.rate * season * np.exp(log_rate + spend + pull + state.pull + extra)
    rate = np.where(population.forged, p.FORGED_SPREE * rate, rate)
    buying = state.open & activated & ~asleep
    mean = np.where(buying, rate * (days - first_day) / days, 0.0)
    count = poisson(draws.uniform(month, Purpose.COUNT), mean)
    return Activity(
        activated=activated,
        newly_activated=newly,
        asleep=asleep,
        log_rate=log_rate,
        spend=spend,
        next_pull=-p.PULLED_BACK * pull,
        first_day=first_day,
        count=np.where(newly, np.maximum(count, 1), count),  # a card is activated to be used
    )


def _activation(population: Population, month: int, wake: Floats, rows: Rows) -> Floats:
    """Chance of a first use of those at `rows`, by months since opening: strong at first, little after month 3 (a)."""
    hazard = np.array(p.ACTIVATION)
    tenure = np.clip(month - population.open_month[rows], 0, len(hazard) - 1)
    helped = p.CARE_ACTIVATION * population.welcome[rows] + p.BRANCH_DRIVE_ACTIVATION * population.drive[rows]
    helped = helped + np.where(tenure <= 1, population.head_start[rows], 0.0)
    return logistic(logit(hazard)[tenure] + p.ACTIVATION_PUSH * wake[rows] + helped)


def _goal_in_reach(population: Population, state: State, month: int) -> Flags:
    """Who sees a goal in the third month of the card, has come some way towards it and is not there yet."""
    goal, spent = population.goal_fen, state.first_fen
    sees = (goal > 0) & (month - population.open_month == p.GOAL_MONTH)
    return np.asarray(sees & (spent >= p.GOAL_NEAR * goal) & (spent < goal))


def _years(population: Population, month: int) -> Floats:
    """Years since the history began or the card opened, as far as spending still moves between cards."""
    return np.asarray(np.clip((month - np.maximum(population.open_month, 0)) / 12, 0.0, p.WALLET_YEARS))


def _asleep(population: Population, state: State, wake: Floats, ties: Ties, luck: Floats) -> Flags:
    """One uniform decides both ways: a sleeper wakes when it is low, a waking card falls asleep when it is high."""
    closure = p.by_type("closure")[population.latent_type]
    wakes = luck < logistic(logit(np.array(p.WAKE_UP)) + p.WAKE_PUSH * wake + p.FRIEND_WAKE * ties.warmth)
    kept = p.FRIEND_AWAKE**ties.warmth * np.where(ties.referrer_present, p.PRESENCE_AWAKE, 1.0)
    kept = kept * np.exp(-p.CARE_AWAKE * population.care)
    drifts = luck > 1 - p.FALL_ASLEEP * (1 + closure / p.FALL_ASLEEP_CLOSURE) * np.exp(-wake) * kept
    return np.where(state.asleep, ~wakes, drifts)


def _first_day(population: Population, newly: Flags, month: int, draws: Draws, world: World) -> Ints:
    """The opening day in the opening month; the day of first use in the month of activation; else day 0."""
    first = np.where(population.open_month == month, population.open_day, 0)
    rows = np.flatnonzero(newly)
    luck = draws.take(rows).uniform(month, Purpose.ACTIVATION_DAY)
    wait = luck * (_days(world, month) - first[rows]) / p.FIRST_USE_WITHIN
    first[rows] += np.floor(wait).astype(np.int64)
    return first


def _days(world: World, month: int) -> int:
    return (world.month_start(month + 1) - world.month_start(month)).days
