"""Pilots of one's own: a randomised test designed by the learner, carried out by the bank, paid for by the learner."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from generators import parameters as p
from generators.errors import BilingualError, UnknownChoice
from generators.twin.money import margin
from generators.twin.monthly_pages import MonthlyPage
from generators.twin.run import Comparison, Plan, Twin
from generators.twin.snapshot import Snapshot
from twinline.twin.action_rules import given_once
from twinline.twin.check import PlanLimits, check
from twinline.twin.months import live
from twinline.twin.problems import StrategyError
from twinline.twin.reach import reachable
from twinline.twin.strategy import Strategy

if TYPE_CHECKING:
    import pandas as pd

OUTCOMES = ("open", "bought", "spent", "margin", "redeemed")


@dataclass(frozen=True)
class Pilot:
    """The design of a randomised test.

    `arms` maps each arm's name to its (channel, offer), or to None for being left alone; `size` customers are drawn among
    the `eligible` (customers as `bank.observed()` shows them, a `Strategy` or ids; by default whoever every arm may reach)
    and dealt to the arms by `shares` (equal ones by default). Contacts are made in the first month; the `outcome` ("open",
    "bought", "spent", "margin" or "redeemed") is read after so many `months`.
    """

    arms: Mapping[str, tuple[str, str] | None]
    size: int = 2_000
    eligible: Any = None
    outcome: str = "open"
    months: int = 3
    shares: Mapping[str, float] | None = None


def effects(data: "pd.DataFrame", arms: Iterable[str]) -> "pd.DataFrame":
    """Each arm's mean outcome and its difference from the first arm, with standard error and 95 % interval.

    `data` has a row a customer with arm and outcome.
    """
    import pandas as pd

    groups = data["outcome"].astype(float).groupby(data["arm"], sort=False)
    table = pd.DataFrame({"customers": groups.size(), "mean": groups.mean(), "variance": groups.var() / groups.size()})
    table = table.loc[list(arms)]
    first = table.iloc[0]
    error = np.sqrt(table["variance"] + first["variance"])
    gain = table["mean"] - first["mean"]
    bounds = {"difference": gain, "error": error, "low": gain - 1.96 * error, "high": gain + 1.96 * error}
    shown = table[["customers", "mean"]].assign(**bounds)
    shown.loc[shown.index[0], list(bounds)] = np.nan
    return shown


@dataclass(frozen=True, eq=False)
class Piloted:
    """A pilot that has run: a row of `data` for each customer drawn, its contacts, and the bank after its months.

    `pair` holds the customers of the whole bank with the pilot and without.
    """

    data: "pd.DataFrame"
    plan: Plan
    pair: Comparison
    later: Snapshot


def run_pilot(design: Pilot, twin: Twin, observed: "pd.DataFrame", limits: PlanLimits, number: int) -> Piloted:
    """Draw, contact, wait, read.

    `observed` is what the bank knows this morning, `number` says how many pilots of the game went before. Raises
    `StrategyError` for contacts that may not be made, `BilingualError` for a design that cannot be.
    """
    drawn, plan = deal(design, twin, observed, limits, number)
    pair, later = live(twin, plan, design.months)
    return Piloted(with_outcomes(drawn, pair, later, design.months, design.outcome), plan, pair, later)


def deal(
    design: Pilot, twin: Twin, observed: "pd.DataFrame", limits: PlanLimits, number: int
) -> tuple["pd.DataFrame", Plan]:
    """A row for each customer drawn, with arm and propensity, and the contacts of the arms. Raises as `run_pilot` does."""
    import pandas as pd

    shares = _shares(design)
    ids = _eligible(design, observed, twin)
    if not len(shares) <= design.size <= len(ids):
        raise BilingualError(
            f"A pilot of {design.size:,} customers: {len(ids):,} are eligible, and each arm needs one at least.",
            f"试点需要 {design.size:,} 位客户：符合条件的有 {len(ids):,} 位，且每组至少一位。",
        )
    # Which pilot of the game this is decides the draw, so that a second one draws anew and a replay draws the same.
    rng = np.random.default_rng([twin.now.world.seed, twin.now.month, number, len(ids)])
    drawn = rng.permutation(ids)[: design.size]
    edges = np.rint(np.cumsum(list(shares.values())) * design.size).astype(int)
    arm = np.searchsorted(edges, np.arange(design.size), side="right")
    names = np.array(list(shares), dtype=object)[arm]
    contacts = [
        pd.DataFrame({"customer_id": drawn[names == name], "month": 1, "channel": how[0], "offer": how[1]})
        for name, how in design.arms.items()
        if how
    ]
    found, plan = check(pd.concat(contacts, ignore_index=True), observed, twin, limits)
    if not found.ok:
        raise StrategyError(found.problems)
    return pd.DataFrame({"customer_id": drawn, "arm": names, "propensity": [shares[name] for name in names]}), plan


def with_outcomes(data: "pd.DataFrame", pair: Comparison, after: Snapshot, months: int, outcome: str) -> "pd.DataFrame":
    """The customers of `data` with what the books tell of them after so many months; column `outcome` is the one named.

    `pair` holds all of them; `after` is the bank at the end of these months.
    """
    rows = data["customer_id"].to_numpy() - p.FIRST_CUSTOMER_ID
    new = pair.with_plan.take(np.searchsorted(pair.rows, rows))
    data = data.assign(reached=new.reached > 0, redeemed=new.redeemed > 0, complained=new.complaints > 0, cost=new.cost)
    data = data.assign(**seen_afterwards(after.monthly_pages[-months:], rows))
    return data.assign(outcome=data[outcome]).sort_values("customer_id", ignore_index=True)


def seen_afterwards(pages: tuple[MonthlyPage, ...], rows: Any) -> dict[str, Any]:
    """The possible outcomes of the customers at `rows`, read from the pages of the pilot's months."""
    months = [(page.spent_fen[rows].astype(float), page.interest_fen[rows], page.opening_fen[rows]) for page in pages]
    return {
        "open": pages[-1].open[rows],
        "bought": pages[-1].count[rows] > 0,
        "spent": sum(spent for spent, _, _ in months) / 100,
        "margin": sum(margin(*month) for month in months) / 100,
    }


def _shares(design: Pilot) -> dict[str, float]:
    if design.outcome not in OUTCOMES:
        raise UnknownChoice("outcome", "结果指标", design.outcome, list(OUTCOMES))
    if len(design.arms) < 2 or not any(design.arms.values()):
        raise BilingualError(
            "A pilot compares two arms or more, one of which contacts customers.",
            "试点至少要有两个组，其中至少一组要触达客户。",
        )
    given = dict(design.shares or dict.fromkeys(design.arms, 1 / len(design.arms)))
    if given.keys() != design.arms.keys() or abs(sum(given.values()) - 1) > 1e-9 or min(given.values()) <= 0:
        raise BilingualError(
            "The shares must name every arm, be above 0 and add up to 1.", "各组占比须覆盖所有组、大于 0 且合计为 1。"
        )
    return {name: given[name] for name in design.arms}


def _eligible(design: Pilot, observed: "pd.DataFrame", twin: Twin) -> Any:
    """Sorted ids of those who may be drawn: also those of the arm that is left alone must be such as could be contacted."""
    given = design.eligible
    may = np.ones(len(observed), dtype=bool)
    for how in design.arms.values():
        if how:
            may &= reachable(observed, how[0], action=how[1]) & given_once(observed, how[1], twin)
    if given is not None:
        table = given.customers if isinstance(given, Strategy) else given
        chosen = np.asarray(table["customer_id"] if hasattr(table, "columns") else table)
        if chosen.dtype == bool:
            if len(chosen) != len(observed):
                raise BilingualError(
                    f"The mask of the eligible has {len(chosen)} entries; bank.observed() has {len(observed)} rows.",
                    f"筛选掩码有 {len(chosen)} 项，而 bank.observed() 有 {len(observed)} 行。",
                )
            may &= chosen
        else:
            may &= observed["customer_id"].isin(chosen).to_numpy()
    return np.sort(observed["customer_id"].to_numpy()[may])
