"""A progress bar that shows up once there is progress to show, and leaves nothing behind."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(description: str, *, on_errors: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Within the block: a function to be told (steps done, of all). Silent where nobody watches, as in a pipe or a log.

    The bar is on standard output, as Jupyter likes it, or with `on_errors` on standard error, for commands whose output is kept.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(file=sys.stderr if on_errors else sys.stdout)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    shown = Progress(*columns, console=console, transient=True)
    task = shown.add_task(description, total=None)

    def tell(done: int, total: int) -> None:
        if console.is_interactive or console.is_jupyter:
            shown.start()
        shown.update(task, completed=done, total=total)

    try:
        yield tell
    finally:
        if shown.live.is_started:
            shown.stop()
