"""Where ceilings come from: the games that come with the kit come learned, others are learned once and kept.

A ceiling is named by a fingerprint of all that makes it. `twinline twin references` learns the ready games anew and writes
them to `learned/`; with `--check` it says which of them was made by something else than the code that is here.
"""

import hashlib
import io
import tokenize
import zipfile
import zlib
from contextlib import suppress
from dataclasses import fields, replace
from functools import lru_cache
from importlib.metadata import version
from inspect import getsource
from pathlib import Path
from types import ModuleType
from typing import Final

import numpy as np

from generators import cache, manifest
from generators import parameters as p
from generators.parameters import World
from generators.twin.scenario import Scenario
from twinline.base.paths import LEARNED
from twinline.twin import learning, observed, reach, trees
from twinline.twin.learning import Added, Ceiling, learn
from twinline.twin.trees import Trees

_MADE_BY: Final = (trees, observed, learning, reach)  # of the kit, besides the engine
_TREES: Final = [field.name for field in fields(Trees)]
_DAMAGED: Final = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)


def ceiling(world: World, scenario: Scenario, months: int) -> Ceiling:
    """The two ceilings of a kind of world, under the rules of a game, for a run of so many months."""
    rules = _what_matters(scenario)
    return _ceiling(_fingerprint(world, rules, months), world, rules, months)


@lru_cache(maxsize=8)
def _ceiling(key: str, world: World, scenario: Scenario, months: int) -> Ceiling:
    for file in LEARNED.glob("*.npz"):
        if (found := _unpacked(file.read_bytes(), key)) is not None:
            return found
    name = f"references-{key}.npz"
    found = _unpacked(cache.kept(name), key)
    if found is None:  # missing, or damaged
        found = learn(world, scenario, months)
        cache.keep(name, _packed(found, key))
    return found


def make(game: Scenario) -> Path:
    """Learn a ready game, at the length of its rounds and a history as long as the course's; returns its file."""
    course = p.world("course")
    learned = learn(course, _what_matters(game), game.months)
    file = LEARNED / f"{game.name}.npz"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(_packed(learned, _fingerprint(course, _what_matters(game), game.months)))
    return file


def stale() -> list[str]:
    """The names of ready games whose file is missing, damaged, or was not made by this code with this scikit-learn."""
    from twinline.twin.scenarios import ready

    return [game.name for game in ready() if not _current(LEARNED / f"{game.name}.npz", game)]


def _current(file: Path, game: Scenario) -> bool:
    key = _fingerprint(p.world("course"), _what_matters(game), game.months)
    if not file.exists() or _unpacked(file.read_bytes(), key) is None:
        return False
    with np.load(file) as held:
        return str(held["scikit_learn"]) == version("scikit-learn")


def _what_matters(scenario: Scenario) -> Scenario:
    """The rules that change what a contact does: not how many may be contacted, nor what is said."""
    bans = tuple(replace(ban, en="", zh="") for ban in scenario.bans)
    return Scenario(
        name="", en="", zh="", costs=scenario.costs, horizon=scenario.horizon, shocks=scenario.shocks, bans=bans
    )


def _fingerprint(world: World, scenario: Scenario, months: int) -> str:
    learned_from = (
        learning.SIBLINGS,
        learning.SIBLING_CUSTOMERS,
        learning.LEARNING_FUTURES,
        learning.TREES,
        learning.MENU,
    )
    kind = (manifest.engine(), _source(), learned_from, scenario, months, world.months, world.start)
    return hashlib.sha256(repr(kind).encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _source() -> str:
    """A fingerprint of the code that learns; its comments and docstrings change nothing."""
    return hashlib.sha256("".join(map(_bare, _MADE_BY)).encode()).hexdigest()


def _bare(code: ModuleType) -> str:
    """Tokens of code without comments, docstrings and blank lines."""
    found, before = [], tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(getsource(code)).readline):
        if token.type in (tokenize.COMMENT, tokenize.NL):
            continue
        docstring = token.type == tokenize.STRING and before in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
        if token.type != tokenize.NEWLINE and not docstring:
            found.append(token.string)
        before = token.type
    return " ".join(found)


# --- files ------------------------------------------------------------------------------------------------------------


def _packed(ceiling: Ceiling, key: str) -> bytes:
    """A ceiling's numbers: those of all its trees beside each other, by what is known, action and target."""
    every = [each for added in ceiling.added for each in (added.stay, added.rest)]
    arrays = {name: np.stack([getattr(each, name) for each in every]) for name in _TREES}
    content = io.BytesIO()
    made_by = {"key": np.array(key), "scikit_learn": np.array(version("scikit-learn"))}
    np.savez_compressed(content, allow_pickle=False, edges=ceiling.edges, curves=ceiling.curves, **made_by, **arrays)
    return content.getvalue()


def _unpacked(content: bytes | None, key: str) -> Ceiling | None:
    """The ceiling of a file; None where there is none, it is damaged, or was made by something else."""
    if content is None:
        return None
    with suppress(*_DAMAGED), np.load(io.BytesIO(content)) as held:
        if str(held["key"]) != key:
            return None
        arrays, half = [held[name] for name in _TREES], len(learning.MENU)
        every = iter([Trees(*numbers) for numbers in zip(*arrays, strict=True)])
        added = [Added(stay, rest) for stay, rest in zip(every, every, strict=True)]
        return Ceiling(held["edges"], tuple(added[:half]), tuple(added[half:]), held["curves"])
    return None


__all__ = ["ceiling", "make", "stale"]
