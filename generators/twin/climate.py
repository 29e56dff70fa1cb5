"""Climate: what one round leaves to the next besides the customers: the bank's good name, and a rival's answer.

Both change between rounds alone, and for everybody alike: within a round, treating one customer changes nobody else.
"""

from dataclasses import dataclass, replace

import numpy as np

from generators import parameters as p
from generators.arrays import Ints
from generators.population import Population
from generators.twin.scenario import Rival, Shock


@dataclass(frozen=True)
class Climate:
    """How the bank's name stands, 1 as usual, and what rivals have answered: shocks in months of the game."""

    name: float = 1.0
    answers: tuple[Shock, ...] = ()

    @property
    def pull(self) -> float:
        """How readily people apply, 1 as usual."""
        return max(1 - p.NAME_APPLIES * (1 - self.name), 0.0)

    def under(self, people: Population, month: int) -> Population:
        """The customers as they behave in a month of the game, counted from 1; the same object where nothing carries."""
        if self.name < 1:
            people = replace(people, closure_logit=people.closure_logit + p.NAME_LEAVES * (1 - self.name))
        for shock in self.answers:
            people = shock.over(people, month)
        return people

    def after(self, complaints: int, customers: int, months: int) -> "Climate":
        """The climate after a round of so many months with so many complaints by a bank of so many open cards."""
        kept = (1 - self.name) * (1 - p.NAME_COMES_BACK) ** months
        lost = kept + p.NAME_LOST * complaints * 1_000 / max(customers, 1)
        return replace(self, name=1 - min(lost, p.NAME_MOST_LOST))

    def answered(self, rival: Rival, contacted: Ints, customers: Ints, month: int) -> "Climate":
        """The climate once a rival has answered a round: it goes where the smallest share of customers was contacted.

        `contacted` and `customers` have an entry a city; the answer begins in `month` of the game. Of equal shares the
        bigger city comes first.
        """
        share = contacted / np.maximum(customers, 1)
        order = np.lexsort((-customers, share))[: rival.cities]
        cities = tuple(p.CITIES[at].name for at in sorted(order))
        shock = Shock(month, month + rival.months - 1, rival.leave, rival.buy, cities)
        return replace(self, answers=(*self.answers, shock))
