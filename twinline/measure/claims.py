"""A lesson's claims: sentences that its own code bears out, on banks of other seeds than the one it was written on.

`lessons/mNN_name/tests/claims.py` (or `claims_1.py`, `claims_2.py` …) states them: what a claim measures, and what must hold of the numbers.

>>> claim = Claims(skip={"one-life"})
>>> @claim
... def nearly_half_leave_without_a_word(lesson):
...     return {"silent": lesson["words"]["Not a single call"]}
>>> @claim.holds
... def _(silent):
...     assert 40 < silent < 52
"""

import ast
import importlib.util
import inspect
import sys
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generators.errors import BilingualError
from generators.parameters import world
from twinline.base.paths import LESSONS
from twinline.measure.numbers import Numbers, plain

SEEDS = (11, 12, 13, 31, 32, world("course").seed)  # the last is the learners' own bank
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")
_ONLY = "lesson"

Measure = Callable[..., Mapping[str, Any]]
Holds = Callable[..., None]
Names = Mapping[str, Any]
"""What a lesson's code leaves behind: its variables and functions by name."""


class NotMeasured(Exception):
    """A cell of a lesson, or a claim about it, ended in an error: which, and in which error."""


@dataclass(frozen=True)
class Claim:
    """A sentence of a lesson; `measure` gets the names of the lessons that its parameters call, and returns numbers."""

    measure: Measure
    holds: Holds
    costly: bool

    @property
    def name(self) -> str:
        """The sentence, as the function's name."""
        return self.measure.__name__

    def check(self, numbers: Numbers) -> None:
        """Raise `AssertionError` where the claim does not hold of recorded numbers."""
        self.holds(**numbers)


class Claims:
    """The claims of a module, in order.

    `skip` names cells of its lessons that are left out, as no claim needs them; `costly` names cells that are run on the
    first of the banks alone, for the claims stated with `@claim.costly`.
    """

    def __init__(self, *, skip: Collection[str] = (), costly: Collection[str] = ()) -> None:
        self.skip, self.costly_cells = frozenset(skip), frozenset(costly)
        self._found: list[Claim] = []
        self._begun: Callable[[Holds], Claim] | None = None

    @classmethod
    def joined(cls, parts: Sequence["Claims"]) -> "Claims":
        """The claims of several files."""
        whole = cls(
            skip=frozenset().union(*(part.skip for part in parts)),
            costly=frozenset().union(*(part.costly_cells for part in parts)),
        )
        for claim in (claim for part in parts for claim in part):
            whole._add(claim)
        return whole

    def __call__(self, measure: Measure) -> Measure:
        """State a claim by what it measures; `holds` comes next."""
        return self._begin(measure, costly=False)

    def costly(self, measure: Measure) -> Measure:
        """State a claim that is measured on the first of the banks alone."""
        return self._begin(measure, costly=True)

    def holds(self, assertion: Holds) -> Holds:
        """State what must hold of the numbers of the claim just stated: assertions on parameters of their names."""
        if self._begun is None:
            raise TypeError("`holds` comes right after the claim that it is about, and once.")
        self._add(self._begun(assertion))
        self._begun = None
        return assertion

    def _begin(self, measure: Measure, *, costly: bool) -> Measure:
        list(self)  # the one before is complete
        self._begun = lambda assertion: Claim(measure, assertion, costly)
        return measure

    def _add(self, claim: Claim) -> None:
        if any(claim.name == other.name for other in self._found):
            raise TypeError(f"{claim.name} is stated twice.")
        self._found.append(claim)

    def __iter__(self) -> Iterator[Claim]:
        if self._begun is not None:
            raise TypeError(f"{self._begun(lambda: None).name} does not say what holds.")
        return iter(self._found)

    def left_out(self, seed: int) -> frozenset[str]:
        """The cells that are left out on the bank of a seed."""
        return self.skip if seed == SEEDS[0] else self.skip | self.costly_cells

    def on(self, seed: int) -> list[Claim]:
        """The claims that are measured on the bank of a seed."""
        return [claim for claim in self if seed == SEEDS[0] or not claim.costly]

    def measured(self, lessons: Sequence[Names], seed: int) -> dict[str, Numbers]:
        """The numbers of each claim, from what the module's lessons leave behind on the bank of a seed.

        Raises `NotMeasured` for a claim that ends in an error or calls a lesson that there is not.
        """
        called = {_ONLY: lessons[0]} if len(lessons) == 1 else dict(zip(_PLACES, lessons, strict=False))
        found = {}
        for claim in self.on(seed):
            wanted = inspect.signature(claim.measure).parameters
            if unknown := [name for name in wanted if name not in called]:
                raise NotMeasured(f"{claim.name} calls {unknown[0]}: the module has {', '.join(called)}")
            try:
                found[claim.name] = plain(claim.measure(**{name: called[name] for name in wanted}))
            except Exception as error:
                raise NotMeasured(f"{claim.name}: {said_of(error)}") from error
        return found


def said_of(error: BaseException) -> str:
    """An error in a line, as Python shows it."""
    return "".join(traceback.format_exception_only(error)).strip().replace("\n", " ")


def broken(claims: Iterable[Claim], numbers: Mapping[str, Numbers]) -> dict[str, str]:
    """The claims that do not hold, by name, each with the assertion that fails and the numbers measured."""
    found = {}
    for claim in claims:
        try:
            claim.check(numbers[claim.name])
        except AssertionError as error:
            line = traceback.extract_tb(error.__traceback__)[-1].line or ""
            said = line.removeprefix("assert ")
            values = ", ".join(f"{name} = {value}" for name, value in numbers[claim.name].items())
            found[claim.name] = f"{said} · {values}"
    return found


def claims_files() -> dict[str, list[Path]]:
    """Where each module that has claims states them: `claims.py`, or `claims_1.py`, `claims_2.py` …"""
    found: dict[str, list[Path]] = {}
    for path in sorted(LESSONS.glob("m*_*/tests/claims*.py")):
        found.setdefault(path.parents[1].name.split("_")[0], []).append(path)
    return found


def read_claims(paths: Iterable[Path]) -> Claims:
    """The claims that files state together. Raises `BilingualError` for a file that does not make one `Claims`."""
    return Claims.joined([_stated_in(path) for path in paths])


def _stated_in(path: Path) -> Claims:
    name = f"twinline_{path.parents[1].name}_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    read = importlib.util.module_from_spec(spec)
    sys.modules[name] = read  # inspect looks for it there
    spec.loader.exec_module(read)
    found = [value for value in vars(read).values() if isinstance(value, Claims)]
    if len(found) != 1:
        raise BilingualError(
            f"{path} should say `claim = Claims()`, once.", f"{path} 里应当有且只有一处 `claim = Claims()`。"
        )
    return found[0]


def assertions(tree: ast.Module) -> Iterator[ast.stmt]:
    """The functions of a file of claims that say what holds: no number depends on them."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and any(
            isinstance(each, ast.Attribute) and each.attr == "holds" for each in node.decorator_list
        ):
            yield node
