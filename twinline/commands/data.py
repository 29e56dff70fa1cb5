"""`twinline data`: make the bank's data, check it, and write its dictionary."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generators.errors import BilingualError, UnknownChoice
from generators.parameters import DEFAULT_SEED, MOST_SEED, SCALES, World
from generators.validate import EARLIEST, LATEST, MOST_CUSTOMERS, MOST_MONTHS, pilots_after
from twinline.base.paths import datasets
from twinline.base.text import t, use_language
from twinline.commands.options import whole_number

if TYPE_CHECKING:
    from generators.run import Pool

app = typer.Typer(no_args_is_help=True, help="Make and check the bank's data (生成和检查银行数据).")

Scale = Annotated[str, typer.Option(help="tiny, course, city or bank")]
Seed = Annotated[str, typer.Option(metavar="INTEGER", help="The same seed gives the same bank.")]
Workers = Annotated[str | None, typer.Option(metavar="INTEGER", help="Processes; by default what pays.")]
Customers = Annotated[str | None, typer.Option(metavar="INTEGER", help="A bank of your own size.")]
Months = Annotated[str | None, typer.Option(metavar="INTEGER", help="Months of its history.")]
Start = Annotated[str | None, typer.Option(metavar="YYYY-MM", help="First month of its history.")]
Check = Annotated[bool, typer.Option("--check", help="Fail if a file is not what the code says.")]
_MOST_WORKERS = 1_024


@app.command()
def generate(
    scale: Scale = "course",
    seed: Seed = str(DEFAULT_SEED),
    out: Annotated[Path | None, typer.Option(help="Folder for the data; by default the scale's own.")] = None,
    workers: Workers = None,
    format: Annotated[str, typer.Option(help="parquet; csv or duckdb are written beside it.")] = "parquet",
    headers: Annotated[
        str, typer.Option(help="Of CSV files: code (as stored), or en or zh with money in yuan.")
    ] = "code",
    customers: Customers = None,
    months: Months = None,
    start: Start = None,
    cluster: Annotated[str | None, typer.Option(help="local: Dask processes on this machine.")] = None,
    scheduler: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Of a Dask cluster.")] = None,
) -> None:
    """Make a dataset, complete an unfinished one, or mend a damaged one."""
    from generators.export import export, known_format, known_headers
    from generators.parameters import world
    from twinline.data.tables import dataset_folder, generate_with_progress

    known_headers(headers, known_format(format))
    wanted = world(scale, whole_number("seed", "随机种子", seed, 0, MOST_SEED))
    wanted = _custom(wanted, customers, months, start)
    processes = None if workers is None else whole_number("number of workers", "进程数", workers, 1, _MOST_WORKERS)
    folder = out or (dataset_folder(wanted.scale) if wanted.scale in SCALES else datasets() / wanted.scale)
    with _pool(cluster, scheduler, processes) as pool:
        manifest = generate_with_progress(wanted, folder, processes, pool=pool)
    made = export(folder, format, headers)
    rows = sum(table["rows"] for table in manifest["tables"].values())
    typer.echo(t(f"{rows:,} rows in {made}", f"共 {rows:,} 行，位于 {made}"))
    typer.echo(t(f"content hash {manifest['content_hash']}", f"内容指纹 {manifest['content_hash']}"))
    if late := pilots_after(wanted):
        typer.echo(
            t(
                f"The history ends before these pilots begin, so they are not in it: {', '.join(late)}",
                f"历史在以下试点开始前就结束了，因此数据里没有它们：{'、'.join(late)}",
            )
        )


def _pool(cluster: str | None, scheduler: str | None, processes: int | None) -> "AbstractContextManager[Pool | None]":
    """Who makes the blocks: a Dask cluster if one is named, else this machine without one."""
    if cluster is None and scheduler is None:
        return nullcontext()
    if cluster is not None and scheduler is not None:
        raise BilingualError(
            "Use --cluster local or --scheduler ADDRESS, not both.", "--cluster local 与 --scheduler 只能选一个。"
        )
    if cluster not in (None, "local"):
        raise UnknownChoice("cluster", "集群", cluster, ["local"])
    from generators import cluster as dask

    return dask.remote(scheduler) if scheduler is not None else dask.local(processes)


def _custom(usual: World, customers: str | None, months: str | None, start: str | None) -> World:
    """The scale's world with what the person wants otherwise; a world of no scale then, in a folder of its own."""
    if customers is None and months is None and start is None:
        return usual
    return replace(
        usual,
        scale="custom",
        customers=usual.customers
        if customers is None
        else whole_number("number of customers", "客户数", customers, 1, MOST_CUSTOMERS),
        months=usual.months if months is None else whole_number("number of months", "月数", months, 1, MOST_MONTHS),
        start=usual.start if start is None else _first_of_month(start),
    )


def _first_of_month(given: str) -> date:
    try:
        first = date.fromisoformat(f"{given}-01")
    except ValueError:
        first = date.min
    if not EARLIEST <= first <= LATEST:
        raise BilingualError(
            f"Unknown start {given!r}: use a month from {EARLIEST:%Y-%m} to {LATEST:%Y-%m}, written YYYY-MM.",
            f"起始月份“{given}”不可用：请用 {EARLIEST:%Y-%m} 到 {LATEST:%Y-%m} 之间的月份，写作 YYYY-MM。",
        )
    return first


@app.command()
def ensure(scale: Scale = "course") -> None:
    """Make a scale's data in its usual place if it is not there yet."""
    from twinline.data.tables import ensure

    ensure(scale)


@app.command()
def check(folder: Annotated[Path, typer.Argument(help="A dataset's folder.")]) -> None:
    """Check every file and value of a dataset; names what is wrong and how to mend it."""
    from generators.check import check
    from generators.manifest import mending

    manifest, problems = check(folder)
    if not problems:
        typer.echo(
            t(
                f"{folder} is whole: content hash {manifest['content_hash']}",
                f"{folder} 完好：内容指纹 {manifest['content_hash']}",
            )
        )
        return
    for problem in problems:
        typer.echo(f"{problem.where}: {t(problem.en, problem.zh)}", err=True)
    command = mending(folder, manifest["world"])
    if any(problem.mendable for problem in problems):
        advice = t(f"Run {command} to mend it; good files are kept.", f"请运行 {command} 修复，完好的文件会保留。")
    else:
        advice = t(
            "The files are as they were written, so the fault is in the generator: please report it.",
            "文件与生成时一致，说明问题出在生成程序，请反馈给我们。",
        )
    typer.echo(advice, err=True)
    raise typer.Exit(1)


@app.command()
def report(
    folder: Annotated[
        Path | None, typer.Argument(help="A scale, or a dataset's folder; by default the course's.")
    ] = None,
    lang: Annotated[str | None, typer.Option(help="en or zh; by default the language in use.")] = None,
    out: Annotated[Path | None, typer.Option(help="The page; by default report-LANG.html in the folder.")] = None,
    seeds: Annotated[
        str | None, typer.Option(help="Show the same bank with other seeds beside it, such as 1-5.")
    ] = None,
    open: Annotated[bool, typer.Option("--open", help="Show the page in the browser.")] = False,
) -> None:
    """Write a page on what is in the data: each planted fact and each calibration row, its target and what is there."""
    from twinline.report.write import parse_seeds, write_report

    if lang is not None:
        use_language(lang)
    made, counts = write_report(folder, parse_seeds(seeds) if seeds is not None else [], out)
    typer.echo(t(", ", "，").join(t(f"{number} {name}", f"{name} {number}") for name, number in counts.items()))
    typer.echo(t(f"The report is in {made}", f"报告位于 {made}"))
    if open:
        typer.launch(made.resolve().as_uri())


@app.command()
def dictionary(check: Check = False) -> None:
    """Write the dictionary, the diagram and the README's lists of tables in `datasets/` from the code."""
    from twinline.build.dictionary import dictionary_files

    _write_or_check(dictionary_files, "twinline data dictionary", check=check)


@app.command()
def sample(check: Check = False) -> None:
    """Write `datasets/sample/`: every table of a bank of 1,000 customers as CSV, a megabyte in all."""
    from twinline.build.dictionary import sample_files

    _write_or_check(sample_files, "twinline data sample", check=check)


@app.command()
def names(check: Check = False) -> None:
    """Write the names of the bank's people, drawn with Faker."""
    from twinline.build.dictionary import names_files

    _write_or_check(names_files, "twinline data names", check=check)


def _write_or_check(files: Callable[[Path], dict[Path, bytes]], command: str, *, check: bool) -> None:
    from twinline.base.paths import DICTIONARY
    from twinline.build import dictionary as derived

    if check:
        derived.refuse_stale(files(DICTIONARY), command)
    else:
        derived.write(files(DICTIONARY))
