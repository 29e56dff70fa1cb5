"""Pilots of one's own: a randomised test designed by the learner, carried out by the bank, paid for by the learner."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from generators import parameters as p
from generators.errors import BilingualError, UnknownChoice
from generators.twin.money import margin
from generators.twin.run import Twin
from twinline.twin.check import Limits, StrategyError, check, reachable
from twinline.twin.strategy import Strategy

if TYPE_CHECKING:
    import pandas as pd

    from twinline.twin.bank import Bank

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


@dataclass(frozen=True, eq=False)
class PilotResult:
    """A pilot that was carried out. `data` has a row for each customer drawn; `cost` is in yuan.

    Columns of `data`: customer_id, arm, propensity (the share of the arm), reached, redeemed, complained, cost, and over the
    pilot's months open, bought (in the last of them), spent, margin; `outcome` is the one that the design names. `bank` is
    the bank after those months: the pilot's cost is charged to its next round.
    """

    design: Pilot
    data: "pd.DataFrame"
    cost: float
    bank: "Bank"

    def effects(self) -> "pd.DataFrame":
        """Each arm's mean outcome and its difference from the first arm, with standard error and 95 % interval."""
        import pandas as pd

        groups = self.data["outcome"].astype(float).groupby(self.data["arm"], sort=False)
        table = pd.DataFrame(
            {"customers": groups.size(), "mean": groups.mean(), "variance": groups.var() / groups.size()}
        )
        table = table.loc[list(self.design.arms)]
        first = table.iloc[0]
        error = np.sqrt(table["variance"] + first["variance"])
        gain = table["mean"] - first["mean"]
        bounds = {"difference": gain, "error": error, "low": gain - 1.96 * error, "high": gain + 1.96 * error}
        shown = table[["customers", "mean"]].assign(**bounds)
        shown.loc[shown.index[0], list(bounds)] = np.nan
        return shown


def run_pilot(bank: "Bank", design: Pilot) -> PilotResult:
    """Draw, contact, wait, read. Raises `StrategyError` for contacts that may not be made, `BilingualError` for others."""
    import pandas as pd

    shares = _shares(design)
    book = bank.observed()
    ids = _eligible(design, book)
    if not len(shares) <= design.size <= len(ids):
        raise BilingualError(
            f"A pilot of {design.size:,} customers: {len(ids):,} are eligible, and each arm needs one at least.",
            f"试点需要 {design.size:,} 位客户：符合条件的有 {len(ids):,} 位，且每组至少一位。",
        )
    # Which pilot of the game this is decides the lot, so that a second one draws anew and a replay draws the same.
    lot = np.random.default_rng([bank.twin.now.world.seed, bank.twin.now.month, len(bank.tried), len(ids)])
    drawn = lot.permutation(ids)[: design.size]
    edges = np.rint(np.cumsum(list(shares.values())) * design.size).astype(int)
    arm = np.searchsorted(edges, np.arange(design.size), side="right")
    names = np.array(list(shares), dtype=object)[arm]
    contacts = [pd.DataFrame({"customer_id": drawn[names == name], "month": 1, "channel": how[0], "offer": how[1]}) for name, how in design.arms.items() if how]  # fmt: skip
    table = pd.concat(contacts, ignore_index=True)
    found, plan = check(table, book, bank.twin, Limits(1, design.months, bank.budget, bank.contact_limit))
    if not found.ok:
        raise StrategyError(found.problems)
    pair, after = bank.live(plan, design.months)

    data = pd.DataFrame({"customer_id": drawn, "arm": names, "propensity": [shares[name] for name in names]})
    rows = drawn - p.FIRST_CUSTOMER_ID
    new, books = pair.with_plan.take(np.searchsorted(pair.rows, rows)), after.monthly_pages[-design.months :]
    data = data.assign(reached=new.reached > 0, redeemed=new.redeemed > 0, complained=new.complaints > 0, cost=new.cost)
    data = data.assign(
        open=books[-1].open[rows],
        bought=books[-1].count[rows] > 0,
        spent=sum(page.spent_fen[rows].astype(float) for page in books) / 100,
        margin=sum(margin(page.spent_fen[rows].astype(float), page.interest_fen[rows], page.opening_fen[rows]) for page in books) / 100,
    )  # fmt: skip
    data = data.assign(outcome=data[design.outcome]).sort_values("customer_id", ignore_index=True)
    cost = float(pair.with_plan.cost.sum())
    return PilotResult(design, data, cost, bank.moved(Twin(after, bank.scenario, bank.twin.began), bank.charge + cost))


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


def _eligible(design: Pilot, book: "pd.DataFrame") -> Any:
    """Sorted ids of those who may be drawn: also those of the arm that is left alone must be such as could be contacted."""
    given = design.eligible
    may = np.ones(len(book), dtype=bool)
    for how in design.arms.values():
        if how:
            may &= reachable(book, how[0])
    if given is not None:
        table = given.customers if isinstance(given, Strategy) else given
        chosen = np.asarray(table["customer_id"] if hasattr(table, "columns") else table)
        if chosen.dtype == bool:
            if len(chosen) != len(book):
                raise BilingualError(
                    f"The mask of the eligible has {len(chosen)} entries; bank.observed() has {len(book)} rows.",
                    f"筛选掩码有 {len(chosen)} 项，而 bank.observed() 有 {len(book)} 行。",
                )
            may &= chosen
        else:
            may &= book["customer_id"].isin(chosen).to_numpy()
    return np.sort(book["customer_id"].to_numpy()[may])
