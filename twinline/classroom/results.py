"""What leaves the class: feedback for each trainee, and the marks as a table."""

import logging
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generators.errors import BilingualError
from twinline.base.text import t
from twinline.classroom.course import Course
from twinline.classroom.gradebook import open_gradebook
from twinline.classroom.grading import records
from twinline.classroom.nbgrader_config import scripts_on_path
from twinline.classroom.progress import Tell, nobody
from twinline.classroom.setup import nbgrader_failed

if TYPE_CHECKING:
    import pandas as pd


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


def bundle(course: Course, pages: list[Path], out: Path) -> Path:
    """One zip with a folder a trainee, to be mailed or copied: nobody's page is in another's folder."""
    can_be_written(out)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for page in pages:
            archive.write(page, page.relative_to(course.folder / "feedback"))
    return out


def marks(course: Course) -> "pd.DataFrame":
    """A row a trainee and exercise, with nbgrader's scores: automatic, for memos, late, in all; what waits for a person."""
    import pandas as pd
    from nbgrader.api import MissingEntry

    rows: list[dict[str, Any]] = []
    with open_gradebook(course) as gradebook:
        for student in sorted(gradebook.students, key=lambda each: each.id):
            for name in course.settings.exercises:
                try:
                    assignment = gradebook.find_assignment(name)
                except MissingEntry:
                    continue
                row: dict[str, Any] = {
                    "student_id": student.id,
                    "name": _name(student),
                    "assignment": name,
                    "handed_in": None,
                    "score": 0.0,
                    "max_score": assignment.max_score,
                    "waits_for_a_person": False,
                }
                try:
                    submission = gradebook.find_submission(name, student.id)
                except MissingEntry:
                    pass
                else:
                    late = submission.late_submission_penalty or 0.0
                    row |= {
                        "handed_in": submission.timestamp,
                        "score": max(submission.score - late, 0.0),
                        "waits_for_a_person": submission.needs_manual_grade,
                    }
                rows.append(row)
    return pd.DataFrame(rows)


def _name(student: Any) -> str:
    from twinline.classroom.students import Student

    return Student(student.id, student.last_name or "", student.first_name or "").name


_NOT_IN_SHEETS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # which a workbook cannot hold
_TITLES: dict[str, tuple[str, str]] = {
    "student_id": ("Student", "学号"),
    "name": ("Name", "姓名"),
    "assignment": ("Exercise", "作业"),
    "handed_in": ("Handed in (UTC)", "提交时间（UTC）"),
    "score": ("Score", "得分"),
    "max_score": ("Of", "满分"),
    "waits_for_a_person": ("Waits for a person", "待人工评分"),
    "question": ("Question", "题目"),
    "title": ("Title", "题目名称"),
    "points": ("Points", "得分"),
    "out_of": ("Of", "满分"),
    "state": ("State", "状态"),
    "code": ("Mistake", "错误类型"),
    "outcome": ("Outcome", "批改结果"),
    "reason": ("Reason", "原因"),
}


def answers(course: Course) -> "pd.DataFrame":
    """A row a question of each graded submission, from the records."""
    import pandas as pd

    rows = [
        {
            "student_id": record.student,
            "assignment": record.assignment,
            "outcome": record.outcome,
            "reason": str(record.reason or ""),
            "question": answered.id,
            "title": str(answered.title),
            "points": answered.points,
            "out_of": answered.out_of,
            "state": answered.state,
            "code": answered.code,
        }
        for record in records.read_all(course.folder)
        for answered in record.questions
    ]
    return pd.DataFrame(
        rows,
        columns=[
            "student_id",
            "assignment",
            "outcome",
            "reason",
            "question",
            "title",
            "points",
            "out_of",
            "state",
            "code",
        ],
    )


def export(course: Course, out: Path) -> Path:
    """Write the marks: as CSV that Excel opens right, or as a workbook with a sheet of totals, of marks and of single questions."""
    import pandas as pd

    can_be_written(out)
    table = marks(course)
    if table.empty:
        raise BilingualError(
            "There are no marks yet: run `twinline class release` and `twinline class grade` first.",
            "还没有成绩：请先运行 `twinline class release` 和 `twinline class grade`。",
        )
    titled = _harmless(table).rename(columns=_titles())
    if out.suffix.lower() == ".csv":
        titled.to_csv(out, index=False, encoding="utf-8-sig")
        return out
    if out.suffix.lower() != ".xlsx":
        raise BilingualError(
            f"{out.name}: end the name in .csv or .xlsx.", f"{out.name}：文件名请以 .csv 或 .xlsx 结尾。"
        )
    totals = _harmless(table).pivot_table(
        index=["student_id", "name"], columns="assignment", values="score", aggfunc="sum", fill_value=0.0
    )
    totals[t("Total", "合计")] = totals.sum(axis=1)
    single = _harmless(answers(course))
    with pd.ExcelWriter(out, engine="openpyxl") as workbook:
        totals.reset_index().rename(
            columns={"student_id": t(*_TITLES["student_id"]), "name": t(*_TITLES["name"])}
        ).to_excel(workbook, sheet_name=t("Totals", "总分"), index=False)
        titled.to_excel(workbook, sheet_name=t("Marks", "成绩"), index=False)
        single.rename(columns=_titles()).to_excel(workbook, sheet_name=t("Questions", "各题"), index=False)
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


def _titles() -> dict[str, str]:
    return {name: t(*titles) for name, titles in _TITLES.items()}


def _harmless(table: "pd.DataFrame") -> "pd.DataFrame":
    """No text that Excel would run: names and ids come from people."""

    def tame(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        value = _NOT_IN_SHEETS.sub("", value)
        return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t")) else value

    return table.assign(**{str(name): table[name].map(tame) for name in table.select_dtypes(["object", "string"])})
