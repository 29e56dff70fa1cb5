"""`twinline twin`: run a strategy from a spreadsheet, list the games, take the bank's view along as a spreadsheet."""

import html
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from generators.errors import BilingualError, unwritable
from generators.parameters import MOST_SEED, SCALES
from twinline.base.shown import shown
from twinline.base.text import language, t
from twinline.commands.options import whole_number

if TYPE_CHECKING:
    import pandas as pd

    from twinline.twin.bank import Bank
    from twinline.twin.bets import Bet
    from twinline.twin.regret import Autopsy
    from twinline.twin.result import Result
    from twinline.twin.score import Score

app = typer.Typer(no_args_is_help=True, help="Run strategies on the bank (在银行上推演策略).")

WorldName = Annotated[str, typer.Option("--world", help="tiny, course, or a dataset's folder.")]
Rules = Annotated[str | None, typer.Option("--scenario", help="A name of `twinline twin worlds`, or a YAML file.")]
Seed = Annotated[str | None, typer.Option(metavar="INTEGER", help="Another bank of the same kind.")]


@app.command()
def run(
    strategy: Annotated[Path, typer.Argument(help="CSV or xlsx: customer_id, month, channel, offer.")],
    world: WorldName = "course",
    scenario: Rules = None,
    seed: Seed = None,
    months: Annotated[str | None, typer.Option(metavar="INTEGER", help="Months; by default the scenario's.")] = None,
    futures: Annotated[str, typer.Option(metavar="INTEGER", help="Ways that the months may go.")] = "8",
    references: Annotated[
        bool, typer.Option("--references", help="Compare with the best possible policies, and say why it earns less.")
    ] = False,
    bet: Annotated[
        str | None,
        typer.Option(
            metavar="EXPECTED,LOW,HIGH", help="The profit that you expect, and an interval with 80 % chance; yuan."
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for score.json, outcomes.csv and report.html.")] = None,
) -> None:
    """Run a strategy beside doing nothing, and print its score."""
    from twinline.base.progress_bar import progress_bar
    from twinline.twin.bank import MOST_FUTURES, MOST_MONTHS
    from twinline.twin.dissection import FEWEST
    from twinline.twin.strategy_file import read_strategy

    span = None if months is None else whole_number("number of months", "月数", months, 1, MOST_MONTHS)
    count = whole_number("number of futures", "未来数", futures, 1, MOST_FUTURES)
    said = None if bet is None else _bet(bet)
    table = read_strategy(strategy)
    bank = _opened(world, scenario, seed)
    with progress_bar(t("Running", "推演中"), on_errors=True) as tell:
        result = bank.run(table, span, count, name=strategy.stem, bet=said, progress=tell)
    score = result.score(references=references)
    autopsy = result.autopsy() if references and count >= FEWEST else None
    _print(result, score)
    for told in (result.judged(), autopsy):
        if told is not None:
            typer.echo(f"\n{told!r}")
    if out is not None:
        for path in _written(out, result, score, autopsy):
            typer.echo(str(path))


@app.command()
def worlds() -> None:
    """List the worlds to play in and the games to play there."""
    from rich.table import Table

    from twinline.twin.scenarios import ready
    from twinline.twin.scenarios.briefing import Briefing

    table = Table("--world", t("Customers", "客户数"), box=None)
    for name in ("tiny", "course"):
        table.add_row(name, f"{SCALES[name]:,}")
    table.add_row(t("FOLDER", "文件夹"), t("of a dataset that you made", "您自己生成的数据集"))
    _console().print(table)
    typer.echo(t("Each with --seed N: a bank nobody has seen.", "都可加 --seed N：一家谁也没见过的银行。") + "\n")
    games = Table("--scenario", t("Title", "标题"), t("Briefing", "简报"), box=None)
    games.columns[2].overflow = "fold"  # Chinese has no spaces to break a line at
    for game in ready():
        games.add_row(game.name, Briefing(game).title, Briefing(game).line)
    games.add_row(
        "FILE.yml", t("Your own", "自己的情景"), t("See docs/reference/twin.md.", "写法见 docs/reference/twin.md。")
    )
    _console().print(games)


@app.command()
def observed(
    out: Annotated[Path, typer.Option(help="CSV file to write, a row a customer.")],
    world: WorldName = "course",
    scenario: Rules = None,
    seed: Seed = None,
    month: Annotated[str | None, typer.Option(metavar="YYYY-MM", help="As of that morning; by default now.")] = None,
) -> None:
    """Write what the bank knows as a CSV file for a spreadsheet: choose customers there, and save them as a strategy."""
    frame = _opened(world, scenario, seed).observed(month)
    _save(out, _spoken(frame))
    typer.echo(t(f"{len(frame):,} customers in {out}", f"共 {len(frame):,} 位客户，位于 {out}"))


@app.command()
def board(
    games: Annotated[list[Path], typer.Argument(help="Game files that the cockpit gives, or folders of them.")],
    world: WorldName = "course",
    scenario: Rules = None,
    seed: Seed = None,
    rounds: Annotated[
        str | None, typer.Option(metavar="INTEGER", help="Rounds that count; by default all have.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="HTML file to write.")] = None,
) -> None:
    """Rank a class by its games of the cockpit: every file is played again, and nothing that it says of results counts."""
    from rich.table import Table

    from twinline.base.progress_bar import progress_bar
    from twinline.cockpit.board import MOST_ROUNDS, board, read_files
    from twinline.cockpit.footing import half_interval

    most = None if rounds is None else whole_number("number of rounds", "轮数", rounds, 1, MOST_ROUNDS)
    files = read_files(games)
    bank = _opened(world, scenario, seed)
    with progress_bar(t("Playing the games again", "正在重新推演"), on_errors=True) as tell:
        found = board(files, bank, most, tell)
    heads = (t("Place", "名次"), t("Player", "学员"), t("Expected, yuan", "预期（元）"), t("±, 95 %", "±（95%）"))
    table = Table(
        *heads, t("Happened", "实际发生"), t("File", "文件"), title=found.caption, title_justify="left", box=None
    )
    for entry in found.entries:
        mean, half = sum(entry.profits) / len(entry.profits), half_interval(entry.profits)
        figures = (f"{mean:,.0f}", f"{half:,.0f}", f"{entry.happened:,.0f}")
        table.add_row(str(entry.place), shown(entry.player), *figures, shown(entry.file))
    _console().print(table)
    for name, why in found.refused.items():
        typer.echo(f"{shown(name)}{t(': ', '：')}{why}", err=True)
    if out is not None:
        try:
            out.write_text(found.page(), encoding="utf-8")
        except OSError as error:
            raise unwritable(error, out) from error
        typer.echo(str(out))


@app.command()
def references(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; fail where one is out of date.")] = False,
) -> None:
    """Learn the references of the ready games anew, for the files that come with the kit."""
    from twinline.twin import ceilings
    from twinline.twin.scenarios import ready

    stale = ceilings.stale()
    if check and stale:
        names, command = ", ".join(stale), "`twinline twin references`"
        typer.echo(
            t(
                f"The references of {names} were made by other code than this. Run {command} and commit its files.",
                f"{names} 的参照策略不是由当前代码生成的。请运行 {command}，并提交生成的文件。",
            ),
            err=True,
        )
        raise typer.Exit(1)
    for game in [] if check else ready():
        typer.echo(str(ceilings.make(game)))


def _bet(text: str) -> "Bet":
    """A bet as it is written on the command line."""
    from twinline.twin.bets import Bet

    try:
        expected, low, high = (float(figure) for figure in text.replace("，", ",").split(","))
    except ValueError:
        raise BilingualError(
            f"--bet {text}: write three numbers in yuan with commas between, such as --bet 50000,20000,80000.",
            f"--bet {text}：请写三个数（元），用逗号隔开，例如 --bet 50000,20000,80000。",
        ) from None
    return Bet(expected, low, high)


def _opened(world: str, scenario: str | None, seed: str | None) -> "Bank":
    from twinline.twin.bank import Bank

    number = None if seed is None else whole_number("seed", "随机种子", seed, 0, MOST_SEED)
    return Bank.open(world, scenario=scenario, seed=number)


def _console() -> Any:
    import sys

    from rich.console import Console

    return Console(file=sys.stdout)


def _print(result: "Result", score: "Score") -> None:
    from rich.table import Table

    from twinline.twin.months import first_month

    game = result.twin.scenario
    said = t(
        f"{result.name}: {t(game.en, game.zh)}, {result.months} months from {first_month(result.twin)}, {score.futures} futures",
        f"{result.name}：{t(game.en, game.zh)}，自 {first_month(result.twin)} 起 {result.months} 个月，{score.futures} 种未来",
    )
    table = Table(t("Score", "成绩单"), "")
    table.columns[1].justify = "right"
    for _, title, value in score.rows():
        table.add_row(title, value)
    lines = score.line_titles()
    for place, (line, title) in enumerate(lines.items()):
        if place == 0:
            table.add_section()
        table.add_row(t(f"Cost: {title} (yuan)", f"成本：{title}（元）"), f"{score.lines[line]:,.0f}")
    typer.echo(said)
    _console().print(table)


def _written(out: Path, result: "Result", score: "Score", autopsy: "Autopsy | None") -> list[Path]:
    """Write a run's files; returns their paths."""
    from twinline.twin.months import first_month

    files = [out / "score.json", out / "outcomes.csv", out / "report.html"]
    world, game = result.twin.now.world, result.twin.scenario
    about = {"strategy": result.name, "world": world.scale, "seed": world.seed, "customers": world.customers}
    about |= {"scenario": game.name, "month": first_month(result.twin), "months": result.months}
    figures = asdict(score) | {"waterfall": dict(score.waterfall), "roi": score.roi}
    figures |= {"share_of_best": score.share_of_best, "share_of_oracle": score.share_of_oracle}
    text = json.dumps(about | figures, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    try:
        out.mkdir(parents=True, exist_ok=True)
        files[0].write_text(text, encoding="utf-8")
        _save(files[1], _spoken(result.outcomes))
        files[2].write_text(_report(result, score, autopsy), encoding="utf-8")
    except OSError as error:
        raise unwritable(error, out) from error
    return files


def _report(result: "Result", score: "Score", autopsy: "Autopsy | None") -> str:
    """A page that needs no other file: the bet where there was one, the score and the waterfall, the autopsy."""
    import matplotlib as mpl

    from twinline.pictures import style

    mpl.use("Agg")  # no window, also where there could be one
    style.setup()
    judged = result.judged()
    bet = judged._repr_html_() if judged else ""
    picture = style.picture(*result.picture())
    why = autopsy._repr_html_() + style.picture(*autopsy.picture()) if autopsy else ""
    game = result.twin.scenario
    title = html.escape(f"{result.name} · {t(game.en, game.zh)}")
    return (
        f'<!doctype html>\n<html lang="{language()}"><head><meta charset="utf-8"><title>{title}</title>'
        "<style>body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#1f2933}"
        f"th,td{{padding:.15em .8em .15em 0}}caption{{font-weight:bold}}</style></head>\n<body><h1>{title}</h1>\n"
        f"{bet}{score._repr_html_()}\n{picture}\n{why}\n</body></html>\n"
    )


def _spoken(frame: "pd.DataFrame") -> "pd.DataFrame":
    """A table for a spreadsheet: titles, and yes or no, in the language in use."""
    from twinline.data.tables import readable

    shown = readable(frame)
    for name in shown.select_dtypes("bool"):
        shown[name] = shown[name].map({True: t("yes", "是"), False: t("no", "否")})
    return shown.round(4)


def _save(path: Path, frame: "pd.DataFrame") -> None:
    """A CSV file with a byte-order mark, without which Excel reads Chinese as another encoding."""
    if path.suffix.lower() != ".csv":
        raise BilingualError(f"{path.name}: name a file that ends in .csv.", f"{path.name}：文件名请以 .csv 结尾。")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        frame.to_csv(path, index=False, encoding="utf-8-sig")
    except OSError as error:
        raise unwritable(error, path.parent) from error
