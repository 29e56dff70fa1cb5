"""A record: what was measured on each bank, and of which code, as JSON beside the tests that read it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from generators.errors import BilingualError
from twinline.base.files import as_json, write
from twinline.base.paths import HOME
from twinline.measure.numbers import Numbers

Found = dict[str, Numbers]
"""What one bank shows: the numbers of each claim, row or game by its name."""


@dataclass(frozen=True)
class Part:
    """Something that is measured on the banks of some seeds and kept in a record of its own."""

    name: str
    path: Path
    seeds: tuple[int, ...]
    option: str
    """How `twinline measure` is told to measure it."""
    fingerprint: Callable[[], str]
    """Of all that its numbers come from."""
    measure: Callable[[int], Found]
    """Measures one bank. It may change the process, which should do nothing else."""

    @property
    def command(self) -> str:
        """The command that measures what its record lacks."""
        return f"twinline measure {self.option}"

    @property
    def shown_path(self) -> str:
        """Where the record lies, for people."""
        return self.path.relative_to(HOME).as_posix() if self.path.is_relative_to(HOME) else str(self.path)

    @cached_property
    def digest(self) -> str:
        """The fingerprint of this code."""
        return self.fingerprint()

    def kept(self) -> dict[int, Found]:
        """What was measured of this very code, by seed: empty for a record that is missing or of other code."""
        held = _read(self.path)
        ours = held is not None and (held.get("part"), held.get("digest")) == (self.name, self.digest)
        return _seeds(held) if held is not None and ours else {}

    def whatever_is_held(self) -> dict[int, Found]:
        """What the record holds, by seed, also of other code; empty where there is none."""
        held = _read(self.path)
        return {} if held is None else _seeds(held)

    def held(self) -> dict[int, Found]:
        """What the record holds, by seed, also of other code. Raises `BilingualError` where there is none of this part."""
        held = _read(self.path)
        if not self.path.exists():
            raise self._wrong(f"There is no record {self.shown_path}.", f"没有记录 {self.shown_path}。")
        if held is None:
            raise self._wrong(f"{self.shown_path} is no record.", f"{self.shown_path} 不是测量记录。")
        if held.get("part") != self.name:
            raise self._wrong(
                f"{self.shown_path} is the record of {held.get('part')}, not of {self.name}.",
                f"{self.shown_path} 是 {held.get('part')} 的记录，不是 {self.name} 的。",
            )
        return _seeds(held)

    def recorded(self) -> dict[int, Found]:
        """The record, by seed. Raises `BilingualError`, which names the command, where it is not whole or of other code."""
        found = self.held()
        if found and not self.kept():
            raise self._wrong(
                f"{self.shown_path} was measured of other code than this.",
                f"{self.shown_path} 不是用当前代码测得的。",
            )
        if lacking := ", ".join(str(seed) for seed in self.seeds if seed not in found):
            raise self._wrong(f"{self.shown_path} lacks seeds {lacking}.", f"{self.shown_path} 缺少种子 {lacking}。")
        return {seed: found[seed] for seed in self.seeds}

    def _wrong(self, en: str, zh: str) -> BilingualError:
        return BilingualError(f"{en} Run: {self.command}", f"{zh}请运行：{self.command}")

    def refusal(self) -> BilingualError | None:
        """What is wrong with the record, if anything."""
        try:
            self.recorded()
        except BilingualError as error:
            return error
        return None

    def keep(self, found: Mapping[int, Found]) -> None:
        """Write what was measured of this code, in a whole file or not at all."""
        seeds = {f"{seed}": found[seed] for seed in self.seeds if seed in found}
        write(self.path, as_json({"part": self.name, "digest": self.digest, "seeds": seeds}))


def _read(path: Path) -> dict[str, Any] | None:
    """A record's content; None where the file is missing or no record."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    seeds = held.get("seeds") if isinstance(held, dict) else None
    whole = isinstance(seeds, dict) and all(seed.isdecimal() and isinstance(seeds[seed], dict) for seed in seeds)
    return held if whole else None


def _seeds(held: dict[str, Any]) -> dict[int, Found]:
    return {int(seed): found for seed, found in held["seeds"].items()}
