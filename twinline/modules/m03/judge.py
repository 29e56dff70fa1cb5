"""How a score is judged: does it rank (AUC, KS), is it right in its level (calibration), is the crowd still the same (PSI)?"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

FLOOR = 1e-4  # of a share in the PSI, so that an empty bin has a logarithm


def auc(risk: Any, bad: Any) -> tuple[float, float]:
    """The chance that of a bad and a good one the bad has the higher risk, and its standard error.

    Error after Hanley and McNeil (Radiology, 1982).
    """
    bad = np.asarray(bad, dtype=bool)
    ranks = pd.Series(np.asarray(risk, dtype=float)).rank().to_numpy()
    n_bad, n_good = int(bad.sum()), int((~bad).sum())
    area = (ranks[bad].sum() - n_bad * (n_bad + 1) / 2) / (n_bad * n_good)
    one, two = area / (2 - area), 2 * area**2 / (1 + area)
    spread = area * (1 - area) + (n_bad - 1) * (one - area**2) + (n_good - 1) * (two - area**2)
    return float(area), float(np.sqrt(spread / (n_bad * n_good)))


def auc_gain(one: Any, other: Any, bad: Any, draws: int = 200) -> tuple[float, float]:
    """How much higher the AUC of one risk is than that of another on the same rows, and its standard error.

    By a paired bootstrap (SciPy): rows are drawn with replacement, both risks with them. Intervals of two AUCs on the same
    rows may overlap although one beats the other nearly always.
    """
    from scipy.stats import bootstrap

    def gain(first: Any, second: Any, ill: Any) -> float:
        return auc(first, ill)[0] - auc(second, ill)[0]

    rows = (np.asarray(one, dtype=float), np.asarray(other, dtype=float), np.asarray(bad, dtype=bool))
    drawn = bootstrap(rows, gain, paired=True, vectorized=False, n_resamples=draws, method="percentile", rng=0)
    return gain(*rows), float(drawn.standard_error)


def share_error(share: Any, n: Any) -> Any:
    """The standard error of a share among `n`: root of share × (1 - share) / n."""
    return np.sqrt(share * (1 - share) / n)


def ks(risk: Any, bad: Any) -> float:
    """The widest gap between the shares of bad and of good caught, going down from the highest risk; 0 to 1."""
    rows = pd.DataFrame({"risk": np.asarray(risk, dtype=float), "bad": np.asarray(bad, dtype=bool)})
    caught = rows.groupby("risk")["bad"].agg(["sum", "size"]).iloc[::-1].cumsum()
    good = (caught["size"] - caught["sum"]) / (~rows["bad"]).sum()
    return float((caught["sum"] / rows["bad"].sum() - good).max())


def calibration(chance: pd.Series, bad: pd.Series, bands: int = 5) -> pd.DataFrame:
    """Forecast and outcome by band of risk, the safest first: n, forecast, happened, error (of a share; all fractions)."""
    band = pd.qcut(chance.rank(method="first"), bands, labels=range(1, bands + 1))
    rows = pd.DataFrame({"chance": chance, "bad": bad.astype(float)}).groupby(band, observed=True)
    found = rows.agg(n=("bad", "size"), forecast=("chance", "mean"), happened=("bad", "mean"))
    share = found["forecast"]  # of the forecast: a band in which nobody went bad is not without error
    return found.assign(error=share_error(share, found["n"])).rename_axis("band")


def psi(before: pd.Series, after: pd.Series, edges: Sequence[float] | None = None) -> float:
    """Population stability index of a variable in two samples: sum of (new share - old share) × ln(new / old).

    `edges` are those of bins; by default tenths of the older sample. Common practice: below .10 calm, from .25 on act.
    """
    if edges is None:
        edges = np.unique(np.quantile(before.dropna(), np.arange(1, 10) / 10)).tolist()
    shares = [
        pd.Series(np.where(rows.isna(), -1, np.searchsorted(edges, rows.astype(float), side="left"))).value_counts(
            normalize=True
        )
        for rows in (before, after)
    ]
    both = pd.concat(shares, axis=1).fillna(0.0).clip(lower=FLOOR).to_numpy()
    return float(((both[:, 1] - both[:, 0]) * np.log(both[:, 1] / both[:, 0])).sum())
