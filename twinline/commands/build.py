"""`twinline build`: the notebooks from their sources."""

import time
from collections.abc import Callable
from typing import Annotated

import typer

from twinline.base.paths import HOME, LESSONS
from twinline.base.text import t

# A bar for work that is over at once would only flicker.
QUIET_SECONDS = 2.0


def build(
    modules: Annotated[
        list[str] | None,
        typer.Argument(help="Modules to build, such as m00. 要生成的模块，如 m00。", metavar="MODULE"),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing, fail if a notebook is stale. 只检查是否最新，不写文件。")
    ] = False,
) -> None:
    """Build the course's notebooks in both languages from lessons/. 用 lessons/ 生成两种语言的课程笔记本。"""
    # Readers and nbgrader take seconds to import; other commands should not wait for them.
    from twinline.build import build_all, stale, write

    with _Bar() as tell:
        files = build_all(LESSONS, modules, progress=tell)
    folders = sorted({path.split("/")[2] for path in files}) if modules else None
    if check:
        differing = stale(HOME, files, folders)
        if differing:
            again = " ".join(["twinline build", *(modules or [])])
            typer.echo("\n".join(differing), err=True)
            typer.echo(
                t(
                    f"{len(differing)} built notebooks differ from lessons/: run `{again}` and commit the result.",
                    f"{len(differing)} 个生成的笔记本与 lessons/ 不一致：请运行 `{again}` 并提交。",
                ),
                err=True,
            )
            raise typer.Exit(1)
        typer.echo(t(f"All {len(files)} notebooks are up to date.", f"{len(files)} 个笔记本都是最新的。"))
        return
    changed = write(HOME, files, folders)
    for path in changed:
        typer.echo(path if path in files else t(f"removed {path}", f"已删除 {path}"))
    typer.echo(
        t(
            f"{len(files)} notebooks built, {len(changed)} changed.",
            f"生成 {len(files)} 个笔记本，更新 {len(changed)} 个。",
        )
    )


class _Bar:
    """A progress bar on standard error that appears only when the work lasts."""

    def __enter__(self) -> Callable[[str, int, int], None]:
        from rich.console import Console
        from rich.progress import Progress

        self._progress = Progress(console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task("")
        self._started = time.monotonic()
        return self._tell

    def _tell(self, what: str, done: int, total: int) -> None:
        self._progress.update(self._task, description=what, completed=done, total=total)
        if time.monotonic() - self._started > QUIET_SECONDS:
            self._progress.start()

    def __exit__(self, *exc: object) -> None:
        if self._progress.live.is_started:
            self._progress.stop()
