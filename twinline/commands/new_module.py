"""`twinline new-module`: the two folders of a module that has no lesson yet."""

from typing import Annotated

import typer

from twinline.base.paths import HOME
from twinline.base.text import t


def new_module(
    module: Annotated[str, typer.Argument(help="Its id in lessons/syllabus.yml, such as m11. 大纲里的编号，如 m11。")],
    en: Annotated[
        str | None, typer.Argument(help="English title; the syllabus's by default. 英文标题，默认用大纲里的。")
    ] = None,
    zh: Annotated[
        str | None, typer.Argument(help="Chinese title; the syllabus's by default. 中文标题，默认用大纲里的。")
    ] = None,
) -> None:
    """Lay out a new module: a lesson, an exercise, a memo and tests, to be written anew. 新建模块：课、练习、短评和测试的雏形。"""
    from twinline.build.scaffold import lay_out

    made = lay_out(module, HOME, en, zh)
    for path in made.written:
        typer.echo(path.as_posix())
    typer.echo(
        t(
            f"{len(made.written)} files written. Next: `twinline build {module}`, `twinline measure --module {module}`, then "
            f"`python start.py test --module {module}`. Its minutes go into lessons/syllabus.yml, its items onto the cells that teach them (`twinline syllabus --module {module}`).",
            f"已写入 {len(made.written)} 个文件。接下来依次运行 `twinline build {module}`、`twinline measure --module {module}`、"
            f"`python start.py test --module {module}`。课时写进 lessons/syllabus.yml，条目标在讲到它的单元格上（`twinline syllabus --module {module}`）。",
        )
    )
