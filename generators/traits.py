"""Traits drawn jointly: each has a standard normal of its own, part of which a few common factors lend it.

A Gaussian copula (Nelsen 2006, "An introduction to copulas"): however the traits hang together, each alone has the
distribution that its parameters say, for a normal turned back into a uniform is uniform whatever it was made of.
"""

import math
from functools import cached_property

from scipy.special import ndtr

from generators import parameters as p
from generators.arrays import Floats
from generators.draws import STATIC, Draws, Purpose

# Age is a factor itself; the others are what nobody sees.
_FACTORS = {
    "years": Purpose.AGE,
    "means": Purpose.MEANS,
    "caution": Purpose.CAUTION,
    "modern": Purpose.MODERN,
}


class JointTraits:
    """The normals of the traits in `parameters.LOADINGS`, of the customers whom `draws` is the luck of."""

    def __init__(self, draws: Draws) -> None:
        self._draws = draws

    @cached_property
    def factors(self) -> dict[str, Floats]:
        """One standard normal a customer, by common factor."""
        return {name: self._draws.normal(STATIC, purpose) for name, purpose in _FACTORS.items()}

    def normal(self, trait: str, purpose: Purpose) -> Floats:
        """One standard normal a customer: what the factors lend the trait, and luck of its own for the rest."""
        loadings = p.LOADINGS[trait]
        own = math.sqrt(1 - sum(loading**2 for loading in loadings.values()))
        found = own * self._draws.normal(STATIC, purpose)
        for factor, loading in loadings.items():
            found += loading * self.factors[factor]
        return found

    def uniform(self, trait: str, purpose: Purpose) -> Floats:
        """The same as a uniform, for a marginal distribution by inverse CDF."""
        return ndtr(self.normal(trait, purpose))


def correlation(one: str, other: str) -> float:
    """Of two different traits' normals, as the loadings make it."""
    theirs = p.LOADINGS[other]
    return sum(loading * theirs.get(factor, 0.0) for factor, loading in p.LOADINGS[one].items())
