"""The game behind the page: strategies tried, rounds played, and a log of both that outlives the kernel."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generators import manifest
from generators.errors import BilingualError
from generators.twin.run import Twin
from generators.twin.scenario import OPEN
from twinline.base import paths
from twinline.cockpit.choice import Choice, strategy
from twinline.cockpit.past import contacts_made
from twinline.cockpit.preview import Preview, preview
from twinline.cockpit.segments import sizes
from twinline.twin.bank import FUTURES, Bank
from twinline.twin.check import StrategyError
from twinline.twin.result import Result, Score

if TYPE_CHECKING:
    import pandas as pd

VERSION: Final = 1
Progress = Callable[[int, int], None]


def _quietly(done: int, total: int) -> None:
    """Tell nobody how far the work is."""


@dataclass
class Trial:
    """A strategy that was run: in which round, and how it scored; `happened` is what came of it if it was carried out."""

    number: int
    round: int
    month: str
    choice: Choice
    score: Score
    happened: Score | None = None


@dataclass(frozen=True, eq=False)
class Morning:
    """A bank at the beginning of a round with what the page asks of it again and again."""

    bank: Bank

    @cached_property
    def seen(self) -> "pd.DataFrame":
        """What the bank observes."""
        return self.bank.observed()

    @cached_property
    def made(self) -> "pd.DataFrame":
        """The contacts that it made so far."""
        return contacts_made(self.bank)

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Customers in each ready segment."""
        return sizes(self.seen)

    @cached_property
    def judge(self) -> Twin:
        """The same bank with a memory of its own, so that references can be worked out while the page goes on."""
        twin = self.bank.twin
        return Twin(twin.now, twin.scenario, twin.began)


@dataclass
class Game:
    """Rounds on a bank. Only a game that begins with a bank's own first morning is kept in a file."""

    bank: Bank
    months: int
    file: Path | None = None
    trials: list[Trial] = field(default_factory=list)
    _results: dict[int, Result] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.first = self.bank
        self.morning = Morning(self.bank)

    @classmethod
    def of(cls, bank: Bank) -> "Game":
        """A game that begins with a bank, not yet resumed."""
        return cls(bank, bank.scenario.months, None if bank.log or bank.charge else log_file(bank))

    @property
    def round(self) -> int:
        """The round that is being planned, counted from 1."""
        return len(self.bank.log) + 1

    @property
    def latest(self) -> Trial | None:
        """The trial last run in this round."""
        return next((trial for trial in reversed(self.trials) if trial.round == self.round), None)

    def preview(self, choice: Choice) -> Preview:
        """What a choice would do on this morning."""
        return preview(choice, self.bank, self.morning.seen, self.morning.made, self.months)

    def run(self, choice: Choice, progress: Progress = _quietly) -> Trial:
        """Run a choice and note it. Raises `StrategyError` where it cannot be run: nothing is noted then."""
        result = self._run(choice, progress)
        trial = Trial(len(self.trials) + 1, self.round, self.bank.month, choice, result.score(references=False))
        self.trials.append(trial)
        self._results[trial.number] = result
        self.save()
        return trial

    def result(self, trial: Trial) -> Result:
        """The result behind a trial of this round; run again where this kernel has not run it yet."""
        if trial.number not in self._results:
            self._results[trial.number] = self._run(trial.choice, _quietly)
        return self._results[trial.number]

    def comparison(self, trial: Trial) -> Callable[[], Score]:
        """What works out, in seconds, a trial's score beside the best policies. May be called on another thread."""
        return replace(self.result(trial), twin=self.morning.judge, _scores={}).score

    def note(self, trial: Trial, score: Score) -> None:
        """Note a trial's score with what the best policies earn."""
        trial.score = score
        if trial in self.trials:
            self.save()

    def advance(self, trial: Trial) -> None:
        """Carry a trial of this round out: its months pass, and the next round begins."""
        bank = self.bank.advance(self.result(trial))
        trial.happened = bank.log[-1].happened
        self._go_on(bank)
        self.save()

    def start_again(self) -> None:
        """Begin a new game; the old one's log is put aside under another name."""
        if self.file is not None:
            put_aside(self.file)
        self.trials = []
        self._go_on(self.first)

    def resume(self, progress: Progress = _quietly) -> str | None:
        """Go on where the log of an earlier kernel ends. Returns the name of a log that could not be used, put aside."""
        if self.file is None or not self.file.exists():
            return None
        try:
            trials = _read(self.file)
            played = [trial for trial in trials if trial.happened is not None]
            for number, trial in enumerate(played, start=1):
                progress(number, len(played))
                result = self._run(trial.choice, _quietly)
                self._go_on(self.bank.advance(result))
            self.trials = trials
        except (ValueError, TypeError, KeyError, StrategyError):
            self._go_on(self.first)
            return put_aside(self.file)
        return None

    def save(self) -> None:
        """Write the log; a folder that cannot be written costs the log and nothing else.

        Raises `BilingualError` where another window has played on in the meantime: its log is left as it is.
        """
        if self.file is None:
            return
        held = manifest.read_json(self.file) or {}
        others = [trial for trial in held.get("trials", []) if trial.get("happened")]
        ours = [trial for trial in self.trials if trial.happened]
        if len(others) > len(ours):
            raise BilingualError(
                "This game has gone on in another window. Reload the page to go on from there.",
                "这局推演已在另一个窗口中继续。请刷新页面，从那里接着进行。",
            )
        trials = [{**asdict(trial), "choice": trial.choice.as_json()} for trial in self.trials]
        try:
            manifest.write_json(self.file, {"version": VERSION, "engine": manifest.engine(), "trials": trials})
        except OSError:
            self.file = None

    def _run(self, choice: Choice, progress: Progress) -> Result:
        plan = strategy(choice, self.morning.seen, self.bank, self.months)
        found = self.bank.check(plan, self.months)
        if not found.ok:
            raise StrategyError(found.problems)
        for future in range(1, FUTURES + 1):  # the slow part of a first run, and the one whose progress can be told
            self.bank.twin.without(self.months, future)
            progress(future, FUTURES)
        return self.bank.run(plan, self.months, name=choice.name)

    def _go_on(self, bank: Bank) -> None:
        self.bank, self.morning, self._results = bank, Morning(bank), {}


def log_file(bank: Bank) -> Path:
    """Where the log of a game on a bank lies."""
    world, rules = bank.twin.now.world, bank.scenario
    parts = [world.scale, str(world.customers), str(world.seed), *([] if rules == OPEN else [rules.name])]
    return paths.workspace() / "cockpit" / f"{'-'.join(parts)}.json"


def put_aside(file: Path) -> str | None:
    """Give a log another name; returns it, or None where there is none."""
    if not file.exists():
        return None
    other = file.with_name(f"{file.stem}.{datetime.now():%Y%m%d-%H%M%S-%f}{file.suffix}")
    file.rename(other)
    return other.name


def _read(file: Path) -> list[Trial]:
    """A log's trials. Raises `ValueError`, `TypeError` or `KeyError` where it is not one, or of a bank that has changed."""
    held = manifest.read_json(file)
    if held is None or held.get("version") != VERSION or held.get("engine") != manifest.engine():
        raise ValueError("not a log of this bank")
    return [
        Trial(
            int(found["number"]),
            int(found["round"]),
            str(found["month"]),
            Choice.of_json(found["choice"]),
            _score(found["score"]),
            _score(found["happened"]) if found["happened"] else None,
        )
        for found in held["trials"]
    ]


def _score(found: dict[str, Any]) -> Score:
    return Score(**{**found, "waterfall": tuple((str(code), float(yuan)) for code, yuan in found["waterfall"])})
