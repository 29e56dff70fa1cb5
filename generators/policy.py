"""Yesterday's policy: the rules that the bank ran as business as usual, and the randomised pilots in between.

Everything here looks only at what the bank could see at the time.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np

from generators import parameters as p
from generators.arrays import Codes, Flags, Floats, Ints, Rows
from generators.draws import STATIC, Draws, Purpose, choose
from generators.month import Actions, State
from generators.month.ties import friends
from generators.parameters import Arm, Hook, Pilot, Rule, World
from generators.population import Population
from generators.rows import take

NOT_DRAWN = -1
_NEW_UNUSED, _ASLEEP, _REGULAR = range(len(p.SEGMENTS))
TESTS: tuple[Pilot | Hook, ...] = (*p.PILOTS, p.HOOK)
CAMPAIGNS = (
    *(rule.campaign for rule in p.RULES),
    *(test.campaign for test in TESTS),
)


class BusinessAsUsual:
    """Plans a block's contacts month by month; remembers who is in a pilot and must not be contacted otherwise."""

    def __init__(self, population: Population, draws: Draws, world: World) -> None:
        self.population, self.draws, self.world = population, draws, world
        self.quiet_until = np.zeros(len(population), dtype=np.int64)
        nobody = np.full(len(population), NOT_DRAWN)
        self.arms = {test.campaign: nobody for test in TESTS}
        self.starts = {test.campaign: nobody for test in TESTS}
        self._draw_hook(p.HOOK)

    def of(self, rows: Rows) -> "BusinessAsUsual":
        """A copy for the customers at positions `rows`, some of them more than once, with what it remembers of them."""
        copy = object.__new__(type(self))
        copy.population, copy.draws, copy.world = take(self.population, rows), self.draws.take(rows), self.world
        copy.quiet_until = self.quiet_until[rows]
        copy.arms = {name: arm[rows] for name, arm in self.arms.items()}
        copy.starts = {name: start[rows] for name, start in self.starts.items()}
        return copy

    def remember(self, former: "BusinessAsUsual", rows: Rows) -> None:
        """Take over what another remembers of those at `rows`, who are the first customers of this one."""
        first = slice(len(rows))
        self.quiet_until[first] = former.quiet_until[rows]
        for mine, theirs in ((self.arms, former.arms), (self.starts, former.starts)):
            for name, values in mine.items():
                values[first] = theirs[name][rows]

    def plan(self, state: State, month: int) -> Actions:
        """The month's actions: the pilots' contacts, and the rules for whoever is in none."""
        segment = segments(self.population, state, month)
        for pilot in p.PILOTS:
            if pilot.month <= month <= (pilot.last or pilot.month):
                self._draw(pilot, segment, state, month)
        actions = self._rules(state, month)
        for test in TESTS:
            _contact(actions, test, self.arms[test.campaign], self.starts[test.campaign], month)
        return replace(actions, segment=segment)

    def _draw(self, pilot: Pilot, segment: Codes, state: State, month: int) -> None:
        """Enter this month's customers into a pilot: nobody twice, nobody who is in another."""
        picked = np.array([name in pilot.segments for name in p.SEGMENTS] + [False])  # the last are no customers
        may = picked[segment] & (state.leaving < 0)
        may &= (self.quiet_until <= month) & (self.arms[pilot.campaign] == NOT_DRAWN)
        may &= self.population.may_contact(pilot.channel, (self.world.month_start(month) - self.world.start).days)
        may &= state.enquired | (not pilot.enquired)
        may &= month - self.population.open_month >= pilot.tenure
        if pilot.strangers:
            may &= ~friends(self.population, state, (self.world.month_start(month) - self.world.start).days)
        rows = np.flatnonzero(may)
        rows = rows[self.draws.take(rows).uniform(month, Purpose.PILOT_DRAW) < pilot.share]
        luck = self.draws.take(rows).uniform(month, Purpose.PILOT_ARM)
        arm = choose(luck, [arm.share for arm in pilot.arms])
        self.quiet_until = _written(self.quiet_until, rows, month + pilot.quiet_months)
        self.arms[pilot.campaign] = _written(self.arms[pilot.campaign], rows, arm)
        self.starts[pilot.campaign] = _written(self.starts[pilot.campaign], rows, month)

    def _draw_hook(self, hook: Hook) -> None:
        """The arm of every card that opens in the hook's months; its quiet time runs from the month of opening."""
        opened = self.population.open_month
        first, last = hook.opened
        drawn = (opened >= first) & (opened <= last)
        # Months after the opening there may be consent that came later, but the lot falls at the opening.
        drawn &= self.population.may_contact(hook.channel, self._opening_days())
        self.quiet_until = np.where(drawn, opened + hook.quiet_months, self.quiet_until)
        arm = choose(self.draws.uniform(STATIC, Purpose.HOOK_ARM), [arm.share for arm in hook.arms])
        self.arms[hook.campaign] = np.where(drawn, arm, NOT_DRAWN)
        self.starts[hook.campaign] = opened

    def _opening_days(self) -> Ints:
        first = (np.datetime64(self.world.start, "M") + self.population.open_month).astype("datetime64[D]")
        days: Ints = (first - np.datetime64(self.world.start, "D")).astype(np.int64)
        return days + self.population.open_day

    def _rules(self, state: State, month: int) -> Actions:
        actions = Actions.none(len(state))
        luck = self.draws.uniform(month, Purpose.LIST)
        free = (self.quiet_until <= month) & (state.leaving < 0)
        # The standing lists are careful: they spare whoever refused any channel, not theirs alone.
        today = (self.world.month_start(month) - self.world.start).days
        free &= (self.population.consent_day <= today) & ~self.population.opt_out
        taken = np.zeros(len(state))
        for rule, chance in self._chances(state, month):
            # One uniform for all rules: each takes the stretch above those before it.
            rows = np.flatnonzero(free & (luck >= taken) & (luck < taken + chance))
            _fill(actions, rows, rule, chance[rows])
            taken += chance
        return actions

    def _chances(self, state: State, month: int) -> Iterator[tuple[Rule, Floats]]:
        tenure = month - self.population.open_month
        settled = state.open & (tenure > p.SETTLED_AFTER)
        buying = settled & (state.quiet == 0)
        festival = self.world.month_start(month).month in p.FESTIVAL_MONTHS
        picks = {
            "welcome": state.open & (tenure == p.WELCOME_TENURE),
            "keep": settled & (state.quiet >= p.KEEP_QUIET[0]) & (state.quiet <= p.KEEP_QUIET[1]),
            "festival": buying & festival,
            "care_call": buying,
            "care_sms": buying,
        }
        for rule in p.RULES:
            after = p.CARE_AFTER_ENQUIRY.get(rule.campaign, rule.chance)
            chance = np.where(state.enquired, after, rule.chance)
            yield rule, np.where(picks[rule.campaign], chance, 0.0)


def segments(population: Population, state: State, month: int) -> Codes:
    """Each customer's segment as the bank sees it at the month's start, an index into SEGMENTS; -1 if not a customer.

    New and unused: opened in this month or the two before, and not activated. Asleep: no purchase in the last two full
    months. Regular: the rest.
    """
    here: Flags = state.open | (population.open_month == month)
    tenure = month - population.open_month
    asleep_or_regular = np.where(state.quiet >= p.ASLEEP_FROM, _ASLEEP, _REGULAR)
    named = np.where((tenure <= p.NEW_UNTIL) & ~state.activated, _NEW_UNUSED, asleep_or_regular)
    return np.where(here, named, -1)


def _written(values: Ints, rows: Rows, new: Ints | int) -> Ints:
    """A copy with other values at some rows."""
    copy = values.copy()
    copy[rows] = new
    return copy


def _contact(actions: Actions, test: Pilot | Hook, arm: Codes, start: Ints, month: int) -> None:
    """Write a test's contacts of the month into `actions`, by each customer's arm and month of entry.

    In that month everyone drawn is entered, also those whom the lot spares; later months enter only those contacted.
    """
    names, shares, waves = _tables(test.arms)
    rows = np.flatnonzero(arm != NOT_DRAWN)
    since = month - start[rows]
    wave = waves[arm[rows], np.clip(since, -1, waves.shape[1] - 1)]
    now = np.flatnonzero((since == 0) | (wave > 0))
    rows, wave = rows[now], wave[now]
    actions.channel[rows] = p.CHANNEL_NAMES.index(test.channel)
    actions.offer[rows] = p.OFFER_NAMES.index(test.offer)
    actions.campaign[rows] = CAMPAIGNS.index(test.campaign)
    actions.arm[rows] = names[arm[rows]]
    actions.wave[rows] = wave
    actions.treated[rows] = wave > 0
    actions.randomised[rows] = True
    actions.propensity[rows] = shares[arm[rows]]


@lru_cache(maxsize=16)
def _tables(arms: tuple[Arm, ...]) -> tuple[Codes, Floats, Ints]:
    """By arm: its code and share, and which contact of the test falls into each month since the entry, 0 if none.

    The last column is any other month.
    """
    waves = np.zeros((len(arms), max((0, *(month for arm in arms for month in arm.months))) + 2), dtype=np.int64)
    for code, arm in enumerate(arms):
        waves[code, list(arm.months)] = np.arange(1, len(arm.months) + 1)
    return np.array([p.ARM_NAMES.index(arm.name) for arm in arms]), np.array([arm.share for arm in arms]), waves


def _fill(actions: Actions, rows: Rows, rule: Rule, chance: Floats) -> None:
    """Write a rule's contacts of those at `rows` into `actions`; `chance` has an entry each."""
    actions.channel[rows] = p.CHANNEL_NAMES.index(rule.channel)
    actions.offer[rows] = p.OFFER_NAMES.index(rule.offer)
    actions.campaign[rows] = CAMPAIGNS.index(rule.campaign)
    actions.arm[rows] = p.ARM_NAMES.index("treated")
    actions.wave[rows] = 1
    actions.treated[rows] = True
    actions.propensity[rows] = chance
