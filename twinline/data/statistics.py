"""The few statistics that rows are made of, each with its standard error."""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import optimize, stats

from twinline.data.books import Measured, NothingToMeasure


def mean(values: pd.Series) -> Measured:
    """A mean, or the share of true values."""
    _enough(values)
    values = values.astype(float)
    return Measured(float(values.mean()), float(values.std() / np.sqrt(len(values))), len(values))


def share(values: pd.Series) -> Measured:
    """A share without a standard error: purchases of a customer are no independent rows."""
    return replace(mean(values), error=None)


def difference(one: pd.Series, other: pd.Series) -> Measured:
    """The first group's mean less the second's."""
    first, second = mean(one), mean(other)
    return Measured(first.value - second.value, _both(first, second), first.n + second.n)


def lift(rows: pd.DataFrame, outcome: str, treated: str = "treated", control: str = "control") -> Measured:
    """An arm's mean outcome less the control's."""
    return difference(rows[outcome][rows["arm"] == treated], rows[outcome][rows["arm"] == control])


def ratio(one: pd.Series, other: pd.Series) -> Measured:
    """The first group's mean over the second's, with the delta method's standard error."""
    first, second = mean(one), mean(other)
    value = first.value / second.value
    relative = np.hypot((first.error or 0) / first.value, (second.error or 0) / second.value)
    return Measured(value, float(abs(value) * relative), first.n + second.n)


def standardised(frame: pd.DataFrame, outcome: str, treated: str, stratum: str) -> Measured:
    """The difference inside each stratum, weighted by the strata's sizes."""
    parts = [
        (len(rows) / len(frame), difference(rows.loc[rows[treated], outcome], rows.loc[~rows[treated], outcome]))
        for _, rows in frame.groupby(stratum)
    ]
    value = sum(weight * part.value for weight, part in parts)
    error = np.sqrt(sum((weight * (part.error or 0)) ** 2 for weight, part in parts))
    return Measured(float(value), float(error), len(frame))


def slope(rows: pd.DataFrame, outcome: str, on: str, beside: list[str], cluster: str = "") -> Measured:
    """What a regression says of one column when others are held equal; errors by `cluster` where one is named.

    White's standard errors, or those of Liang and Zeger (1986).
    """
    _enough(rows[outcome])
    design = np.column_stack([np.ones(len(rows)), *(rows[name].to_numpy(float) for name in (on, *beside))])
    bread = np.linalg.inv(design.T @ design)
    weights = bread @ design.T @ rows[outcome].to_numpy(float)
    pulls = design * (rows[outcome].to_numpy(float) - design @ weights)[:, None]
    if cluster:
        pulls = pd.DataFrame(pulls).groupby(rows[cluster].to_numpy()).sum().to_numpy()
    error = float(np.sqrt((bread @ pulls.T @ pulls @ bread)[1, 1]))
    return Measured(float(weights[1]), error, len(rows))


def top_share(values: pd.Series, top: float) -> Measured:
    """The share of the sum that the `top` part of the entries hold."""
    _enough(values)
    ordered = values.sort_values(ascending=False)
    held = ordered.head(round(len(ordered) * top)).sum() / ordered.sum()
    return Measured(float(held), n=len(values))


def population_stability(before: pd.Series, after: pd.Series) -> Measured:
    """Population stability index of two samples of a discrete variable."""
    _enough(before)
    _enough(after)
    both = pd.concat([rows.value_counts(normalize=True) for rows in (before, after)], axis=1).fillna(1e-4).to_numpy()
    value = ((both[:, 1] - both[:, 0]) * np.log(both[:, 1] / both[:, 0])).sum()
    return Measured(float(value), n=len(before) + len(after))


def purchase_counts(counts: pd.Series, most: int = 40) -> pd.DataFrame:
    """Counts of 1 … `most` (and above, in the last row) beside a negative binomial, fitted to counts above nought.

    Columns observed and fitted, both shares of all entries. The law of repeat buying of Ehrenberg (1959), truncated at
    nought because only active customers are counted.
    """
    _enough(counts)
    seen, often = np.unique(counts.to_numpy(), return_counts=True)

    def unlikely(logs: np.ndarray) -> float:
        shape, average = np.exp(logs)
        law = stats.nbinom(shape, shape / (shape + average))
        return float(-(often * (law.logpmf(seen) - np.log1p(-law.pmf(0)))).sum() / often.sum())

    best = optimize.minimize(unlikely, np.log([1.0, counts.mean()]), method="Nelder-Mead").x
    shape, average = np.exp(best)
    law = stats.nbinom(shape, shape / (shape + average))
    numbers = np.arange(1, most)
    fitted = np.append(law.pmf(numbers), law.sf(most - 1)) / (1 - law.pmf(0))
    observed = np.bincount(np.minimum(counts, most), minlength=most + 1)[1:] / len(counts)
    return pd.DataFrame({"observed": observed, "fitted": fitted}, index=np.append(numbers, most))


def _enough(values: pd.Series) -> None:
    if len(values) < 2:
        raise NothingToMeasure


def _both(first: Measured, second: Measured) -> float:
    return float(np.hypot(first.error or 0, second.error or 0))
