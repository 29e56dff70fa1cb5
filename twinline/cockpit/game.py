"""The game behind the page: plans tried, rounds played, and a log of both that outlives the kernel."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generators import manifest
from generators.errors import BilingualError
from generators.twin.run import Twin
from twinline.base.text import say
from twinline.cockpit.footing import Profits, profits_of
from twinline.cockpit.log import Trial, as_json, log_file, put_aside, read_log
from twinline.cockpit.past import contacts_made
from twinline.cockpit.preview import Preview, fitted, preview
from twinline.cockpit.round_plan import RoundPlan, deal, order_of, places_of
from twinline.cockpit.segments import sizes
from twinline.twin.bank import FUTURES, Bank
from twinline.twin.control import CONTROL, Difference
from twinline.twin.problems import StrategyError
from twinline.twin.result import Result
from twinline.twin.score import Score

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int, int], None]


def _quietly(done: int, total: int) -> None:
    """Tell nobody how far the work is."""


@dataclass(frozen=True, eq=False)
class Morning:
    """A bank at the beginning of a round with what the page asks of it again and again."""

    bank: Bank

    def under(self, plan: RoundPlan, months: int) -> Bank:
        """The bank with what a plan spends on newcomers. Raises `BilingualError` for more than there is."""
        if not plan.acquire:
            return self.bank
        if plan.acquire not in self._under:
            spent = {(channel, scene): yuan for channel, scene, yuan in plan.acquire}
            self._under[plan.acquire] = self.bank.acquire(spent, months)
        return self._under[plan.acquire]

    @cached_property
    def _under(self) -> dict[tuple[tuple[str, str, float], ...], Bank]:
        return {}

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
        return Twin(twin.now, twin.scenario, twin.began, climate=twin.climate)


@dataclass
class Game:
    """Rounds on a bank. Only a game that begins with a bank's own first morning is kept in a file.

    `readings` holds what the control groups of the rounds said, by the number of the trial that was carried out; `budgets` what each
    round had to spend (None: no limit).
    """

    bank: Bank
    months: int
    file: Path | None = None
    trials: list[Trial] = field(default_factory=list)
    player: str = ""
    readings: dict[int, list[Difference]] = field(default_factory=dict)
    budgets: list[float | None] = field(default_factory=list)
    _results: dict[int, Result] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.first = self.bank
        self.morning = self.first_morning = Morning(self.bank)

    @classmethod
    def of(cls, bank: Bank) -> "Game":
        """A game that begins with a bank, not yet resumed."""
        return cls(bank, bank.scenario.months, None if bank.log or bank.charge or bank.acquisition else log_file(bank))

    @property
    def round(self) -> int:
        """The round that is being planned, counted from 1."""
        return len(self.bank.log) + 1

    @property
    def played(self) -> list[Trial]:
        """The trials that were carried out, in their order."""
        return [trial for trial in self.trials if trial.happened is not None]

    @property
    def here(self) -> list[Trial]:
        """The trials of this round: of one morning, and run through the same futures."""
        return [trial for trial in self.trials if trial.round == self.round]

    @property
    def latest(self) -> Trial | None:
        """The trial last run in this round."""
        return self.here[-1] if self.here else None

    def preview(self, plan: RoundPlan, place: int = 1) -> Preview:
        """What a plan would do on this morning, with the card at `place` looked at."""
        fault, bank = "", self.bank
        try:
            bank = self.morning.under(plan, self.months)
        except BilingualError as error:
            fault = say(error)
        look = preview(plan, place, bank, self.morning.seen, self.morning.made, self.months)
        return replace(look, fault=fault)

    def fitted(self, plan: RoundPlan, place: int) -> RoundPlan | None:
        """The plan with the card at `place` cut to what the limits allow; None where no cut would do."""
        return fitted(plan, place, self.bank, self.morning.seen, self.months)

    def run(self, plan: RoundPlan, progress: Progress = _quietly) -> Trial:
        """Run a plan and note it. Raises `StrategyError` where it cannot be run: nothing is noted then."""
        result = self._run(plan, progress)
        score = result.score(references=False)
        trial = Trial(len(self.trials) + 1, self.round, self.bank.month, plan, score, profits_of(result))
        self.trials.append(trial)
        self._results[trial.number] = result
        self.save()
        return trial

    def result(self, trial: Trial) -> Result:
        """The result behind a trial of this round; run again where this kernel has not run it yet."""
        if trial.number not in self._results:
            self._results[trial.number] = self._run(trial.plan, _quietly)
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
        """Carry a trial of this round out: its months pass, its control group is read, and the next round begins."""
        trial.first = self._on_first_morning(trial)
        trial.happened = self._carry_out(trial, self.result(trial))
        self.save()

    def start_again(self) -> None:
        """Begin a new game; the old one's log is put aside under another name."""
        if self.file is not None:
            put_aside(self.file)
        self._forget()

    def resume(self, progress: Progress = _quietly) -> str | None:
        """Go on where the log of an earlier kernel ends. Returns the name of a log that could not be used, put aside."""
        if self.file is None or not self.file.exists():
            return None
        try:
            log = read_log(manifest.read_json(self.file))
            if log.engine != manifest.engine():
                raise ValueError("of another bank")
            self.replay(log.trials, progress)
            self.player = log.player
        except (ValueError, TypeError, KeyError, AttributeError, BilingualError):
            self._forget()
            return put_aside(self.file)
        return None

    def replay(self, trials: list[Trial], progress: Progress = _quietly) -> None:
        """Play the rounds of a log again, from the first morning on. Raises `StrategyError` for a plan that cannot be run."""
        played = [trial for trial in trials if trial.happened is not None]
        for number, trial in enumerate(played, start=1):
            progress(number, len(played))
            self._carry_out(trial, self._run(trial.plan, _quietly))
        self.trials = trials

    def save(self) -> None:
        """Write the log; a folder that cannot be written costs the log and nothing else.

        Raises `BilingualError` where another window has played on in the meantime: its log is left as it is.
        """
        if self.file is None:
            return
        held = manifest.read_json(self.file) or {}
        others = [trial for trial in held.get("trials", []) if trial.get("happened")]
        if len(others) > len(self.played):
            raise BilingualError(
                "This game has gone on in another window. Reload the page to go on from there.",
                "这局推演已在另一个窗口中继续。请刷新页面，从那里接着进行。",
            )
        try:
            manifest.write_json(self.file, self.as_json())
        except OSError:
            self.file = None

    def as_json(self) -> dict[str, Any]:
        """The log as a file holds it."""
        return as_json(self.trials, self.player, self.first)

    def _run(self, plan: RoundPlan, progress: Progress) -> Result:
        return _run_on(plan, self.morning, self.months, progress)

    def _carry_out(self, trial: Trial, result: Result) -> Score:
        """Let the months pass; returns what happened."""
        dealt = deal(trial.plan, self.morning.seen, self.bank, self.months)
        before = self.morning.under(trial.plan, self.months)
        later = before.advance(result)
        self.readings[trial.number] = _read(later, places_of(dealt))
        self.budgets.append(self.bank.budget)
        self._go_on(later)
        return later.log[-1].happened

    def _on_first_morning(self, trial: Trial) -> Profits | None:
        """What the cards of a trial would have earned in the first round's months, without a control group."""
        if trial.round == 1 and not trial.plan.control:
            return trial.profits
        try:
            return profits_of(_run_on(replace(trial.plan, control=False), self.first_morning, self.months, _quietly))
        except BilingualError:  # the first morning has no such budget
            return None

    def _go_on(self, bank: Bank) -> None:
        self.bank, self.morning, self._results = bank, Morning(bank), {}

    def _forget(self) -> None:
        self.trials, self.readings, self.budgets = [], {}, []
        self._go_on(self.first)
        self.morning = self.first_morning


def _run_on(plan: RoundPlan, morning: Morning, months: int, progress: Progress) -> Result:
    bank = morning.under(plan, months)
    order = order_of(plan, deal(plan, morning.seen, bank, months), morning.seen)
    found = bank.check(order, months)
    if not found.ok:
        raise StrategyError(found.problems)
    for future in range(1, FUTURES + 1):  # the slow part of a first run, and the one whose progress can be told
        bank.twin.without(bank.scenario.watched(months), future)
        progress(future, FUTURES)
    return bank.run(order, months, name=plan.name)


def _read(later: Bank, places: dict[int, int]) -> list[Difference]:
    """What the control group of the round that has passed says, by card; nothing where there was none."""
    return [each for told in later.log[-1].readings if told.kind == CONTROL for each in told.differences(places)]
