"""A notebook's cells, run as its kernel would run them, but in this process: what each shows is caught, nothing is drawn."""

import atexit
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config


@dataclass(frozen=True)
class Shown:
    """What a cell showed: all that it displayed or printed as one text, HTML as its source, and what went to standard error."""

    text: str
    complaints: str


class _LastValue(DisplayHook):
    """A cell's last value is shown in each of its forms, as in a notebook; a terminal's shows but the plain one."""

    def write_output_prompt(self) -> None:
        """There is no prompt."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Display it."""
        self.shell.display_pub.publish(format_dict, md_dict)  # type: ignore[union-attr]


class _Shell(InteractiveShell):
    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        """Also of a value that fails while it is shown, which ends no cell."""
        print(f"{etype.__name__}: {evalue}", file=sys.stderr)


class Cells:
    """Runs one cell after the other; `names` is what they have left behind so far."""

    def __init__(self, shell: InteractiveShell) -> None:
        self._shell = shell
        self.names: dict[str, Any] = shell.user_ns

    def run(self, code: str) -> Shown:
        """Run a cell. Raises what it raises, `SystemExit` as well."""
        with capture_output() as caught:
            result = self._shell.run_cell(code)
        result.raise_error()
        shown = (text for output in caught.outputs for text in output.data.values() if isinstance(text, str))
        return Shown("\n".join([caught.stdout, *shown]), caught.stderr)


@contextmanager
def fresh_cells() -> Iterator[Cells]:
    """A notebook that nothing has been run in yet. Within the block a warning is an error; afterwards no shell is left."""
    with warnings.catch_warnings():
        # No history is kept: it would be written into the user's home.
        shell = _Shell.instance(
            config=Config(HistoryManager={"enabled": False}), user_ns={}, displayhook_class=_LastValue, cache_size=0
        )
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", "To exit:")  # what IPython advises where code calls exit
        try:
            yield Cells(shell)
        finally:
            shell.restore_sys_module_state()  # type: ignore[no-untyped-call]
            atexit.unregister(shell.atexit_operations)
            _Shell.clear_instance()
