"""An extension of IPython for a learner's kernel: a failed cell is followed by what it means and how it is mended.

The workspace's profile loads it (see `__main__.keep_to_ourselves`); no grading sandbox does. Python's own message stays
above the card. Nothing of weight is imported before a cell fails.
"""

import inspect
import os
import re
from typing import TYPE_CHECKING, Any

from twinline.base import failed_cells

if TYPE_CHECKING:
    from twinline.base.slips.slip import Slip

_MADE = re.compile(r"^def\s+(\w+)", re.MULTILINE)


class Told:
    """A slip as it is shown: a card in a notebook, lines of text elsewhere."""

    def __init__(self, slip: "Slip") -> None:
        self._slip = slip

    def _lines(self) -> tuple[str, str, str]:
        from twinline.base.text import t

        head = "✎ " + t("What to mend", "怎么改")
        return head, t(self._slip.en, self._slip.zh), self._slip.mended

    def __repr__(self) -> str:
        head, said, mended = self._lines()
        return "\n".join(filter(None, [head, said, mended and f"    {mended}"]))

    def _repr_html_(self) -> str:
        from twinline.base.card import card, code_block, paragraph

        head, said, mended = self._lines()
        return card("#9c36b5", head, [paragraph(said), *([code_block(mended)] if mended else [])])


class Hook:
    """What is done before and after a cell is run."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._before: dict[str, Any] = {}

    def before(self, info: Any) -> None:
        """Remember which functions there are that this cell makes anew."""
        made = _MADE.findall(info.raw_cell or "")
        self._before = {name: self._shell.user_ns.get(name) for name in made}

    def after(self, result: Any) -> None:
        """Tell what a failed cell means, or that something was named and not called. It never fails itself."""
        try:
            slip = self._slip(result)
        except Exception:  # an object of a learner's may raise whatever it likes; their own error stands there already
            return
        if slip is not None:
            from IPython.display import display

            display(Told(slip))

    def _slip(self, result: Any) -> "Slip | None":
        source = result.info.raw_cell or ""
        error = result.error_before_exec or result.error_in_exec
        older = [name for name, value in self._before.items() if self._shell.user_ns.get(name) is value]
        failed_cells.forget([name for name in self._before if not error or name not in older])
        if error is None:
            return _not_called(source, result.result)
        failed_cells.note(older, result.execution_count)
        if isinstance(error, NameError) and (why := failed_cells.why_older(error.name or "")):
            from twinline.base.slips.slip import Slip

            return Slip(*why)
        if isinstance(error, SyntaxError) and result.error_before_exec is not None:
            from twinline.base.slips import syntax

            return syntax.slip(getattr(result.info, "transformed_cell", None) or source, error)
        if isinstance(error, KeyboardInterrupt):
            return None
        from twinline.base.slips.stopped import own_slip

        return own_slip(error)


def _not_called(source: str, value: Any) -> "Slip | None":
    """A cell that ends with the name of something that was meant to be done."""
    if not (inspect.ismethod(value) or inspect.isfunction(value) or inspect.isbuiltin(value)):
        return None
    line = next((each.strip() for each in reversed(source.splitlines()) if each.strip()), "")
    if not re.fullmatch(r"[\w.\[\]\"' ]+", line):
        return None
    from twinline.base.slips.slip import Slip

    return Slip(
        f"`{line}` was only named, not called: put brackets behind it.",
        f"只写了名字 `{line}`，没有调用：后面要加括号。",
        None,
        f"{line}()",
    )


def load_ipython_extension(shell: Any) -> None:
    """Begin. Not where nbgrader runs a notebook: what it shows is compared and counted."""
    if "NBGRADER_EXECUTION" in os.environ:
        return
    hook = Hook(shell)
    shell.events.register("pre_run_cell", hook.before)
    shell.events.register("post_run_cell", hook.after)
