"""Into nbgrader's gradebook, by nbgrader's own steps: only running the notebook is ours."""

import logging
import os
import shutil
import warnings
from datetime import datetime
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning

from twinline.classroom.course import Course
from twinline.classroom.nbgrader_config import scripts_on_path, steps_after_running
from twinline.classroom.submissions import handed_in


class _Graded(Autograde):  # type: ignore[misc]
    """nbgrader's autograde for a notebook that was run elsewhere."""

    ready: NotebookNode | None = None

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Save the scores that stand in the notebook's outputs, and the notebook."""
        resources = self.init_single_notebook_resources(notebook_filename)
        output, resources = self.exporter.from_notebook_node(self.ready, resources)
        self.write_single_notebook(output, resources)


class _Folder(CourseDirectory):  # type: ignore[misc]
    """nbgrader's course directory, which would open whatever lies where the time stamp should be, and stop at what is none."""

    def get_existing_timestamp(self, dest_path: str) -> datetime | None:
        """When a submission was handed in, UTC without a zone; None where that cannot be read."""
        found = handed_in(Path(dest_path))
        return found and found.replace(tzinfo=None)


class GradebookWriter:
    """The gradebook of a class, for one writer. A context manager."""

    def __init__(self, course: Course) -> None:
        self._course = course
        config = course.config()
        config.Exporter.default_preprocessors = []
        self._config = config
        self._path = scripts_on_path()

    def __enter__(self) -> "GradebookWriter":
        self._path.__enter__()
        self._folder = _Folder(config=self._config)
        return self

    def __exit__(self, *what: Any) -> None:
        self._path.__exit__(*what)

    def save(self, student: str, assignment: str, notebook: NotebookNode) -> None:
        """Write a graded notebook and its scores, as `nbgrader autograde --force` would."""
        folder = self._folder
        folder.student_id, folder.assignment_id, folder.notebook_id = student, assignment, "*"
        converter = _Graded(coursedir=folder, config=self._config)
        converter.log = _quiet()
        converter.force, converter.ready = True, notebook
        converter.preprocessors = steps_after_running()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # nbgrader adds a submission to its lists before saving it
            converter.start()

    def refuse(self, student: str, assignment: str) -> None:
        """Give no points to a submission that cannot be graded; it is there, and waits for nobody."""
        directory = self._folder
        with warnings.catch_warnings(), Gradebook(directory.db_url, directory.course_id) as gradebook:
            warnings.simplefilter("ignore", SAWarning)
            gradebook.update_or_create_student(student)
            path = Path(directory.format_path("submitted", student, assignment))
            gradebook.update_or_create_submission(
                assignment, student, timestamp=directory.get_existing_timestamp(os.fspath(path))
            )
            for notebook in gradebook.find_assignment(assignment).notebooks:
                for grade in gradebook.find_submission_notebook(notebook.name, assignment, student).grades:
                    grade.auto_score, grade.needs_manual_grade = 0.0, False
            gradebook.db.commit()
        # A page of an earlier submission would be taken for feedback on this one.
        shutil.rmtree(directory.format_path("autograded", student, assignment), ignore_errors=True)


def _quiet() -> logging.Logger:
    """nbgrader's log without what it says of every file; `twinline class` tells what a person needs to know."""
    log = logging.getLogger("twinline.nbgrader")
    log.setLevel(logging.CRITICAL)
    return log
