"""`twinline measure`: what lessons claim and what the bank holds, on banks of other seeds, kept in records for the tests."""

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from twinline.base.text import say, t
from twinline.commands.options import whole_number

if TYPE_CHECKING:
    from twinline.measure.record import Part

_MOST_WORKERS = 64


def measure(
    module: Annotated[
        list[str] | None,
        typer.Option(help="Measure this module's claims, such as m10. 测量该模块的论断，如 m10。", metavar="MODULE"),
    ] = None,
    facts: Annotated[bool, typer.Option("--facts", help="Measure the planted facts. 测量预埋事实。")] = False,
    worlds: Annotated[bool, typer.Option("--worlds", help="Play the twenty worlds. 推演二十个世界。")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Measure nothing, fail if a record is stale. 不测量，只检查记录是否最新。")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Measure also what is up to date. 已是最新的也重新测量。")
    ] = False,
    workers: Annotated[
        str | None, typer.Option(metavar="INTEGER", help="Processes; by default one a core. 进程数，默认每核一个。")
    ] = None,
) -> None:
    """Measure on many banks what the tests then assert on the record. 在多家银行上测量，记录供测试核对。"""
    # The kit that measures takes seconds to import; other commands should not wait for it.
    from twinline.measure.parts import chosen, refuse_orphans

    processes = None if workers is None else whole_number("number of workers", "进程数", workers, 1, _MOST_WORKERS)
    wanted = chosen(module or [], facts=facts, worlds=worlds)
    refuse_orphans()
    if check:
        wrong = [error for part in wanted if (error := part.refusal())]
        for error in wrong:
            typer.echo(say(error), err=True)
        if wrong:
            raise typer.Exit(1)
        typer.echo(t(f"All {len(wanted)} records are up to date.", f"{len(wanted)} 份记录都是最新的。"))
        return
    _measure(wanted, processes or os.cpu_count() or 1, again=again)


def _measure(parts: "Sequence[Part]", workers: int, *, again: bool) -> None:
    from twinline.base.progress_bar import progress_bar
    from twinline.measure.run import lacking, measure_all

    jobs = lacking(parts, again=again)
    if jobs:
        with progress_bar(t("Measuring", "正在测量"), kept=True) as told:
            measure_all(jobs, workers, told)
    typer.echo(t(f"{len(jobs)} banks measured.", f"测量了 {len(jobs)} 家银行。"))
    wrong = [line for part in parts for line in _broken(part)]
    for line in wrong:
        typer.echo(line, err=True)
    if wrong:
        raise typer.Exit(1)


def _broken(part: "Part") -> Iterator[str]:
    """A line for each claim of a module that does not hold on a bank."""
    from twinline.measure.claims import broken, claims_files, read_claims

    if part.name not in claims_files():
        return
    claims = read_claims(claims_files()[part.name])
    for seed, numbers in part.recorded().items():
        for name, said in broken(claims.on(seed), numbers).items():
            yield t(
                f"{part.name}, seed {seed}: {name} does not hold: {said}",
                f"{part.name}，种子 {seed}：{name} 不成立：{said}",
            )
