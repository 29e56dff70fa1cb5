"""`twinline progress`: what a learner has done so far."""

import sys
from typing import Annotated

import typer

from generators.errors import BilingualError
from twinline.base.text import t, use_language


def progress(
    module: Annotated[str | None, typer.Argument(help="With --reset: only this module, such as m10.")] = None,
    lang: Annotated[str | None, typer.Option(help="en or zh.")] = None,
    reset: Annotated[bool, typer.Option("--reset", help="Forget it, after a backup.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Show your progress, which stays on this machine. 查看学习进度，记录只存在本机。"""
    if lang is not None:
        use_language(lang)
    if module and not reset:
        raise BilingualError("A module is named only with --reset.", "只有配合 --reset 才需要写模块名。")
    from rich.console import Console
    from rich.table import Table

    from twinline.progress import store as kept
    from twinline.progress.view import headings, rows

    if reset:
        what = module or t("all modules", "全部模块")
        if not yes:
            typer.confirm(t(f"Forget the progress of {what}?", f"确定清除{what}的进度吗？"), abort=True)
        backup = kept.reset(module)
        done = t(f"Done. Backup: {backup}", f"已清除，备份在：{backup}")
        print(done if backup else t("Nothing to forget.", "没有可清除的记录。"))
        return
    shown, line = rows()
    if shown:
        table = Table(*headings(), title=t("Your progress", "我的进度"))
        for row in shown:
            table.add_row(*row.cells)
        Console(file=sys.stdout).print(table)
    print(line)
