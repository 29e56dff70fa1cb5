"""What the commands of a class say, and how they find it: in the class's language, and with nothing in it that acts on a terminal."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from twinline.base.shown import shown
from twinline.base.text import t

if TYPE_CHECKING:
    from twinline.classroom.collect.collected import Collected
    from twinline.classroom.course import Course
    from twinline.classroom.grading.grade import Summary

_MOST = 10  # files left for one reason that are named one by one; of more, the first
_FIRST = 3


def open_class(folder: Path) -> "Course":
    """The class in a folder; from here on its language is spoken, whatever the system's is. Raises `BilingualError`.

    Whoever sets TWINLINE_LANG is spoken to in that.
    """
    from twinline.classroom.course import Course

    course = Course.open(folder)
    course.speak()
    return course


def say(en: str, zh: str) -> None:
    """Print a line in the language in use. Names of people and files in it come from strangers."""
    typer.echo(shown(t(en, zh)))


def next_step(command: str, folder: Path) -> None:
    """Say which command comes next."""
    where = "" if folder == Path() else f" -c {folder}"
    say(f"Next: twinline class {command}{where}", f"下一步：twinline class {command}{where}")


@contextmanager
def bar(en: str, zh: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error; within the block a function to be told (done, of all)."""
    from twinline.base.progress_bar import progress_bar

    with progress_bar(t(en, zh), on_errors=True) as tell:
        yield tell


def tell_collected(found: "Collected", *, whole: bool = False) -> None:
    """What was collected: how many, what replaced what, what is odd, and what was left and why; with `whole` every file."""
    say(
        f"New: {len(found.new)} · replaced by a newer one: {len(found.newer)} · there already: {len(found.kept)}",
        f"新收 {len(found.new)} 份 · 更新 {len(found.newer)} 份 · 之前已收 {len(found.kept)} 份",
    )
    for each in found.replaced:
        say(f"  {each.words.en}", f"  {each.words.zh}")
    if found.notes:
        say(f"Taken, but look at it ({len(found.notes)}):", f"已收，请留意（{len(found.notes)}）：")
        _listed([(path, why.en, why.zh) for path, why in found.notes], whole=whole)
    if found.unzoned:
        say(
            f"The times of {found.unzoned} files come from zips that name no time zone: they were read as China's.",
            f"有 {found.unzoned} 份的时间来自不带时区的 zip，一律按北京时间计。",
        )
    if found.left:
        say(f"Not taken ({len(found.left)}):", f"未收（{len(found.left)}）：")
        _listed(found.left, whole=whole)


def _listed(rows: list[tuple[str, str, str]], *, whole: bool) -> None:
    """A line a file with its reason; one line for many files with the same reason."""
    alike = defaultdict(list)
    for path, en, zh in rows:
        alike[en, zh].append(path)
    for path, en, zh in rows:
        paths = alike[en, zh]
        if whole or len(paths) <= _MOST:
            say(f"  {path}: {en}", f"  {path}：{zh}")
        elif path == paths[0]:
            first = paths[:_FIRST]
            say(
                f"  {len(paths):,} files ({', '.join(first)} …): {en}. `collect --list-all` names them all",
                f"  {len(paths):,} 个文件（{'、'.join(first)} 等）：{zh}。加 --list-all 可全部列出",
            )


def tell_graded(summary: "Summary") -> None:
    """What was graded: how many, and which were not or not wholly, or are odd, with the reason."""
    graded, partly, refused = (summary.of(outcome) for outcome in ("graded", "partly", "refused"))
    say(
        f"Graded: {len(graded)} · partly: {len(partly)} · refused: {len(refused)} · graded before: {summary.kept}",
        f"批改完成 {len(graded)} 份 · 部分完成 {len(partly)} 份 · 无法批改 {len(refused)} 份 · 之前已批改 {summary.kept} 份",
    )
    for record in [*partly, *refused]:
        say(
            f"  {record.student} {record.assignment}: {record.reason}",
            f"  {record.student} {record.assignment}：{record.reason}",
        )
    noted = [record for record in summary.records if record.note is not None]
    if noted:
        say(f"Look at these before their marks count ({len(noted)}):", f"计分前请核对（{len(noted)}）：")
    for record in noted:
        say(
            f"  {record.student} {record.assignment}: {record.note}",
            f"  {record.student} {record.assignment}：{record.note}",
        )
