"""The class's leaderboard: the logs that people hand in are played again here, and ranked only as far as luck allows.

Of a file nothing counts but its plans: what it says of their results is not read.
"""

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from generators import manifest
from generators.errors import BilingualError
from twinline.base.shown import shown
from twinline.base.text import language, t
from twinline.cockpit.footing import Profits, ahead
from twinline.cockpit.game import Game, Progress
from twinline.cockpit.log import Log, game_of, read_log
from twinline.cockpit.tables import interval, table
from twinline.pictures.pages import house

if TYPE_CHECKING:
    from twinline.twin.bank import Bank

MOST_BYTES: Final = 8 << 20  # of a log
MOST_ROUNDS: Final = 100


@dataclass(frozen=True)
class Entry:
    """Somebody's game: incremental profit in yuan of its rounds together, expected by future and as it happened."""

    place: int
    player: str
    file: str
    rounds: int
    profits: Profits
    happened: float
    cost: float


@dataclass(frozen=True)
class Board:
    """Who stands where after so many rounds, best first; and files that are not ranked, with the reason."""

    rounds: int
    entries: list[Entry]
    refused: dict[str, str]

    @property
    def caption(self) -> str:
        """What the board shows."""
        return t(f"Class leaderboard after {self.rounds} round(s) (yuan)", f"班级排行榜：前 {self.rounds} 轮（元）")

    def page(self) -> str:
        """The board as a page that needs no other file."""
        page = house(Path(__file__).parent).get_template("board.html.j2")
        return page.render(language="zh-CN" if language() == "zh" else "en", title=self.caption, board=self.html())

    def html(self) -> str:
        """The board as a table."""
        rows = [
            (
                str(entry.place),
                f"<span>{html.escape(shown(entry.player))}</span>",
                f"<span>{html.escape(shown(entry.file))}</span>",
                interval(entry.profits),
                f"{entry.happened:,.0f}",
                f"{entry.cost:,.0f}",
            )
            for entry in self.entries
        ]
        heads = (
            t("Place", "名次"),
            t("Player", "学员"),
            t("File", "文件"),
            t("Expected, 95 % interval", "预期（95% 区间）"),
            t("Happened", "实际发生"),
            t("Cost", "成本"),
        )
        note = t(
            "Every game was played again on this bank. Ranked by what its rounds were to bring, through the same futures; who cannot be "
            "told apart shares a place. What happened is one draw of luck and ranks nobody.",
            "每一局都在这家银行上重新推演过。名次按各轮预期增量利润之和排列，走的是同样的几种未来；分不出高下的并列。“实际发生”只是一次运气，不参与排名。",
        )
        left = "".join(
            f"<li>{html.escape(shown(name))}{t(': ', '：')}{html.escape(why)}</li>"
            for name, why in self.refused.items()
        )
        told = f"<div class='tw-stop'><b>{t('Not ranked:', '未参与排名：')}</b><ul>{left}</ul></div>" if left else ""
        return (table(self.caption, heads, rows, note) if rows else "") + told


def read_files(paths: Sequence[Path]) -> dict[str, bytes]:
    """The content of files by their names; of a folder, its .json files. Raises `BilingualError` where there are none."""
    found = [file for path in paths for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
    missing = next((file for file in found if not file.is_file()), None)
    if missing is not None or not found:
        where = missing or (paths[0] if paths else Path())
        raise BilingualError(f"There are no games (.json) in {where}.", f"{where} 里没有推演记录（.json）。")
    return {file.name: file.read_bytes()[: MOST_BYTES + 1] for file in found}


def board(
    files: Mapping[str, bytes], bank: "Bank", rounds: int | None = None, progress: Progress = lambda done, total: None
) -> Board:
    """The leaderboard of the games in files, after so many rounds (by default as many as all have played).

    `bank` is the game's first morning. A file that holds no game of it is named with the reason, and does not stop the others.
    """
    logs, refused = {}, {}
    for name, content in files.items():
        try:
            logs[name] = _log(content, bank)
        except BilingualError as error:
            refused[name] = t(error.en, error.zh)
    counts = {name: sum(trial.happened is not None for trial in log.trials) for name, log in logs.items()}
    most = rounds or min(counts.values(), default=0)
    entries = []
    for number, (name, log) in enumerate(logs.items(), start=1):
        progress(number - 1, len(logs))
        if counts[name] < most:
            refused[name] = t(f"has played {counts[name]} round(s) only.", f"只完成了 {counts[name]} 轮。")
            continue
        try:
            entries.append(_replayed(name, log, bank, most))
        except BilingualError as error:
            refused[name] = t(error.en, error.zh).splitlines()[0]
        progress(number, len(logs))
    return Board(most, _placed(entries), refused)


def _log(content: bytes, bank: "Bank") -> Log:
    """A file's game. Raises `BilingualError` with what is the matter."""
    try:
        if len(content) > MOST_BYTES:
            raise ValueError("too large")
        log = read_log(json.loads(content))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BilingualError(
            "holds no game of the cockpit: hand in the file that “Take away” gives.",
            "不是驾驶舱的推演记录，请提交“导出”得到的记录文件。",
        ) from error
    if log.game != game_of(bank):
        there, here = (" ".join(map(str, game.values())) for game in (log.game, game_of(bank)))
        raise BilingualError(
            f"is of another game ({there}; here it is {here}).", f"是另一局推演（{there}），当前为 {here}。"
        )
    if log.engine != manifest.engine():
        raise BilingualError(
            "was played with another version of Twinline.", "是用其他版本的 Twinline 推演的，请统一版本后重新推演。"
        )
    if not any(trial.happened for trial in log.trials):
        raise BilingualError("has carried out no round.", "还没有落地执行过任何一轮。")
    return log


def _replayed(name: str, log: Log, bank: "Bank", rounds: int) -> Entry:
    game = Game(bank, bank.scenario.months)
    played = [trial for trial in log.trials if trial.happened is not None][:rounds]
    totals, happened, cost = np.zeros(1), 0.0, 0.0
    for trial in played:
        again = game.run(trial.plan)
        game.advance(again)
        totals = totals + np.array(again.profits)
        happened += again.happened.profit if again.happened else 0.0
        cost += again.happened.cost if again.happened else 0.0
    player = log.player.strip() or Path(name).stem
    return Entry(0, player, name, len(played), tuple(map(float, totals)), happened, cost)


def _placed(entries: list[Entry]) -> list[Entry]:
    """Entries with their places: who is not ahead of the best of a place by more than luck shares it."""

    ranked = sorted(entries, key=lambda entry: -float(np.mean(entry.profits)))
    placed: list[Entry] = []
    best: Entry | None = None
    for number, entry in enumerate(ranked, start=1):
        if best is None or ahead(best.profits, entry.profits):
            best = replace(entry, place=number)
        placed.append(replace(entry, place=best.place))
    return placed
