"""The marks as tables: a row a trainee and exercise, a row a question, and totals; and what is no mark said in words.

A hand-in that was refused has no points, which is not the same as 0: every sheet says so, and why.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generators.errors import BilingualError
from twinline.base.shown import without_hidden_signs
from twinline.base.text import t
from twinline.classroom.course import Course
from twinline.classroom.gradebook import open_gradebook
from twinline.classroom.grading import records
from twinline.classroom.grading.records import Record
from twinline.classroom.students import Student
from twinline.classroom.submissions import folder_of, handed_in, submitted

if TYPE_CHECKING:
    import pandas as pd

_NO_MARK = ("refused", "ungraded")  # of these nobody knows the points


def marks(course: Course) -> "pd.DataFrame":
    """A row a trainee and exercise: nbgrader's score less what is taken off for being late, what came of it, and why.

    The score is missing where a hand-in was refused or is not graded yet, and 0 where nothing was handed in.
    """
    import pandas as pd

    found = {(each.student, each.assignment): each for each in records.read_all(course.folder)}
    with open_gradebook(course) as gradebook:
        rows = [row for name in course.settings.exercises for row in _rows(course, gradebook, name, found)]
    rows.sort(key=lambda row: row["student_id"])
    return pd.DataFrame(rows)


def _rows(course: Course, gradebook: Any, name: str, found: dict[tuple[str, str], Record]) -> Iterator[dict[str, Any]]:
    from nbgrader.api import MissingEntry

    try:
        assignment = gradebook.find_assignment(name)
    except MissingEntry:
        return
    in_gradebook: dict[str, Any] = {each.student_id: each for each in assignment.submissions}
    there = set(submitted(course, name))
    for student in gradebook.students:
        submission: Any = in_gradebook.get(student.id)
        record = found.get((student.id, name))
        outcome: str = record.outcome if record is not None else "graded" if _has_points(submission) else "ungraded"
        if submission is None and record is None and student.id not in there:
            outcome = "absent"
        late = (submission.late_submission_penalty if submission is not None else 0.0) or 0.0
        scored = outcome in ("graded", "partly") and submission is not None
        came = submission.timestamp if submission is not None else handed_in(folder_of(course, student.id, name))
        yield {
            "student_id": student.id,
            "name": Student(student.id, student.last_name or "", student.first_name or "").name,
            "assignment": name,
            "handed_in": None if came is None else came.replace(tzinfo=None),
            "score": max(submission.score - late, 0.0) if scored else 0.0 if outcome == "absent" else None,
            "max_score": assignment.max_score,
            "late": late if scored else 0.0,
            "waits_for_a_person": scored and submission.needs_manual_grade,
            "outcome": outcome,
            "reason": _why(record),
        }


def _has_points(submission: Any) -> bool:
    """Whether grading was there: one whose hand-in was taken back may hold nothing but marks by hand."""
    if submission is None:
        return False
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    return any(grade.auto_score is not None for grade in grades)


def _why(record: Record | None) -> str:
    said = [] if record is None else [str(words) for words in (record.reason, record.note) if words is not None]
    return t("; ", "；").join(said)


_ANSWERS = ["student_id", "assignment", "outcome", "reason", "question", "title", "points", "out_of", "state", "code"]


def answers(course: Course) -> "pd.DataFrame":
    """A row a question of each graded submission, from the records; one row for a submission that was refused."""
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for record in records.read_all(course.folder):
        about: dict[str, Any] = {"student_id": record.student, "assignment": record.assignment}
        about |= {"outcome": record.outcome, "reason": _why(record)}
        rows += [
            about
            | {
                "question": answered.id,
                "title": str(answered.title),
                "points": answered.points,
                "out_of": answered.out_of,
                "state": answered.state,
                "code": answered.code,
            }
            for answered in record.questions
        ] or [about]
    return pd.DataFrame(rows, columns=_ANSWERS)


def totals(table: "pd.DataFrame") -> "pd.DataFrame":
    """A row a trainee with the points of each exercise, and all together; words where there are no points, and why.

    There is no total where one of its parts is missing.
    """
    import pandas as pd

    rows = []
    for (student, name), own in table.groupby(["student_id", "name"], sort=True):
        open_ = own["outcome"].isin(_NO_MARK)
        cells = own["score"].astype(object).where(~open_, own["outcome"].map(_outcomes()))
        why = [
            f"{row['assignment']}: {row['reason'] or _outcomes()[row['outcome']]}"
            for row in own.to_dict("records")
            if row["reason"] or row["outcome"] in _NO_MARK
        ]
        rows.append(
            {"student_id": student, "name": name}
            | dict(zip(own["assignment"], cells, strict=True))
            | {
                t("Total", "合计"): None if open_.any() else own["score"].sum(),
                "waits_for_a_person": bool(own["waits_for_a_person"].any()),
                "reason": t("; ", "；").join(why),
            }
        )
    return pd.DataFrame(rows)


def write_marks(course: Course, out: Path) -> None:
    """Write the marks as CSV, or as a workbook. Raises `BilingualError` where there are none yet."""
    import pandas as pd

    table = marks(course)
    if table.empty:
        raise BilingualError(
            "There are no marks yet: run `twinline class release` and `twinline class grade` first.",
            "还没有成绩：请先运行 `twinline class release` 和 `twinline class grade`。",
        )
    if out.suffix.lower() == ".csv":
        _for_people(table).to_csv(out, index=False, encoding="utf-8-sig")
        return
    with pd.ExcelWriter(out, engine="openpyxl") as workbook:
        for sheet, name in (
            (totals(table), t("Totals", "总分")),
            (table, t("Marks", "成绩")),
            (answers(course), t("Questions", "各题")),
        ):
            _for_people(sheet).to_excel(workbook, sheet_name=name, index=False)


_NOT_IN_SHEETS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # which a workbook cannot hold
_TITLES: dict[str, tuple[str, str]] = {
    "student_id": ("Student", "学号"),
    "name": ("Name", "姓名"),
    "assignment": ("Exercise", "作业"),
    "handed_in": ("Handed in (UTC)", "提交时间（UTC）"),
    "score": ("Score", "得分"),
    "max_score": ("Of", "满分"),
    "late": ("Late", "迟交扣分"),
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


def _outcomes() -> dict[str, str]:
    return {
        "graded": t("graded", "已评"),
        "partly": t("graded in part", "部分已评"),
        "refused": t("refused", "未能评分"),
        "ungraded": t("not graded yet", "待评"),
        "absent": t("not handed in", "未提交"),
    }


def _states() -> dict[str, str]:
    return {
        "right": t("right", "正确"),
        "nearly": t("nearly", "接近"),
        "wrong": t("wrong", "错误"),
        "error": t("does not run", "报错"),
        "not_attempted": t("not attempted", "未作答"),
    }


def _for_people(table: "pd.DataFrame") -> "pd.DataFrame":
    """A table with titles and words in the language in use, and no text that Excel would run: names come from people."""

    def tame(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        value = without_hidden_signs(_NOT_IN_SHEETS.sub("", value))
        return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t")) else value

    words = {"outcome": _outcomes(), "state": _states()}
    said = table.assign(**{name: table[name].map(known) for name, known in words.items() if name in table})
    tamed = {str(name): said[name].map(tame) for name in said.select_dtypes(["object", "string"])}
    return said.assign(**tamed).rename(columns={name: t(*titles) for name, titles in _TITLES.items()})
