"""A progress bar that shows up once there is progress to show, and leaves nothing behind."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress


@contextmanager
def progress_bar(
    description: str, *, on_errors: bool = False, kept: bool = False, quiet: bool = False
) -> Iterator[Callable[[int, int], None]]:
    """Within the block: a function to be told (steps done, of all). Silent where nobody watches, as in a pipe or a log.

    The bar is on standard output, as Jupyter likes it, or with `on_errors` on standard error, for commands whose output is kept.
    With `kept` it stays when it is full, and a log has its last state; with `quiet` there is none.
    """
    bars: list[Progress] = []  # made once there is progress: a bank that comes from the cache needs none

    def tell(done: int, total: int) -> None:
        if not bars:
            bars.append(_bar(description, on_errors=on_errors, kept=kept, quiet=quiet))
        shown, console = bars[0], bars[0].console
        if kept or console.is_interactive or console.is_jupyter:
            shown.start()
        shown.update(shown.task_ids[0], completed=done, total=total, refresh=not shown.live.auto_refresh)

    try:
        yield tell
    finally:
        if bars and bars[0].live.is_started:
            bars[0].stop()


def _bar(description: str, *, on_errors: bool, kept: bool, quiet: bool) -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(file=sys.stderr if on_errors else sys.stdout)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # In a notebook a thread that draws beside the cell's own would write into whatever cell runs by then.
    threaded = not console.is_jupyter
    shown = Progress(*columns, console=console, transient=not kept, disable=quiet, auto_refresh=threaded)
    shown.add_task(description, total=None)
    return shown
