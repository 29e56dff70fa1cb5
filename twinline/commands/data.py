"""`twinline data`: make the bank's data, check it, and write its dictionary."""

import json
from pathlib import Path
from typing import Annotated

import typer

from generators.errors import BilingualError
from generators.parameters import DEFAULT_SEED, MOST_SEED
from twinline.text import t

app = typer.Typer(no_args_is_help=True, help="Make and check the bank's data (生成和检查银行数据).")

Scale = Annotated[str, typer.Option(help="tiny or course")]
Seed = Annotated[str, typer.Option(metavar="INTEGER", help="The same seed gives the same bank.")]
Workers = Annotated[str | None, typer.Option(metavar="INTEGER", help="Processes; by default what pays.")]
_MOST_WORKERS = 1_024


@app.command()
def generate(
    scale: Scale = "course",
    seed: Seed = str(DEFAULT_SEED),
    out: Annotated[Path | None, typer.Option(help="Folder for the data; by default the scale's own.")] = None,
    workers: Workers = None,
    format: Annotated[str, typer.Option(help="parquet; csv or duckdb are written beside it.")] = "parquet",
) -> None:
    """Make a dataset, complete an unfinished one, or mend a damaged one."""
    from generators.export import export, known_format
    from generators.parameters import world
    from twinline.data import dataset_folder, generate_with_progress

    known_format(format)
    wanted = world(scale, _whole_number("seed", "随机种子", seed, 0, MOST_SEED))
    processes = None if workers is None else _whole_number("number of workers", "进程数", workers, 1, _MOST_WORKERS)
    folder = out or dataset_folder(wanted.scale)
    manifest = generate_with_progress(wanted, folder, processes)
    made = export(folder, format)
    rows = sum(table["rows"] for table in manifest["tables"].values())
    typer.echo(t(f"{rows:,} rows in {made}", f"共 {rows:,} 行，位于 {made}"))
    typer.echo(t(f"content hash {manifest['content_hash']}", f"内容指纹 {manifest['content_hash']}"))


def _whole_number(what_en: str, what_zh: str, given: str, low: int, high: int) -> int:
    try:
        number = int(given)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise BilingualError(
            f"Unknown {what_en} {given!r}: use a whole number from {low} to {high}.",
            f"{what_zh}“{given}”不可用：请用 {low} 到 {high} 之间的整数。",
        )
    return number


@app.command()
def ensure(scale: Scale = "course") -> None:
    """Make a scale's data in its usual place if it is not there yet."""
    from twinline.data import ensure

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
def dictionary(
    check: Annotated[bool, typer.Option("--check", help="Fail if the file is not what the code says.")] = False,
) -> None:
    """Write `datasets/datapackage.json` from the dictionary in code."""
    from generators.schema import datapackage
    from twinline.paths import DICTIONARY

    text = json.dumps(datapackage(), ensure_ascii=False, indent=2) + "\n"
    if not check:
        DICTIONARY.write_text(text, encoding="utf-8", newline="\n")
    elif not DICTIONARY.exists() or DICTIONARY.read_text(encoding="utf-8") != text:
        raise BilingualError(
            f"{DICTIONARY.name} is not what the code says. Run: twinline data dictionary",
            f"{DICTIONARY.name} 与代码不一致。请运行：twinline data dictionary",
        )
