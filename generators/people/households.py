"""Households: who lives at whose address, and whose surname a child has. Follows from the ties, whoever recorded them."""

from dataclasses import dataclass

import numpy as np

from generators import parameters as p
from generators.arrays import Flags, Ints, Words
from generators.draws import STATIC, Draws
from generators.parameters import World
from generators.people.circles import NOBODY, PARENT_CHILD, SPOUSE, Circle, circles_of
from generators.people_chance import PeoplePurpose as Purpose


@dataclass(frozen=True)
class Households:
    """Of some customers in a row, one entry each."""

    head: Ints  # number of the customer whose address it is: one's own, where one lives alone or with strangers
    address: Words  # the luck behind the address, the same for all of a household
    father: Flags  # whose father is known here: they have his surname
    fathers_name: Ints  # the luck behind his name, where he is known


def households(world: World, first: int, stop: int) -> Households:
    """Of customers `first` … `stop - 1`: spouses live together, and children with a parent until they are of age."""
    parts = []
    for circle in circles_of(world, first, stop):
        inside = slice(max(first - circle.first, 0), stop - circle.first)
        parts.append([values[inside] for values in _of_circle(circle, world)])
    head, address, father, fathers_name = (np.concatenate(values) for values in zip(*parts, strict=True))
    return Households(head, address, father, fathers_name)


def _of_circle(circle: Circle, world: World) -> tuple[Ints, Words, Flags, Ints]:
    size = len(circle.people)
    couples, families = (next(pairs for pairs in circle.pairs if pairs.tie == tie) for tie in (SPOUSE, PARENT_CHILD))
    head, husband = np.arange(size), np.full(size, NOBODY)
    head[couples.left] = head[couples.right] = np.minimum(couples.left, couples.right)
    husband[couples.left] = couples.right
    married = np.zeros(size, dtype=bool)
    married[couples.left] = married[couples.right] = True
    parent, child = families.left, families.right
    age = world.start.year - circle.people.birth_year[child]
    at_home = (age <= p.AT_HOME_UNTIL) & ~married[child]
    head[child[at_home]] = head[parent[at_home]]
    # A mother's child has the name of her husband, if he is a customer; of other fathers nothing is known.
    father = np.where(circle.people.female[parent], husband[parent], parent)
    known = father != NOBODY
    has_father, fathers_name = np.zeros(size, dtype=bool), np.zeros(size, dtype=np.int64)
    has_father[child[known]] = True
    fathers_name[child[known]] = circle.people.name[father[known]]
    words = Draws(world.seed, circle.first, circle.first + size).words(STATIC, Purpose.ADDRESS)
    return head + circle.first, words[head], has_father, fathers_name
