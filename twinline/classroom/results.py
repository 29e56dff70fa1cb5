"""What leaves the class: feedback for each trainee, and the marks as a table (see `marks_table`)."""

import logging
import shutil
import zipfile
from pathlib import Path
from typing import Any

from generators.errors import BilingualError
from twinline.classroom.course import Course
from twinline.classroom.grading import records
from twinline.classroom.grading.records import Record
from twinline.classroom.marks_table import write_marks
from twinline.classroom.nbgrader_config import scripts_on_path
from twinline.classroom.progress import Tell, nobody
from twinline.classroom.setup import nbgrader_failed


def feedback(course: Course, assignments: list[str] | None = None, tell: Tell = nobody) -> list[Path]:
    """Write nbgrader's feedback page for each graded submission, and hand it out where the class has an exchange.

    Returns the pages. What was graded in the sandbox holds no hidden test and no script.
    """
    from nbgrader.apps import NbGraderAPI

    api = NbGraderAPI(config=course.config(), log_level=logging.ERROR)
    graded = [
        (assignment, path.parent.name)
        for assignment in course.assignments(assignments)
        for path in sorted((course.folder / "autograded").glob(f"*/{assignment}"))
    ]
    for record in refused(course, assignments):  # the page of an earlier hand-in says nothing of this one
        shutil.rmtree(course.folder / "feedback" / record.student / record.assignment, ignore_errors=True)
    if not graded:
        raise BilingualError(
            "Nothing is graded yet: run `twinline class grade` first.",
            "还没有批改过作业：请先运行 `twinline class grade`。",
        )
    pages: list[Path] = []
    failed: list[tuple[str, dict[str, Any]]] = []
    with scripts_on_path():
        for number, (assignment, student) in enumerate(graded, 1):
            made = api.generate_feedback(assignment, student, force=True)
            if not made["success"]:
                failed.append((f"{assignment} ({student})", made))  # the others get theirs
            pages += sorted((course.folder / "feedback" / student / assignment).glob("*.html"))
            tell(number, len(graded))
        if course.settings.exchange:
            for assignment in dict.fromkeys(assignment for assignment, _ in graded):
                made = api.release_feedback(assignment)
                if not made["success"]:
                    raise nbgrader_failed("release feedback of", "发放反馈：", assignment, made)
    if failed:
        raise nbgrader_failed("write feedback for", "生成反馈：", ", ".join(name for name, _ in failed), failed[0][1])
    return pages


def refused(course: Course, assignments: list[str] | None = None) -> list[Record]:
    """Hand-ins that could not be graded: there is no feedback on them, and no mark."""
    return [
        record
        for assignment in course.assignments(assignments)
        for record in records.read_all(course.folder, assignment)
        if record.outcome == "refused"
    ]


def bundle(course: Course, pages: list[Path], out: Path) -> Path:
    """One zip with a folder a trainee, to be mailed or copied: nobody's page is in another's folder."""
    can_be_written(out)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for page in pages:
            archive.write(page, page.relative_to(course.folder / "feedback"))
    return out


def export(course: Course, out: Path) -> Path:
    """Write the marks: as CSV that Excel opens right, or as a workbook with a sheet of totals, of marks and of single questions."""
    can_be_written(out)
    if out.suffix.lower() not in (".csv", ".xlsx"):
        raise BilingualError(
            f"{out.name}: end the name in .csv or .xlsx.", f"{out.name}：文件名请以 .csv 或 .xlsx 结尾。"
        )
    write_marks(course, out)
    return out


def can_be_written(out: Path) -> None:
    """Raise `BilingualError` where no file can be made: in a folder that is not there, or in the place of one."""
    if out.is_dir():
        raise BilingualError(f"{out} is a folder: name a file in it.", f"{out} 是文件夹，请写明其中的文件名。")
    if not out.resolve().parent.is_dir():
        raise BilingualError(
            f"There is no folder {out.resolve().parent}: make it first.",
            f"没有文件夹 {out.resolve().parent}：请先建好。",
        )
