"""Marks given by hand go into the history, whichever program gives them: formgrader, nbgrader's commands, ours.

nbgrader's gradebook keeps a mark and forgets the one before. All of these programs read the class's `nbgrader_config.py`, and so
end up here.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from twinline.classroom import history

_watched: dict[Any, Path] = {}
"""Classes' folders by their gradebooks' addresses."""


_pauses: list[None] = []


def watch(db_url: str, folder: Path) -> None:
    """Write down from now on every mark by hand that this process changes in a class's gradebook."""
    from sqlalchemy.engine import make_url

    _listen()
    _watched[make_url(db_url)] = folder


@contextmanager
def unwatched() -> Iterator[None]:
    """Within the block marks change without being written down: whoever changes them does it."""
    _pauses.append(None)
    try:
        yield
    finally:
        _pauses.pop()


@cache
def _listen() -> None:
    from nbgrader.api import Grade
    from sqlalchemy import event

    event.listen(Grade, "before_update", _changed)


def _changed(mapper: Any, connection: Any, grade: Any) -> None:
    from nbgrader import api
    from sqlalchemy import select

    folder = _watched.get(connection.engine.url)
    if folder is None or _pauses:
        return
    grades, notebooks, cells = api.Grade.__table__, api.SubmittedNotebook.__table__, api.BaseCell.__table__
    submissions, assignments = api.SubmittedAssignment.__table__, api.Assignment.__table__
    wanted = select(grades.c.manual_score, cells.c.name, submissions.c.student_id, assignments.c.name).where(
        grades.c.id == grade.id,
        grades.c.cell_id == cells.c.id,
        grades.c.notebook_id == notebooks.c.id,
        notebooks.c.assignment_id == submissions.c.id,
        submissions.c.assignment_id == assignments.c.id,
    )
    found = connection.execute(wanted).first()
    if found is not None and found[0] != grade.manual_score:
        before, cell, student, assignment = found
        try:
            history.add(folder, student, assignment, "marked", cell=cell, before=before, after=grade.manual_score)
        except OSError as error:  # a mark that cannot be written down must be kept all the same
            logging.getLogger(__name__).warning("The history of %s cannot be written: %s", student, error)
