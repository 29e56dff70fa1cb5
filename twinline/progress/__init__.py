"""A learner's progress: what is kept of it (`store`) and how it is shown (`view`). `tw.progress()` shows it."""

from typing import TYPE_CHECKING

from twinline.base.callable_module import make_callable

if TYPE_CHECKING:
    from twinline.progress.view import View


def _show() -> "View":
    """The learner's progress as a table, for a notebook."""
    from twinline.progress.view import View

    return View()


make_callable(__name__, _show)
