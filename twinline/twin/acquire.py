"""Acquisition on the twin: a budget by channel and scene, what it brings, and what those customers are worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from generators.errors import BilingualError
from generators.schema import levels, people_levels
from generators.twin.acquiring import WAYS, Brought, Way, bring
from generators.twin.run import Comparison, Twin
from twinline.base.text import t

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("channel", "scene", "yuan")


@dataclass(frozen=True)
class Acquisition:
    """What a round spends on new cards, in yuan by channel and scene, evenly over so many `months`, and whom that brings."""

    yuan: Mapping[Way, float]
    brought: Brought
    months: int = 0

    @property
    def cost(self) -> float:
        """Yuan in all."""
        return float(sum(self.yuan.values()))


@dataclass(frozen=True)
class Acquired:
    """What became of the customers whom a budget brought: means over the futures, in yuan.

    `cards` were opened for `spend`; `value` is what these customers bring, contacts taken off and the budget not, and
    `written_off` what is lost of their balances in the months watched. `cac` is what a card cost.
    """

    cards: int
    spend: float
    value: float
    written_off: float

    @property
    def cac(self) -> float | None:
        """Spend over cards; None where no card was opened."""
        return self.spend / self.cards if self.cards else None


def ordered(twin: Twin, plan: Any, months: int, budget: float | None, pull: float) -> tuple[Twin, Acquisition]:
    """The twin with the customers whom a plan brings in so many months. `pull` says how readily people apply, 1 as usual.

    Raises `BilingualError` for a plan that cannot be carried out, or costs more than the `budget`.
    """
    yuan = _by_way(plan)
    cost = sum(yuan.values())
    if budget is not None and cost > budget + 0.005:
        raise BilingualError(
            f"Acquisition for {cost:,.0f} yuan is {cost - budget:,.0f} above what this round has left ({budget:,.0f}).",
            f"获客预算 {cost:,.0f} 元，超出本轮剩余预算 {budget:,.0f} 元 {cost - budget:,.0f} 元。",
        )
    later, brought = bring(twin.now, yuan, months, pull)
    return twin.with_bought(later, brought.rows), Acquisition(yuan, brought, months)


def _by_way(plan: Any) -> dict[Way, float]:
    """A plan as yuan by channel and scene."""
    rows = _rows(plan)
    found: dict[Way, float] = {}
    for number, (channel, scene, amount) in enumerate(rows, start=1):
        way = (str(channel), str(scene))
        if way not in WAYS:
            raise _refused(
                number,
                f"cards are not acquired by channel {channel} and scene {scene}; use {_listed(0)}",
                f"没有“渠道 {channel}＋场景 {scene}”这种获客方式，可用：{_listed(1)}",
            )
        if way in found:
            raise _refused(
                number, f"{channel} and {scene} stand twice: add them up", f"{channel}＋{scene} 出现两次，请合并"
            )
        found[way] = _yuan(amount, number)
    return found


def _rows(plan: Any) -> list[tuple[Any, Any, Any]]:
    if hasattr(plan, "columns"):
        missing = [name for name in COLUMNS if name not in plan]
        if missing:
            raise BilingualError(
                f"An acquisition plan has the columns {', '.join(COLUMNS)}; {', '.join(missing)} is missing.",
                f"获客计划应有字段 {'、'.join(COLUMNS)}，缺少 {'、'.join(missing)}。",
            )
        return list(plan[list(COLUMNS)].itertuples(index=False, name=None))
    if isinstance(plan, Mapping) and all(isinstance(way, tuple) and len(way) == 2 for way in plan):
        return [(*way, yuan) for way, yuan in plan.items()]
    raise BilingualError(
        'An acquisition plan is a table with channel, scene and yuan, or {("app", "app_search"): 20_000}.',
        '获客计划应为含 channel、scene、yuan 三列的表，或写成 {("app", "app_search"): 20_000}。',
    )


def _yuan(amount: Any, number: int) -> float:
    """An amount of money; text and truth values are none."""
    good = isinstance(amount, int | float | np.integer | np.floating) and not isinstance(amount, bool | np.bool_)
    if not good or not np.isfinite(amount) or amount < 0:
        raise _refused(
            number,
            f"{amount!r} is no amount in yuan: use a number from 0 on",
            f"{amount!r} 不是金额，请填不小于 0 的数（元）",
        )
    return float(amount)


def _refused(number: int, en: str, zh: str) -> BilingualError:
    return BilingualError(f"Acquisition plan, row {number}: {en}.", f"获客计划第 {number} 行：{zh}。")


def _listed(place: int) -> str:
    return (", ", "、")[place].join(f"{channel}+{scene}" for channel, scene in WAYS)


def reading(acquisition: Acquisition, pairs: tuple[Comparison, ...], way: Way | None = None) -> Acquired:
    """What became of those whom a budget brought, or of those by one way."""
    brought, codes = acquisition.brought, acquisition.brought.way
    rows = brought.rows if way is None else brought.rows[codes == WAYS.index(way)]
    value, lost = [], []
    for pair in pairs:
        theirs = pair.with_plan.take(np.flatnonzero(np.isin(pair.rows, rows)))
        value.append(theirs.profit.sum())
        lost.append(theirs.lost_credit.sum())
    spend = acquisition.cost if way is None else acquisition.yuan[way]
    return Acquired(len(rows), spend, float(np.mean(value)), float(np.mean(lost)))


def table(acquisition: Acquisition, pairs: tuple[Comparison, ...]) -> "pd.DataFrame":
    """A row a channel and scene that money was spent on: cards, spend, cac, value_a_card, written_off, net; in yuan."""
    import pandas as pd

    rows = []
    for way in acquisition.yuan:
        got = reading(acquisition, pairs, way)
        value = got.value / got.cards if got.cards else None
        rows.append((*way, got.cards, got.spend, got.cac, value, got.written_off, got.value - got.spend))
    names = ["channel", "scene", "cards", "spend", "cac", "value_a_card", "written_off", "net"]
    return pd.DataFrame(rows, columns=names)


def title(way: Way) -> str:
    """A channel and scene in the language in use."""
    channel, scene = levels.ACQUISITION[way[0]], people_levels.SCENE[way[1]]
    return f"{t(*channel)} · {t(*scene)}"


__all__ = ["Acquired", "Acquisition", "ordered", "reading", "table", "title"]
