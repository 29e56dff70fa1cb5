"""Scenarios: the rules of a game on the bank: budget, staff, prices, and what happens around it."""

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from generators import parameters as p
from generators.arrays import Floats
from generators.parameters import MINUTES_A_CONTACT, STAFF_MINUTES
from generators.population import Population

__all__ = ["MINUTES_A_CONTACT", "OPEN", "STAFF_MINUTES", "Ban", "Rival", "Scenario", "Shock"]


@dataclass(frozen=True)
class Shock:
    """Something that comes over customers in months `first` to `last` of the game, counted from 1.

    `leave` is added to the logit of closing the card, `buy` to the log of the purchase rate; `cities` names those that
    it comes over, by their Chinese names as in `parameters.CITIES` (all by default).
    """

    first: int
    last: int
    leave: float = 0.0
    buy: float = 0.0
    cities: tuple[str, ...] = ()

    def over(self, population: Population, month: int) -> Population:
        """The customers as they behave under it in a month of the game; the same object where it is not their month."""
        if not self.first <= month <= self.last:
            return population
        here = np.array([not self.cities or city.name in self.cities for city in p.CITIES])[population.city]
        return replace(
            population,
            closure_logit=population.closure_logit + self.leave * here,
            rate=population.rate * np.exp(self.buy * here),
        )


@dataclass(frozen=True)
class Rival:
    """A rival that answers each round: for so many months of the next one it comes over this many cities.

    It goes where we contacted the smallest share of customers. `leave` and `buy` are those of a `Shock`.
    """

    cities: int
    months: int
    leave: float = 0.0
    buy: float = 0.0


@dataclass(frozen=True)
class Ban:
    """Contacts that are forbidden from month `first` of the game on: by this channel, to the customers that `where` picks.

    `where` is a pandas query over what the bank observes; `en` and `zh` say why.
    """

    channel: str
    where: str
    en: str
    zh: str
    first: int = 1


@dataclass(frozen=True)
class Scenario:
    """The rules of a game. The default is the bank as it is, with no limit but the staff's time.

    `budget` is in yuan a round, planned as `twinline.twin.planned` says; `share` of the open cards may be contacted in a round;
    `hours` of staff time a month (None: what the managers have); `costs` replaces what an attempt costs, in yuan. Texts and
    pushes to `texts_free` of the open cards a month cost nothing by their volume. Outcomes are watched for `horizon` months,
    and not just for those of the round where that is longer. With `newcomers` cards open in the months of the game, too; a
    `rival` answers between rounds. The story says what has happened and what the head office asks for; its first paragraph is
    the game in a line.
    """

    name: str = "open"
    en: str = "The bank as it is"
    zh: str = "银行现状"
    months: int = 6
    budget: float | None = None
    share: float | None = None
    hours: float | None = None
    costs: tuple[tuple[str, float], ...] = ()
    texts_free: float = p.BROADCAST_SHARE
    horizon: int | None = None
    shocks: tuple[Shock, ...] = ()
    bans: tuple[Ban, ...] = ()
    newcomers: bool = False
    rival: Rival | None = None
    story_en: str = field(default="", repr=False)  # kept out of what identifies a game: words change nothing in it
    story_zh: str = field(default="", repr=False)

    def watched(self, months: int) -> int:
        """Months for which the outcomes of a plan of so many months are watched."""
        return max(months, self.horizon or 0)

    def attempt_fen(self) -> Floats:
        """What an attempt costs in fen, one entry a channel of `parameters.CHANNELS`."""
        own = dict(self.costs)
        return np.array([own[way.name] * p.FEN if way.name in own else way.cost_fen for way in p.CHANNELS], dtype=float)

    def under(self, population: Population, month: int) -> Population:
        """The customers as they behave in a month of the game, counted from 1; the same object if nothing happens."""
        for shock in self.shocks:
            population = shock.over(population, month)
        return population


OPEN: Final = Scenario(
    story_en="No limit but the staff's time, and nothing unusual ahead: a place to try things.",
    story_zh="除了人力没有别的限制，也没有意外要来：想试什么就试什么。",
)
