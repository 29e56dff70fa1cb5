"""What came to pass in a game: a round or a pilot, with all that it takes to let it come to pass once more elsewhere."""

from dataclasses import dataclass
from typing import Any

from generators.twin.run import Plan
from twinline.twin.prepared import Prepared


@dataclass(frozen=True, eq=False)
class Passed:
    """Something that came to pass in a game: a round, or a pilot.

    `before` is the bank on the morning of it, with what it buys of new cards, and `plan` the contacts that were made; `number` is
    that of the round, 0 for a pilot. Of a round, `ready` is the order as it was carried out, and `given` what was handed in.
    """

    before: Any
    number: int
    name: str
    plan: Plan
    months: int
    ready: Prepared | None = None
    given: Any = None
    reason: str = ""


__all__ = ["Passed"]
