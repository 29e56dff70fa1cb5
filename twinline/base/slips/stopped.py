"""Where an error came from in a learner's code, and what it means there."""

import linecache
from collections.abc import Iterable, Mapping
from types import FrameType
from typing import Any

from twinline.base.slips import stops
from twinline.base.slips.slip import Slip
from twinline.base.tracebacks import is_cell, own_lines


def own_slip(error: BaseException, tables: Iterable[Any] | None = None) -> Slip | None:
    """What an error means, by the innermost line of the learner's own; None where nothing sure can be said.

    `tables` are those whose columns may be meant; by default those that this line names.
    """
    frames: list[tuple[FrameType, int]] = []
    trace = error.__traceback__
    while trace is not None:
        frames.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    own = [
        (frame, number)
        for frame, number in frames
        if own_lines([(frame.f_code.co_filename, number, frame.f_code.co_name)])
    ]
    if not own:
        return None
    frame, number = own[-1]
    line = linecache.getline(frame.f_code.co_filename, number).rstrip("\n")
    of_query = type(error).__name__ == "UndefinedVariableError"
    if isinstance(error, NameError) and frame is not frames[-1][0] and not of_query:
        return None  # a name that somebody else's code does not know
    if isinstance(error, AttributeError) and line and (error.name or "") not in line:
        return None
    known = {**frame.f_globals, **frame.f_locals}
    named = list(tables) if tables is not None else _tables(line, known)
    first = own[0][0].f_code.co_filename
    here = tables is None and is_cell(first) and frame.f_code.co_filename == first
    return stops.slip(error, line, known, named, number if here else None)


def _tables(line: str, known: Mapping[str, Any]) -> list[Any]:
    """Tables that a line names; where it names none, all that are known."""
    tables = {
        name: value for name, value in known.items() if type(value).__name__ == "DataFrame" and not name.startswith("_")
    }
    return [value for name, value in tables.items() if name in line] or list(tables.values())
