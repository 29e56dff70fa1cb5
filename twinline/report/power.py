"""How sure a row is to be found: the chance that another bank of the same size shows it."""

from collections.abc import Iterable

import numpy as np
from scipy.stats import norm

from twinline.data.books import Measured
from twinline.report.fact import Fact

ENOUGH = 0.9  # that every planted fact should have at course scale


def power(fact: Fact, banks: Iterable[Measured]) -> float | None:
    """The chance that a value drawn around the banks' mean, with their standard error, meets the row's target.

    None for a row without a standard error. Of one bank alone it leans on luck: a fact that happens to stand at the target's
    edge has a power of a half. Averaged over banks it does not.
    """
    known = [(one.value, one.error) for one in banks if one.here and one.error]
    if not known:
        return None
    value, error = float(np.mean([one for one, _ in known])), float(np.sqrt(np.mean([e**2 for _, e in known])))
    target, law = fact.target, norm(value, error)
    most = target.most_z * error if target.most_z is not None else np.inf
    within = law.cdf(min(target.high, most)) - law.cdf(max(target.low, -most))
    least = (target.least_z or 0.0) * error
    near = law.cdf(min(least, target.high)) - law.cdf(max(-least, target.low)) if least else 0.0
    return float(np.clip(within - max(near, 0.0), 0.0, 1.0))
