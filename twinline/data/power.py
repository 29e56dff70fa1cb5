"""Power: how many customers a test needs, what it can find, how surely it finds it."""

import math

import numpy as np

from generators.errors import BilingualError


def power(
    baseline: float,
    *,
    effect: float | None = None,
    size: int | None = None,
    power: float = 0.8,
    alpha: float = 0.05,
) -> float:
    """The one of effect, size and power that the other two leave open, for comparing the shares of two equal arms.

    `baseline` is the share that does it anyway and `effect` what the treatment adds to it, in shares (.04 for four
    percentage points); `size` is the number of customers in each arm; `alpha` the two-sided error that is accepted. Given an
    effect: returns the size, rounded up. Given a size: returns the smallest effect that is found with this `power`. Given
    both: returns the power. Normal approximation on the arcsine scale (Cohen 1988), by statsmodels. Raises `BilingualError`
    for shares outside 0 to 1, and where neither effect nor size is given.
    """
    from statsmodels.stats.power import NormalIndPower
    from statsmodels.stats.proportion import proportion_effectsize

    if not 0 < baseline < 1 or (effect is not None and (effect == 0 or not 0 <= baseline + effect <= 1)):
        raise BilingualError(
            "baseline, and baseline + effect, must be shares between 0 and 1, and the effect not 0.",
            "基准比例、以及基准比例加效应，都应在 0 到 1 之间，且效应不能为 0。",
        )
    solve = NormalIndPower().solve_power
    if effect is not None:
        distance = abs(float(proportion_effectsize(baseline + effect, baseline)))
        if size is not None:
            return float(solve(distance, nobs1=size, alpha=alpha))
        return float(math.ceil(float(solve(distance, power=power, alpha=alpha)) - 1e-9))
    if size is None:
        raise BilingualError("Name an effect or a size, or both.", "请给出效应或样本量，或两者都给。")
    distance = float(solve(nobs1=size, power=power, alpha=alpha))
    angle = min(math.asin(math.sqrt(baseline)) + distance / 2, math.pi / 2)
    return float(np.sin(angle) ** 2 - baseline)
