"""Carry-over: what a round that was carried out leaves to the next one besides its customers."""

from collections.abc import Iterator

import numpy as np

from generators import parameters as p
from generators.twin.climate import Climate
from generators.twin.newcomers import with_newcomers
from generators.twin.observed import observed_rows
from generators.twin.run import Plan, Twin
from generators.twin.scenario import Scenario
from generators.twin.snapshot import Snapshot
from twinline.base.text import t

_AS_USUAL = 0.995  # a name above it is nothing to speak of


def left_over(budget: float | None, saved: float, paid: float) -> float:
    """Yuan of a round's budget, with what was saved before, that it did not spend; 0 where there is no limit."""
    return 0.0 if budget is None else max(round(budget + saved - paid, 2), 0.0)


def morning(now: Snapshot, rules: Scenario, began: int | None = None, climate: Climate | None = None) -> Twin:
    """The twin of a game on a morning, with the customers whose cards are to open where its rules have them."""
    return Twin(with_newcomers(now) if rules.newcomers else now, rules, began, climate=climate)


def after_round(earlier: Twin, later: Snapshot, plan: Plan, complaints: int, months: int) -> Twin:
    """The twin of the next round under the climate that a round has left: complaints, and where customers were contacted."""
    rows, rules = observed_rows(earlier.now.monthly_pages), earlier.scenario
    climate = earlier.climate.after(complaints, len(rows), months)
    if rules.rival is not None:
        city, cities = earlier.now.population.city, len(p.CITIES)
        contacted = np.bincount(city[np.intersect1d(plan.row, rows)], minlength=cities)
        customers = np.bincount(city[rows], minlength=cities)
        climate = climate.answered(rules.rival, contacted, customers, later.month - earlier.began + 1)
    return morning(later, rules, earlier.began, climate)


def after_pilot(earlier: Twin, later: Snapshot, complaints: int, months: int) -> Twin:
    """The twin after a pilot's months: its complaints count; no rival sees it."""
    customers = len(observed_rows(earlier.now.monthly_pages))
    return morning(later, earlier.scenario, earlier.began, earlier.climate.after(complaints, customers, months))


def news(twin: Twin, saved: float) -> Iterator[str]:
    """Sentences on what a round begins with, in the language in use."""
    month = twin.now.month - twin.began + 1
    for shock in twin.climate.answers:
        if shock.first == month:
            places = [city for city in p.CITIES if city.name in shock.cities]
            en, zh = ", ".join(city.name_en for city in places), "、".join(city.name for city in places)
            span = shock.last - shock.first + 1
            yield t(
                f"The rival answers: for the coming {span} months it is in {en}, where we contacted the fewest.",
                f"对手还手：接下来 {span} 个月，它会在我们触达占比最低的{zh}展开攻势。",
            )
    if twin.climate.name < _AS_USUAL:
        lost = 1 - twin.climate.name
        yield t(
            f"Complaints have cost {lost:.1%} of the bank's good name: everybody leaves a little more readily.",
            f"投诉使本行口碑受损 {lost:.1%}：所有客户都更容易离开。",
        )
    if saved > 0:
        yield t(f"Left of earlier budgets: {saved:,.0f} yuan.", f"前几轮结余预算 {saved:,.0f} 元。")


__all__ = ["after_pilot", "after_round", "left_over", "morning", "news"]
