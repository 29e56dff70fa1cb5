"""Telling whether an answer is a known one: by a salted fingerprint where the known answer must stay unknown, or plainly.

A fingerprint forgives small differences of floats. Each number lies in a cell of a grid of step 4 × tolerance; of two grids,
shifted by half a step, the one is used in whose cell the known number lies well inside, at least one tolerance from the
edge. So an answer within the tolerance always matches, and one off by three of them never does.
"""

import hashlib
import math
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from twinline.questions.returns import Atom

_ROUNDS = 2_000  # about a millisecond for each try at guessing


class Matcher(Protocol):
    """Something that knows an answer's part when it sees it."""

    def matches(self, atoms: list[Atom]) -> bool:
        """Whether these are the known atoms, within the tolerance."""


class Mark(BaseModel):
    """A fingerprint of one part of an answer. `grids` has a letter an atom: a and b are the grids, x is exact."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    step: float
    grids: str
    salt: str
    digest: str

    @classmethod
    def make(cls, atoms: list[Atom], tolerance: float, salt: str) -> "Mark":
        """The fingerprint of known atoms; `salt` is any text that is this part's alone."""
        step = 4 * tolerance * scale(atoms)
        grids = "".join(_grid(atom, step) for atom in atoms)
        seasoned = hashlib.blake2b(salt.encode(), digest_size=8).hexdigest()
        return cls(step=step, grids=_short(grids), salt=seasoned, digest=_digest(atoms, grids, step, seasoned))

    def matches(self, atoms: list[Atom]) -> bool:
        """Whether these are the known atoms, within the tolerance."""
        grids = _long(self.grids, len(atoms))
        if grids is None:
            return False
        if any((grid == "x") == _smooth(atom) for grid, atom in zip(grids, atoms, strict=True)):
            return False
        return _digest(atoms, grids, self.step, self.salt) == self.digest


class Plain:
    """The known atoms themselves: where the comparing is done out of the learner's reach."""

    def __init__(self, atoms: list[Atom], tolerance: float) -> None:
        self.atoms, self.room = atoms, 2 * tolerance * scale(atoms)

    def matches(self, atoms: list[Atom]) -> bool:
        """Whether these are the known atoms, within twice the tolerance: as a fingerprint does on average."""
        if len(atoms) != len(self.atoms):
            return False
        return all(_alike(mine, given, self.room) for mine, given in zip(self.atoms, atoms, strict=True))


def scale(atoms: list[Atom]) -> float:
    """The power of ten that the tolerance is a share of: 1, or that of the largest float."""
    sizes = [abs(atom) for atom in atoms if _smooth(atom) and not isinstance(atom, str)]
    largest = max(sizes, default=0.0)
    return 10.0 ** math.ceil(math.log10(largest)) if largest > 1 else 1.0


def _smooth(atom: Atom) -> bool:
    return isinstance(atom, float) and math.isfinite(atom)


def _alike(mine: Atom, given: Atom, room: float) -> bool:
    if isinstance(mine, float) and isinstance(given, float) and _smooth(mine) and _smooth(given):
        return abs(mine - given) <= room
    return _plain(mine) == _plain(given)


def _plain(atom: Atom) -> str:
    """How an atom that is compared exactly is written down: 1, "1" and NaN differ."""
    return f"{type(atom).__name__}:{atom}"


def _grid(atom: Atom, step: float) -> str:
    if isinstance(atom, str) or not _smooth(atom):
        return "x"
    return "a" if 0.25 <= (atom / step) % 1.0 < 0.75 else "b"


def _cell(atom: Atom, grid: str, step: float) -> str:
    if grid == "x" or isinstance(atom, str):
        return _plain(atom)
    return str(math.floor(atom / step + (0.5 if grid == "b" else 0.0)))


def _digest(atoms: list[Atom], grids: str, step: float, salt: str) -> str:
    written = "\n".join(_cell(atom, grid, step) for atom, grid in zip(atoms, grids, strict=True))
    content = hashlib.sha256(f"{len(atoms)}\n{written}".encode()).digest()
    return hashlib.pbkdf2_hmac("sha256", content, bytes.fromhex(salt), _ROUNDS, dklen=12).hex()


def _short(grids: str) -> str:
    """Long lists of exact atoms, such as ids, as "x*20000"; that also hides nothing: a count is no answer."""
    return f"x*{len(grids)}" if set(grids) == {"x"} and len(grids) > 8 else grids


def _long(grids: str, size: int) -> str | None:
    """The letters for `size` atoms; None where there should be another number of them."""
    full = "x" * int(grids[2:]) if grids.startswith("x*") else grids
    return full if len(full) == size else None
