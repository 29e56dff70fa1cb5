"""A scorecard from the ground: bins, weight of evidence, information value, a logistic card and its points.

Weight of evidence of a bin: ln(share of all good in it / share of all bad in it); information value: the sum over bins of
(share of good - share of bad) × WOE (Siddiqi, Credit Risk Scorecards, 2006, ch. 6). Here a positive WOE is a safe bin.

The bins were checked from outside: a logistic regression of statsmodels on a variable's bins alone has the differences of their WOEs as
its coefficients (lessons/m03_credit/tests), AUC and KS are those of scikit-learn. No library chose the edges.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from generators.errors import BilingualError

MISSING: Final = "—"  # the bin of empty cells, which is information too
NOTHING: Final = 0.5  # added to the counts of a bin that has no good or no bad: a half, as is customary
POINTS_TO_DOUBLE: Final = 20  # points by which the odds double: customary
AT_ODDS: Final = (600, 20.0)  # a card of this many points has these odds of good to bad


def cut(values: pd.Series, edges: Sequence[float]) -> pd.Series:
    """The bin of each value: up to and including the first edge, up to the second, …, above the last; empty cells by themselves.

    Returns texts such as "≤ 1", "1 – 3", "> 3". Raises `BilingualError` for edges that do not rise.
    """
    if any(high <= low for low, high in itertools.pairwise(edges)):
        raise BilingualError(
            f"The edges of the bins must rise: {list(edges)}.", f"分箱的切点要从小到大、不重复：{list(edges)}。"
        )
    names = bin_names(edges)
    place = np.searchsorted(np.asarray(edges, dtype=float), values.astype(float), side="left")
    found = pd.Series(np.array([*names])[np.minimum(place, len(names) - 1)], index=values.index, dtype=object)
    found[values.isna()] = MISSING
    return found


def bin_names(edges: Sequence[float]) -> list[str]:
    """What bins between edges are called, from the lowest on."""
    texts = [f"{edge:,.10g}" for edge in edges]
    if not texts:
        return ["∗"]
    between = [f"{low} – {high}" for low, high in itertools.pairwise(texts)]
    return [f"≤ {texts[0]}", *between, f"> {texts[-1]}"]


def woe_table(bins: pd.Series, bad: pd.Series) -> pd.DataFrame:
    """A row a bin, in the order of their names' first edge where they came from `cut`: good, bad, bad_rate, woe, iv.

    `iv` is the bin's part of the information value; their sum is that of the variable. A bin without any good or bad gets
    half a case more of each, so that its logarithm exists.
    """
    counts = pd.crosstab(bins, bad.astype(bool)).reindex(columns=[False, True], fill_value=0)
    counts.columns = pd.Index(["good", "bad"])
    filled = counts + np.where((counts == 0).any(axis=1), NOTHING, 0.0)[:, None]
    good, ill = filled["good"] / counts["good"].sum(), filled["bad"] / counts["bad"].sum()
    woe = np.log(good / ill)
    found = counts.assign(bad_rate=counts["bad"] / counts.sum(axis=1), woe=woe, iv=(good - ill) * woe)
    order = sorted(found.index, key=_lowest)
    ordered: pd.DataFrame = found.loc[order].rename_axis(None)
    return ordered


def information_value(bins: pd.Series, bad: pd.Series) -> float:
    """How well a binned variable tells good from bad: 0 for not at all; below .02 nobody bothers, above .5 look for a leak."""
    return float(woe_table(bins, bad)["iv"].sum())


def is_monotone(table: pd.DataFrame) -> bool:
    """Whether the share of bad rises or falls all the way from bin to bin; the bin of empty cells does not count."""
    rates = table.loc[[name for name in table.index if name != MISSING], "bad_rate"]
    return bool(rates.is_monotonic_increasing or rates.is_monotonic_decreasing)


@dataclass(frozen=True, eq=False)
class Card:
    """A fitted scorecard: `edges` by variable, the WOE of each bin, and the logistic weights on them."""

    edges: Mapping[str, Sequence[float]]
    woes: Mapping[str, Mapping[str, float]]
    weights: Mapping[str, float]
    intercept: float

    def chance(self, rows: pd.DataFrame) -> pd.Series:
        """The chance of going bad of each row, a fraction."""
        return pd.Series(1 / (1 + np.exp(-self._log_odds_of_bad(rows))), index=rows.index)

    def score(self, rows: pd.DataFrame) -> pd.Series:
        """Points: the more, the safer; `AT_ODDS` and `POINTS_TO_DOUBLE` fix the scale."""
        return pd.Series(np.round(_points(-self._log_odds_of_bad(rows))), index=rows.index)

    def sheet(self) -> pd.DataFrame:
        """The card as it hangs on the wall: a row a variable and bin, with its points. Their sum is the score."""
        base = _points(pd.Series([-self.intercept])).iloc[0] / len(self.edges)
        factor = POINTS_TO_DOUBLE / np.log(2)
        rows = [
            (name, part, round(base - self.weights[name] * woe * factor))
            for name, parts in self.woes.items()
            for part, woe in parts.items()
        ]
        return pd.DataFrame(rows, columns=["variable", "bin", "points"])

    def _log_odds_of_bad(self, rows: pd.DataFrame) -> np.ndarray:
        found = np.full(len(rows), self.intercept)
        for name, edges in self.edges.items():
            # A bin that the card never met says nothing about anybody: its evidence is nought.
            found += self.weights[name] * cut(rows[name], edges).map(self.woes[name]).fillna(0.0).to_numpy(float)
        return found


def fit(rows: pd.DataFrame, edges: Mapping[str, Sequence[float]], weights: Any = None) -> Card:
    """A card on the variables named in `edges`, learnt from `rows` with their column `bad`; `weights` counts rows.

    A logistic regression on the WOEs (scikit-learn, hardly penalised), so that correlated variables share their evidence.
    """
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    woes = {name: _evidence(cut(rows[name], parts), rows["bad"]) for name, parts in edges.items()}
    evidence = pd.DataFrame({name: cut(rows[name], edges[name]).map(woes[name]) for name in edges})
    with threadpool_limits(1):
        model = LogisticRegression(C=100.0).fit(
            evidence.to_numpy(float), rows["bad"].to_numpy(bool), sample_weight=weights
        )
    learnt = dict(zip(edges, model.coef_[0].tolist(), strict=True))
    return Card(edges=dict(edges), woes=woes, weights=learnt, intercept=float(model.intercept_[0]))


def _evidence(bins: pd.Series, bad: pd.Series) -> dict[str, float]:
    return {str(name): float(woe) for name, woe in woe_table(bins, bad)["woe"].items()}


def _points(log_odds_of_good: Any) -> Any:
    points, odds = AT_ODDS
    return points + (log_odds_of_good - np.log(odds)) * POINTS_TO_DOUBLE / np.log(2)


def _lowest(name: object) -> tuple[int, float, str]:
    """Where a bin's name stands: by its first number, empty cells last, other names by their letters."""
    text = str(name)
    if text == MISSING:
        return (2, 0.0, text)
    try:
        first = float(text.strip("≤> ").split(" – ")[0].replace(",", ""))
    except ValueError:
        return (1, 0.0, text)
    return (0, first - 1e-9 if text.startswith("≤") else first, text)
