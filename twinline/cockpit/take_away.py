"""What is taken away from a game: a page to print, a workbook, and the log that is handed in."""

import base64
import html
import io
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generators.errors import unwritable
from generators.schema import levels
from twinline.base import paths
from twinline.base.text import language, t
from twinline.cockpit import history, pictures, results
from twinline.cockpit.actions import action_title
from twinline.cockpit.profit_and_loss import account
from twinline.cockpit.round_plan import deal, strategy_of
from twinline.pictures.pages import house
from twinline.twin.strategy_words import HEADERS

if TYPE_CHECKING:
    from twinline.cockpit.game import Game
    from twinline.cockpit.log import Trial

_KINDS: Final = {
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
_NOT_IN_SHEETS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # which a workbook cannot hold
_LIST: Final = ("customer_id", "month", "channel", "offer", "wave", "hypothesis")


def write(game: "Game") -> dict[Path, bytes]:
    """Write the three files of a game into the workspace; returns them with their content. Raises `BilingualError` where it cannot."""
    folder = (game.file.parent if game.file else paths.workspace() / "cockpit") / t("taken-away", "导出")
    stem = t(f"cockpit-{date.today():%Y%m%d}", f"策略驾驶舱-{date.today():%Y%m%d}")
    if game.player:
        stem += "-" + re.sub(r"[^\w.-]+", "_", game.player)
    log = json.dumps(game.as_json(), ensure_ascii=False, indent=1).encode()
    made = {"html": report(game).encode(), "xlsx": workbook(game), "json": log}
    files = {folder / f"{stem}.{kind}": content for kind, content in made.items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, content in files.items():
            file.write_bytes(content)
    except OSError as error:
        raise unwritable(error, folder) from error
    return files


def links(files: dict[Path, bytes]) -> str:
    """Links by which a browser saves the files, and where they lie."""
    titles = {
        "html": t("One-page report (to print)", "一页报告（可打印）"),
        "xlsx": t("Excel file", "Excel 文件"),
        "json": t("Game file for the class leaderboard", "推演记录（用于班级排行榜）"),
    }
    items = []
    for file, content in files.items():
        kind = file.suffix[1:]
        data = base64.b64encode(content).decode()
        name = html.escape(file.name, quote=True)
        items.append(f"<a download='{name}' href='data:{_KINDS[kind]};base64,{data}'>{titles[kind]}</a>")
    folder = html.escape(str(next(iter(files)).parent))
    return f"<p class='tw-links'>{' '.join(items)}<span class='tw-note'>{t('Also saved in', '文件也已保存在')} {folder}</span></p>"


def report(game: "Game") -> str:
    """The game on a page that needs no other file: how it stands, its rounds, profit and loss, the control groups."""
    trial = _last(game)
    groups = [history.control_group(each, game.readings.get(each.number, [])) for each in game.played]
    picture = pictures.rounds(game.played)
    if not picture and trial is not None and trial in game.here:
        picture = pictures.waterfall(game.result(trial)) + results.waterfall_note()
    page = house(Path(__file__).parent).get_template("report.html.j2")
    return page.render(
        language="zh-CN" if language() == "zh" else "en",
        title=t("Strategy report", "策略报告"),
        game=t(game.bank.scenario.en, game.bank.scenario.zh),
        player=game.player,
        day=f"{date.today():%Y-%m-%d}",
        rounds=len(game.played),
        month=game.bank.month,
        latest=results.came(trial, judging=False) if trial else "",
        parts=[
            history.played(game),
            history.profit_and_loss(game),
            *[group for group in groups if group][-1:],
            results.tried(game.here),
        ],
        picture=picture,
    )


def workbook(game: "Game") -> bytes:
    """The game as an Excel workbook: the rounds, profit and loss, all plans tried, the control groups, and the list of the last plan.

    The list is a strategy's table that `twinline.twin.strategy_file.read_strategy` reads.
    """
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    trial = _last(game)
    if trial is not None and trial in game.here:
        _sheet(book, t("List", "名单"), *_list(game, trial))
    _sheet(book, t("Plans", "策略"), *_plans(game))
    if game.played:
        heads = ["", *(t(f"Round {each.round}", f"第 {each.round} 轮") for each in game.played), t("Total", "合计")]
        _sheet(book, t("Profit and loss", "损益表"), heads, [(line.title, *line.yuan) for line in account(game)])
    groups = [
        (
            *(each.round, t(*history.OUTCOME_TITLES[found.outcome]), found.stratum or t("all", "全部")),
            *(found.contacted, found.held, found.with_contact, found.without, found.value, found.half),
        )
        for each in game.played
        for found in game.readings.get(each.number, [])
    ]
    if groups:
        heads = [
            t("Round", "轮次"),
            t("Outcome", "指标"),
            t("Card", "卡"),
            t("Contacted", "触达人数"),
            t("Held back", "对照人数"),
        ]
        heads += [t("With contact", "触达组"), t("Without", "对照组"), t("Difference", "差异")]
        _sheet(book, t("Control groups", "对照组"), [*heads, t("Half of the 95 % interval", "95% 区间半宽")], groups)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _last(game: "Game") -> "Trial | None":
    return game.latest or (game.played[-1] if game.played else None)


def _list(game: "Game", trial: "Trial") -> tuple[list[str], list[tuple[Any, ...]]]:
    dealt = deal(trial.plan, game.morning.seen, game.bank, game.months)
    table = strategy_of(dealt, game.morning.seen).table.reindex(columns=list(_LIST))
    cards = {id_: each.place for each in dealt for id_ in each.contacts.customers["customer_id"]}
    table["channel"] = table["channel"].map({name: t(*title) for name, title in levels.CONTACT_CHANNEL.items()})
    table["offer"] = table["offer"].map(action_title)
    table["card"] = table["customer_id"].map(cards)
    heads = [t(*HEADERS[name][:2]) for name in _LIST]
    return [*heads, t("Card", "卡")], list(table.astype(object).where(table.notna(), None).itertuples(index=False))


def _plans(game: "Game") -> tuple[list[str], list[tuple[Any, ...]]]:
    """A row a card of every plan that was tried; figures stand with the first card of a plan."""
    from twinline.cockpit.footing import half_interval

    rows: list[tuple[Any, ...]] = []
    for trial in game.trials:
        score = trial.score
        figures: tuple[Any, ...] = (
            score.profit,
            half_interval(trial.profits),
            score.cost,
            score.reach,
            score.saved,
            score.lost,
        )
        figures += (score.complaints, trial.happened.profit if trial.happened else None)
        for at, (place, card) in enumerate(trial.plan.played or [(0, None)]):
            said = (card.name, card.details, card.hypothesis) if card else (trial.plan.name, "", "")
            control = t("yes", "是") if trial.plan.control else t("no", "否")
            rows.append((trial.round, trial.number, place, *said, control, *(figures if at == 0 else ())))
    heads = [t("Round", "轮次"), t("No.", "序号"), t("Card", "卡"), t("What it does", "动作"), t("Settings", "设置")]
    heads += [
        t("Why", "理由"),
        t("Control group", "对照组"),
        t("Profit", "增量利润"),
        t("± (95 % interval)", "±（95% 区间）"),
    ]
    heads += [t("Cost", "成本"), t("Customers", "触达客户"), t("Saved", "救回"), t("Driven off", "赶走")]
    return [*heads, t("Complaints", "投诉"), t("Happened", "实际发生")], rows


def _sheet(book: Any, title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A sheet with fixed headers. What somebody typed stays a text, also where it begins like a formula."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, row in enumerate([heads, *rows], start=1):
        for place, value in enumerate(row, start=1):
            text = isinstance(value, str)
            cell = sheet.cell(number, place, _NOT_IN_SHEETS.sub("", value) if text else value)
            cell.font = Font(bold=number == 1)
            if text and value:
                cell.data_type = "s"
            if isinstance(value, float):
                cell.number_format = "#,##0.00" if abs(value) < 10 else "#,##0"
    for place, head in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = max(11, min(2 * len(head) + 2, 40))
