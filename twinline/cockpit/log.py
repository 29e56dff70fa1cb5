"""The log of a game as a file: what was tried and carried out, on which bank. It is kept, handed in, and played again."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generators import manifest
from generators.twin.scenario import OPEN
from twinline.base import paths
from twinline.cockpit.footing import Profits
from twinline.cockpit.round_plan import RoundPlan
from twinline.twin.acquire import Acquired
from twinline.twin.score import Score

if TYPE_CHECKING:
    from twinline.twin.bank import Bank

VERSION: Final = 2
MOST_TRIALS: Final = 2_000
MOST_NAME: Final = 40  # characters


@dataclass
class Trial:
    """A plan that was run: in which round, and how it scored.

    `profits` are those of its futures; `happened` is what came of it if it was carried out, and `first` what the same cards would have
    earned on the game's first morning (None where they do not fit its limits).
    """

    number: int
    round: int
    month: str
    plan: RoundPlan
    score: Score
    profits: Profits
    happened: Score | None = None
    first: Profits | None = None


@dataclass(frozen=True)
class Log:
    """What a file holds: the trials, who played, and on which bank."""

    trials: list[Trial]
    player: str
    game: dict[str, Any]
    engine: str


def game_of(bank: "Bank") -> dict[str, Any]:
    """What tells a bank and its rules from others."""
    world = bank.twin.now.world
    return {"scale": world.scale, "customers": world.customers, "seed": world.seed, "scenario": bank.scenario.name}


def log_file(bank: "Bank") -> Path:
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


def as_json(trials: Sequence[Trial], player: str, bank: "Bank") -> dict[str, Any]:
    """A log as a file holds it."""
    return {
        "version": VERSION,
        "engine": manifest.engine(),
        "game": game_of(bank),
        "player": player,
        "trials": [{**asdict(trial), "plan": trial.plan.as_json()} for trial in trials],
    }


def read_log(held: dict[str, Any] | None) -> Log:
    """The log that a file's JSON is. Raises `ValueError`, `TypeError`, `KeyError` or `AttributeError` where it is none."""
    if held is None or held.get("version") != VERSION or len(held["trials"]) > MOST_TRIALS:
        raise ValueError("not a log")
    trials = [
        Trial(
            int(found["number"]),
            int(found["round"]),
            str(found["month"]),
            RoundPlan.of_json(found["plan"]),
            _score(found["score"]),
            tuple(map(float, found["profits"])),
            _score(found["happened"]) if found["happened"] else None,
            tuple(map(float, found["first"])) if found["first"] else None,
        )
        for found in held["trials"]
    ]
    return Log(trials, str(held["player"])[:MOST_NAME], dict(held["game"]), str(held["engine"]))


def _score(found: dict[str, Any]) -> Score:
    waterfall = tuple((str(code), float(yuan)) for code, yuan in found["waterfall"])
    acquired = Acquired(**found["acquired"]) if found["acquired"] else None
    return Score(**{**found, "waterfall": waterfall, "acquired": acquired})
