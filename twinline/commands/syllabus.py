"""`twinline syllabus`: which cell teaches which item of the syllabus, and what no cell teaches."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from twinline.base.paths import LESSONS
from twinline.base.text import language, t, use_language

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from twinline.build.coverage import Coverage, CoverageRow

# What the syllabus calls its kinds of items.
KINDS = {
    "capability": ("capability", "能力"),
    "case": ("case", "案例"),
    "concept": ("concept", "概念"),
    "discussion": ("discussion", "讨论"),
    "exercise": ("exercise", "练习"),
    "kpi": ("indicator", "指标"),
    "method_step": ("step", "步骤"),
    "pain_point": ("pain point", "痛点"),
    "scenario": ("scenario", "场景"),
}


def syllabus(
    module: Annotated[
        list[str] | None,
        typer.Option(help="Show this module's items, such as m10. 列出该模块的条目，如 m10。", metavar="MODULE"),
    ] = None,
    gaps: Annotated[
        bool,
        typer.Option("--gaps", help="Only what is not taught; exit with 1 if there is any. 只看缺口，有则返回 1。"),
    ] = False,
    lang: Annotated[str | None, typer.Option(help="Language: en or zh. 语言：en 或 zh。")] = None,
) -> None:
    """Show which cell teaches which item of the syllabus, and the gaps. 查看大纲条目由哪个单元格讲授，哪些还没讲到。"""
    if lang is not None:
        use_language(lang)
    # Readers take seconds to import; other commands should not wait for them.
    from rich.console import Console

    from twinline.build.coverage import coverage

    found = coverage(LESSONS, module)
    # No markup: the syllabus has [x] for restored characters.
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    if module:
        for each in found:
            console.print(_items(each, gaps))
    else:
        console.print(_modules([each for each in found if each.gaps or not gaps]))
    if len(found) > 1:
        console.print(_total(found))
    for each in found:
        for place, count in each.lists.items():
            console.print(
                t(
                    f"{place} carries {count} ids: probably a list, not a lesson",
                    f"{place} 挂了 {count} 个条目：多半是罗列，不是讲授",
                )
            )
    if gaps and any(each.gaps for each in found):
        raise typer.Exit(1)


def _items(module: "Coverage", gaps: bool) -> "Table":
    """A module's items, or its gaps alone: a row an item, a line a cell."""
    from rich.table import Table

    title = f"{module.module.id} {module.module.titles[language()]}"
    table = Table(title=title, caption=_summary(module), title_justify="left", caption_justify="left")
    table.add_column(t("Item", "条目"), no_wrap=True)
    table.add_column(t("Kind", "类型"), no_wrap=True)
    table.add_column(t("Title", "标题"), overflow="fold", ratio=3)  # Chinese has no spaces to break a line at
    table.add_column(t("Taught in", "讲授位置"), overflow="fold", ratio=2)
    for row in module.rows:
        if not (gaps and row.taught):
            kind = t(*KINDS.get(row.item.kind, (row.item.kind, row.item.kind)))
            table.add_row(row.item.id, kind, row.item.titles[language()], _where(row))
    return table


def _where(row: "CoverageRow") -> "Text":
    """The cells of an item, a line each, what it repeats, and the mark of a gap."""
    from rich.text import Text

    lines = [Text(str(place)) for place in row.places]
    if row.item.same_as:
        lines.append(Text(t(f"same as {row.item.same_as}", f"同 {row.item.same_as}"), style="dim"))
    if not row.taught:
        lines.insert(0, Text(t("GAP", "缺口"), style="bold red"))
    return Text("\n").join(lines)


def _summary(module: "Coverage") -> str:
    """A module in a line: how much of it is taught, in how many cells, and how full the fullest is."""
    return t(
        f"{module.taught} of {len(module.rows)} taught · cells: {module.cells} · ids in the fullest cell: {module.fullest}",
        f"已讲 {module.taught}/{len(module.rows)} 条 · 单元格 {module.cells} 个 · 最满的单元格挂 {module.fullest} 条",
    )


def _modules(modules: list["Coverage"]) -> "Table":
    """A line a module."""
    from rich.table import Table

    table = Table(t("Module", "模块"))
    table.add_column(t("Title", "标题"), overflow="fold")
    for en, zh in (("Taught", "已讲"), ("Gaps", "缺口"), ("Cells", "单元格"), ("Fullest cell", "最满单元格")):
        table.add_column(t(en, zh), justify="right", no_wrap=True)
    for each in modules:
        taught = f"{each.taught}/{len(each.rows)}"
        figures = (taught, str(each.gaps), str(each.cells), str(each.fullest))
        table.add_row(each.module.id, each.module.titles[language()], *figures)
    return table


def _total(modules: list["Coverage"]) -> str:
    """All the modules shown together."""
    taught, items = sum(each.taught for each in modules), sum(len(each.rows) for each in modules)
    return t(f"Together {taught} of {items} items taught.", f"合计已讲 {taught}/{items} 条。")
