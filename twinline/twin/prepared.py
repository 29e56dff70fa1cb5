"""Orders made ready: whose contacts an order makes on a bank, month by month, and whom the lot leaves alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.rows import take
from generators.twin.run import Plan, Twin
from twinline.twin.check import PlanLimits
from twinline.twin.control import lot
from twinline.twin.order import Order, Welcome

if TYPE_CHECKING:
    import pandas as pd

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Prepared:
    """An order on a bank: contacts of newcomers and of the pilot, by whom nobody else is contacted, and who is held out."""

    order: Order
    welcome: Plan
    pilot: Plan
    drawn: "pd.DataFrame | None"  # customer_id, arm, propensity of the pilot's customers
    lot: "npt.NDArray[np.bool_]"  # by row of the bank: left alone should the strategy contact them
    chosen: dict[int, list[Plan]] = field(default_factory=dict)  # by future: what the strategy chose, month after month

    @property
    def by_lot(self) -> bool:
        """Whether a control group or a pilot is part of it."""
        return self.order.control > 0 or self.drawn is not None

    @property
    def in_pilot(self) -> Rows:
        """Rows of the customers whom the pilot drew."""
        if self.drawn is None:
            return np.zeros(0, dtype=np.intp)
        return np.asarray(self.drawn["customer_id"].to_numpy() - p.FIRST_CUSTOMER_ID, dtype=np.intp)

    def under(self, limits: PlanLimits, month: int | None = None) -> PlanLimits:
        """A round's limits with what is made besides, in a month or in all of them, and whom the lot leaves alone."""
        return replace(limits, besides=self.beside(month), held=self.lot if self.order.control else None)

    def beside(self, month: int | None = None) -> Plan:
        """The contacts of newcomers and of the pilot: of a month, or all of them."""
        both = Plan.join([self.welcome, self.pilot])
        return both if month is None else both.of(month)

    def begin(self, future: int) -> None:
        """Forget what was chosen in a future: it is lived from its first month on."""
        self.chosen[future] = []

    def made(self, chosen: Plan, future: int, month: int | None = None) -> Plan:
        """The strategy's contacts, but for those whom the lot leaves alone, with those of newcomers and of the pilot."""
        self.chosen.setdefault(future, []).append(chosen)
        out = self.lot[chosen.row]
        mine = take(chosen, np.flatnonzero(~out)) if out.any() else chosen
        return self._with(mine, chosen, self.beside(month))

    def chosen_in(self, future: int) -> Plan:
        """All that the strategy chose in a future, those whom the lot left alone included."""
        return Plan.join([Plan.nothing(), *self.chosen.get(future, [])])

    def left_alone(self, future: int) -> Rows:
        """Rows of those whom the lot left alone in a future."""
        rows = self.chosen_in(future).row
        return np.unique(rows[self.lot[rows]])

    def to_all(self, future: int) -> Plan:
        """The contacts of a future had the lot left nobody alone."""
        chosen = self.chosen_in(future)
        return self._with(chosen, chosen, self.beside())

    def own(self, future: int) -> Plan:
        """The same without the pilot: what the strategy meant, and the welcome."""
        chosen = self.chosen_in(future)
        return self._with(chosen, chosen, self.welcome)

    def _with(self, mine: Plan, chosen: Plan, besides: Plan) -> Plan:
        """Contacts with others besides; whoever is chosen in a month, contacted or left alone, is not welcomed in it."""
        if not len(besides.row):
            return mine
        key = [plan.month * len(self.lot) + plan.row for plan in (chosen, besides)]
        return Plan.join([mine, take(besides, np.flatnonzero(~np.isin(key[1], key[0])))])


def prepared(
    order: Order, twin: Twin, months: int, pilot: Plan | None = None, drawn: "pd.DataFrame | None" = None
) -> Prepared:
    """An order on a bank for so many months, with what the pilot has drawn."""
    held = lot(twin, order.control)
    ready = Prepared(order, _welcome(order.welcomes, twin, months), pilot or Plan.nothing(), drawn, held)
    held[ready.in_pilot] = False
    return ready


def _welcome(rules: Iterable[Welcome], twin: Twin, months: int) -> Plan:
    return Plan.join([Plan.nothing(), *(_welcomed(rule, twin, months) for rule in rules)])


def _welcomed(rule: Welcome, twin: Twin, months: int) -> Plan:
    """The contacts that a standing order makes of those whose cards open in the coming months."""
    now, people = twin.now, twin.now.population
    month = people.open_month + rule.month - now.month
    rows = np.flatnonzero((people.open_month >= now.month) & (month < months))
    if rule.acquisition:
        rows = rows[np.isin(people.acquisition[rows], [p.ACQUISITION.index(name) for name in rule.acquisition])]
    if rule.channel == "app_push":
        rows = rows[people.app[rows]]
    at = month[rows]
    starts = now.world.month_starts(now.month, now.month + months)
    morning = (starts[at] - np.datetime64(now.world.start, "D")).astype(np.int64)
    if rule.month == 0:  # after the form, in which they have allowed it or not, and before anything was refused
        opened = morning + people.open_day[rows]
        may = people.consent_day[rows] <= opened
    else:
        refused = {"sms": now.traits.sms_opt_out, "call": now.traits.call_opt_out}.get(rule.channel)
        may = people.consent_day[rows] <= morning
        if refused is not None:
            may &= ~(refused[rows] & (now.traits.opt_out_day[rows] < starts[at]))
    rows, at = rows[may], at[may]
    channel, offer = p.CHANNEL_NAMES.index(rule.channel), p.ACTION_NAMES.index(rule.offer)
    return Plan(rows, at.astype(np.int64), np.full(len(rows), channel), np.full(len(rows), offer))


__all__ = ["Prepared", "prepared"]
