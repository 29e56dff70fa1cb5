"""What is kept of a learner's progress: one file in the workspace, for both languages. Nothing leaves the machine."""

import json
import math
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from generators.errors import BilingualError, UnknownChoice
from generators.lock import one_at_a_time
from twinline.base import paths
from twinline.base.files import as_json, write
from twinline.base.text import t

FILE = "progress.json"
VERSION = 1
STATES = ("not_attempted", "error", "wrong", "nearly", "right")  # from worst to best
_CHINA = timezone(timedelta(hours=8))  # no daylight saving, and Windows has no table of zones
_FORGOTTEN = timedelta(days=21)
_warned = False


@dataclass(frozen=True)
class QuestionProgress:
    """What became of one question; `share` of its points is 0 to 1, dates are ISO days in Asia/Shanghai or None."""

    tries: int = 0
    best: str = "not_attempted"
    last: str = "not_attempted"
    share: float = 0.0
    first_try: str | None = None
    first_right: str | None = None
    last_try: str | None = None
    kept: str | None = None  # when it was right at the first try, weeks after the try before
    hints: int = 0
    revealed: bool = False


@dataclass(frozen=True)
class ModuleProgress:
    """What became of one module: its questions, the best twin score (yuan, share of the best policy), the last day."""

    questions: dict[str, QuestionProgress] = field(default_factory=dict)
    profit: float | None = None
    share_of_best: float | None = None
    last_day: str | None = None


@dataclass(frozen=True)
class Progress:
    """Everything that is remembered, by module."""

    modules: dict[str, ModuleProgress] = field(default_factory=dict)


def checked(module: str, question: str, state: str, share: float) -> None:
    """Remember a check: `state` is one of STATES (else `UnknownChoice`), `share` 0 to 1 of the question's points."""
    if state not in STATES:
        raise UnknownChoice("state", "状态", state, list(STATES))

    def change(entry: dict[str, Any]) -> None:
        before = _question(entry)
        entry["tries"] = before.tries + 1
        entry["last"] = state
        entry["best"] = max(before.best, state, key=STATES.index)
        entry["share"] = max(before.share, min(max(float(share), 0.0), 1.0))
        entry["first_try"] = before.first_try or _today()
        if state == "right" and _weeks_ago(before.last_try or before.first_try):
            entry["kept"] = _today()
        entry["last_try"] = _today()
        if state == "right":
            entry["first_right"] = before.first_right or _today()

    _remember(module, lambda kept: change(_within(kept, "questions", question)))


def hinted(module: str, question: str, shown: int) -> None:
    """Remember how many stages of hints were seen; the most counts."""

    def change(kept: dict[str, Any]) -> None:
        entry = _within(kept, "questions", question)
        entry["hints"] = max(_question(entry).hints, int(shown))

    _remember(module, change)


def revealed(module: str, question: str) -> None:
    """Remember that the solution was opened."""
    _remember(module, lambda kept: _within(kept, "questions", question).update(revealed=True))


def played(module: str, profit: float, share_of_best: float | None) -> None:
    """Remember a strategy's score on the twin where it is the module's best: profit in yuan, share of the best policy."""

    def change(kept: dict[str, Any]) -> None:
        best = _number(kept.get("profit"))
        if math.isfinite(profit) and (best is None or profit > best):
            kept.update(profit=float(profit), share_of_best=None if share_of_best is None else float(share_of_best))

    _remember(module, change)


def tried(module: str, question: str) -> bool:
    """Whether an answer to the question was checked before (an untouched one does not count)."""
    known = read().modules.get(module, ModuleProgress()).questions.get(question, QuestionProgress())
    return known.best != "not_attempted"


def again() -> list[tuple[str, str]]:
    """Up to three questions (module, id) to be answered once more: right in the end, but with mistakes, hints or the
    solution, and last tried some weeks ago. The hardest first; who knows one still has it behind them."""
    due = [
        (-(found.tries + 2 * found.hints + 5 * found.revealed), module, id_)
        for module, kept in read().modules.items()
        for id_, found in kept.questions.items()
        if found.best == "right" and not found.kept and (found.tries > 1 or found.hints or found.revealed)
        if _weeks_ago(found.last_try or found.first_try)
    ]
    return [(module, id_) for _, module, id_ in sorted(due)[:3]]


def read() -> Progress:
    """What is remembered; empty where there is nothing, or nothing legible."""
    try:
        content = _content() or {}
    except OSError:
        content = {}
    return Progress({name: _module(kept) for name, kept in _dict(content.get("modules")).items()})


def reset(module: str | None = None) -> Path | None:
    """Forget a module, or everything; returns the backup made before, None where there was nothing to forget.

    Raises `BilingualError` where the workspace cannot be written.
    """
    place = paths.workspace() / FILE
    if not place.exists():
        return None
    try:
        with one_at_a_time(_lock()):
            backup = _beside(place, "backup")
            write(backup, place.read_bytes())
            content = (_content() or {}) if module is not None else {}
            if module is not None:
                _dict(content.get("modules")).pop(module, None)
            write(place, as_json({"version": VERSION, "modules": {}} | content))
    except OSError as error:
        raise BilingualError(
            f"{place} cannot be changed ({error.strerror}); nothing was forgotten.",
            f"无法改动 {place}（{error.strerror}），记录原样保留。",
        ) from error
    return backup


def _remember(module: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Change what is kept of a module, one process at a time. A folder that cannot be written is no error."""
    global _warned
    if os.environ.get("NBGRADER_EXECUTION"):  # a grader's run is not the learner's
        return
    place = paths.workspace() / FILE
    try:
        with one_at_a_time(_lock()):
            content = _content()
            if content is None:
                aside = _beside(place, "damaged")
                place.replace(aside)
                print(
                    t(
                        f"{FILE} could not be read. It is kept as {aside.name}, and a new one begins.",
                        f"{FILE} 无法读取，已另存为 {aside.name}，现重新开始记录。",
                    )
                )
                content = {}
            kept = _within(content, "modules", module)
            change(kept)
            kept["last_day"] = _today()
            write(place, as_json({"version": VERSION} | content))
    except OSError:
        if not _warned:
            _warned = True
            print(
                t(
                    f"Your progress cannot be saved in {place.parent}; everything else works.",
                    f"学习进度无法保存到 {place.parent}，其他功能不受影响。",
                )
            )


def _content() -> dict[str, Any] | None:
    """The file's content: {} where there is none, None where it is damaged or another program's.

    Raises `OSError` where it cannot be read now: what it holds must not be written over.
    """
    try:
        content = json.loads((paths.workspace() / FILE).read_bytes())
    except FileNotFoundError:
        return {}
    except ValueError:
        return None
    whole = isinstance(content, dict) and isinstance(content.get("modules"), dict)
    return content if whole else None


def _beside(place: Path, why: str) -> Path:
    day, number = _today(), 2
    name = place.with_name(f"{place.stem}.{why}-{day}.json")
    while name.exists():
        name, number = place.with_name(f"{place.stem}.{why}-{day}-{number}.json"), number + 1
    return name


def _lock() -> Path:
    return paths.workspace() / ".progress.lock"


def _today() -> str:
    return datetime.now(_CHINA).date().isoformat()


def _weeks_ago(day: str | None) -> bool:
    """Whether a day is so long ago that an answer known then may be forgotten."""
    try:
        return day is not None and date.fromisoformat(_today()) - date.fromisoformat(day) >= _FORGOTTEN
    except ValueError:
        return False


def _within(kept: dict[str, Any], *names: str) -> dict[str, Any]:
    """The inner object under these names, made where it is missing."""
    for name in names:
        if not isinstance(kept.get(name), dict):
            kept[name] = {}
        kept = kept[name]
    return kept


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _module(kept: Any) -> ModuleProgress:
    kept = _dict(kept)
    questions = {name: _question(_dict(entry)) for name, entry in _dict(kept.get("questions")).items()}
    numbers = _number(kept.get("profit")), _number(kept.get("share_of_best"))
    return ModuleProgress(questions, *numbers, _text(kept.get("last_day")))


def _question(entry: dict[str, Any]) -> QuestionProgress:
    best, last = (entry.get(name) if entry.get(name) in STATES else STATES[0] for name in ("best", "last"))
    return QuestionProgress(
        tries=int(_number(entry.get("tries")) or 0),
        best=str(best),
        last=str(last),
        share=_number(entry.get("share")) or 0.0,
        first_try=_text(entry.get("first_try")),
        first_right=_text(entry.get("first_right")),
        last_try=_text(entry.get("last_try")),
        kept=_text(entry.get("kept")),
        hints=int(_number(entry.get("hints")) or 0),
        revealed=entry.get("revealed") is True,
    )
