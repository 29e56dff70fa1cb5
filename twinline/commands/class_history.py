"""`twinline class history` and `twinline class undo`: what became of somebody's work, and taking the last step of it back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generators.errors import BilingualError
from twinline.base.text import t
from twinline.commands.class_words import next_step, open_class, say

if TYPE_CHECKING:
    from datetime import datetime

    from twinline.classroom.course import Course
    from twinline.classroom.history import Step

Student = Annotated[str, typer.Argument(help="A student's id.", show_default=False)]
Exercise = Annotated[str | None, typer.Argument(help="An exercise, such as m10.", show_default=False)]
Folder = Annotated[Path, typer.Option("--class", "-c", help="The class's folder; by default this one.")]


def history(student: Student, exercise: Exercise = None, folder: Folder = Path()) -> None:
    """Tell what became of somebody's work: hand-ins, grading, marks by hand, and what was undone."""
    from twinline.classroom import history as steps
    from twinline.classroom.undo import known_student

    course = open_class(folder)
    known_student(course, student)
    for assignment in course.assignments([exercise] if exercise else None):
        found = steps.steps(course.folder, student, assignment)
        if not found:
            say(f"{student} {assignment}: nothing happened yet.", f"{student} {assignment}：还没有记录。")
            continue
        where = steps.place(course.folder, student, assignment)
        say(f"{student} {assignment} (kept in {where}):", f"{student} {assignment}（存放在 {where}）：")
        back = {step.undoes for step in found}
        for step in found:
            undone = t(" (undone)", "（已撤回）") if step.number in back else ""
            en, zh = _told(step)
            say(
                f"  {step.number:>3}  {_clock(step.at)}  {en}{undone}",
                f"  {step.number:>3}  {_clock(step.at)}  {zh}{undone}",
            )


def undo(
    student: Student,
    exercise: Exercise = None,
    folder: Folder = Path(),
    collect: Annotated[bool, typer.Option("--collect", help="The last hand-in, whatever was marked since.")] = False,
) -> None:
    """Take back the last hand-in or the last mark by hand of somebody's exercise."""
    from twinline.classroom.undo import undo as take_back

    course = open_class(folder)
    assignment = _one(course, exercise)
    step, again = take_back(course, student, assignment, collect=collect)
    en, zh = _told(step)
    say(f"Undone for {student} {assignment}: {en}", f"已撤回 {student} {assignment}：{zh}")
    if step.kind == "marked":
        return
    if again is None:
        say("Nothing is handed in now. What was taken back is kept.", "现在视为未提交。撤回的内容仍留在历史里。")
        return
    en, zh = _told(again)
    say(f"There again, to be graded anew: {en}", f"已恢复，等待重新批改：{zh}")
    next_step("grade", folder)


def _one(course: "Course", exercise: str | None) -> str:
    """The exercise that is meant. Raises `BilingualError` where a class has several and none is named."""
    found = course.assignments([exercise] if exercise else None)
    if len(found) != 1:
        raise BilingualError(f"Say which exercise: {', '.join(found)}.", f"请写明是哪份作业：{'、'.join(found)}。")
    return found[0]


def _told(step: "Step") -> tuple[str, str]:
    """A step in a few words, in English and in Chinese."""
    if step.kind == "collected":
        file = step.file or t("put there by hand", "手工放入")
        at, digest = _clock(step.handed_in), step.sha256[:12]
        return f"handed in {at}, {file}, {digest}", f"提交于 {at}，{file}，{digest}"
    if step.kind == "graded":
        points = "" if step.points is None or step.outcome == "refused" else f" {step.points:g}"
        why = "" if step.reason is None else f": {step.reason.en}"
        why_zh = "" if step.reason is None else f"：{step.reason.zh}"
        zh = {"graded": "已批改", "partly": "部分批改", "refused": "无法批改"}.get(step.outcome, step.outcome)
        en = {"partly": "graded in part"}.get(step.outcome, step.outcome)
        return f"{en}{points}{why}", f"{zh}{points}{why_zh}"
    if step.kind == "marked":
        before, after = ("–" if points is None else f"{points:g}" for points in (step.before, step.after))
        by = f", {step.by}" if step.by else ""
        return f"marked {step.cell}: {before} → {after}{by}", f"人工评分 {step.cell}：{before} → {after}{by}"
    return f"undid step {step.undoes}", f"撤回第 {step.undoes} 步"


def _clock(moment: "datetime | None") -> str:
    return "?" if moment is None else moment.astimezone().strftime("%Y-%m-%d %H:%M")
