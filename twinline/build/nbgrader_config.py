"""nbgrader's settings for one language: the build, the classroom and the tests all take them from here."""

import csv
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateAssignment
from nbgrader.plugins import ExportPlugin
from nbgrader.preprocessors import NbGraderPreprocessor, SaveCells
from traitlets.config import Config

from twinline.base.text import Language

CODE_STUB: dict[Language, str] = {
    "en": '# Write your code here, then delete the next line\nraise NotImplementedError("Not answered yet.")',
    "zh": '# 在这里写您的代码，写好后删掉下一行\nraise NotImplementedError("这道题还没有作答。")',
}
CELL_SECONDS = 900  # for a cell when graded: a policy plays on worlds whose best policy is learned the first time
TEXT_STUB: dict[Language, str] = {"en": "Write your answer here.", "zh": "在这里写下您的回答。"}

COLUMNS = [
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
]


class TidyEnds(NbGraderPreprocessor):  # type: ignore[misc]
    """Cuts the blank lines that a removed region leaves at the end of a cell, so that student notebooks pass ruff."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Strip one cell."""
        cell.source = cell.source.rstrip()
        return cell, resources


class GradesCsv(ExportPlugin):  # type: ignore[misc]
    """Grades as CSV that Excel opens right: stock nbgrader writes no byte-order mark and no quotes."""

    def export(self, gradebook: Gradebook) -> None:
        """Write a row for each assignment and student, under nbgrader's own column names, to `--to` or grades.csv."""
        chosen_students = {str(student) for student in self.student}
        chosen_assignments = {str(assignment) for assignment in self.assignment}
        with Path(self.to or "grades.csv").open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(COLUMNS)
            for assignment in gradebook.assignments:
                if chosen_assignments and assignment.name not in chosen_assignments:
                    continue
                for student in gradebook.students:
                    if not chosen_students or student.id in chosen_students:
                        rows.writerow(self._row(gradebook, assignment, student))

    def _row(self, gradebook: Gradebook, assignment: Any, student: Any) -> list[Any]:
        try:
            submission = gradebook.find_submission(assignment.name, student.id)
        except MissingEntry:  # nothing handed in
            handed_in, scores = None, [0.0, 0.0, 0.0]
        else:
            penalty = submission.late_submission_penalty or 0.0
            handed_in, scores = submission.timestamp, [submission.score, penalty, max(0.0, submission.score - penalty)]
        person = [student.id, student.last_name, student.first_name, student.email]
        return [assignment.name, assignment.duedate, handed_in, *person, *scores, assignment.max_score]


def release_steps() -> list[type]:
    """nbgrader's own steps from instructor to student version, with `TidyEnds` before the last checksums."""
    steps = list(GenerateAssignment.class_traits()["preprocessors"].make_dynamic_default())
    names = [step.__name__ for step in steps]
    last_checksums = len(names) - 1 - names[::-1].index("ComputeChecksums")
    return [*steps[:last_checksums], TidyEnds, *steps[last_checksums:]]


def course_config(language: Language, root: Path | None = None, exchange: Path | None = None) -> Config:
    """The configuration of the course in one language.

    `root` is the folder that holds solutions/ and exercises/ (nbgrader's course directory), `exchange` the folder that
    instructors and learners share. A course's gradebook and submissions lie under `classroom/<language>` in the root.
    """
    config = Config()
    config.CourseDirectory.course_id = f"twinline-{language}"
    config.CourseDirectory.source_directory = f"solutions/{language}"
    config.CourseDirectory.release_directory = f"exercises/{language}"
    for step in ("submitted", "autograded", "feedback"):
        config.CourseDirectory[f"{step}_directory"] = f"classroom/{language}/{step}"
    config.ClearSolutions.code_stub = {"python": CODE_STUB[language]}
    config.ClearSolutions.text_stub = TEXT_STUB[language]
    config.GenerateAssignment.preprocessors = release_steps()
    config.ExportApp.plugin_class = GradesCsv
    config.Execute.timeout = CELL_SECONDS
    if root is not None:
        config.CourseDirectory.root = str(root)
        config.CourseDirectory.db_url = f"sqlite:///{root.as_posix()}/classroom/{language}/gradebook.db"
    if exchange is not None:
        config.Exchange.root = str(exchange)
    return config


def student_version(instructor: NotebookNode, language: Language) -> NotebookNode:
    """The student version of a notebook, by the same steps as `nbgrader generate_assignment --no-db`."""
    config = course_config(language)
    config.Exporter.default_preprocessors = []
    exporter: Any = NotebookExporter(config=config)
    for step in release_steps():
        if step is not SaveCells:  # the one step that needs a gradebook, and changes nothing in the notebook
            exporter.register_preprocessor(step)
    text, _ = exporter.from_notebook_node(instructor)
    notebook: NotebookNode = nbformat.reads(text, as_version=4)
    return notebook
