"""`twinline data`: make the bank's data, check it, and write its dictionary."""

import json
from pathlib import Path
from typing import Annotated

import typer

from generators.parameters import DEFAULT_SEED
from twinline.text import t

app = typer.Typer(no_args_is_help=True, help="Make and check the bank's data (生成和检查银行数据).")

Scale = Annotated[str, typer.Option(help="tiny or course")]
Seed = Annotated[int, typer.Option(help="A whole number: the same seed gives the same bank.")]


@app.command()
def generate(
    scale: Scale = "course",
    seed: Seed = DEFAULT_SEED,
    out: Annotated[Path | None, typer.Option(help="Folder for the data; by default the scale's own.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; by default one a core.")] = None,
    format: Annotated[str, typer.Option(help="parquet; csv or duckdb are written beside it.")] = "parquet",
) -> None:
    """Make a dataset, complete an unfinished one, or mend a damaged one."""
    from generators.export import export, known_format
    from generators.parameters import world
    from twinline.data import dataset_folder, generate_with_progress

    known_format(format)
    wanted = world(scale, seed)
    folder = out or dataset_folder(wanted.scale)
    manifest = generate_with_progress(wanted, folder, workers)
    made = export(folder, format)
    rows = sum(table["rows"] for table in manifest["tables"].values())
    typer.echo(t(f"{rows:,} rows in {made}", f"共 {rows:,} 行，位于 {made}"))
    typer.echo(t(f"content hash {manifest['content_hash']}", f"内容指纹 {manifest['content_hash']}"))


@app.command()
def ensure(scale: Scale = "course") -> None:
    """Make a scale's data in its usual place if it is not there yet."""
    from twinline.data import ensure

    ensure(scale)


@app.command()
def check(folder: Annotated[Path, typer.Argument(help="A dataset's folder.")]) -> None:
    """Check every file and value of a dataset; names what is wrong and how to mend it."""
    from generators.check import check

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
        typer.echo(f"{folder / problem.where}: {t(problem.en, problem.zh)}", err=True)
    world = manifest["world"]
    command = f'twinline data generate --scale {world["scale"]} --seed {world["seed"]} --out "{folder}"'
    typer.echo(
        t(f"Run {command} to mend it; good files are kept.", f"请运行 {command} 修复，完好的文件会保留。"), err=True
    )
    raise typer.Exit(1)


@app.command()
def dictionary(
    check: Annotated[bool, typer.Option("--check", help="Fail if the file is not what the code says.")] = False,
) -> None:
    """Write `datasets/datapackage.json` from the dictionary in code."""
    from generators.errors import BilingualError
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
