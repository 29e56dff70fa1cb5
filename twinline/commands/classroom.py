"""`twinline class`: an instructor's day, from a list of names to the class report. Every step can be run again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twinline.base.text import Language, language, t, use_language
from twinline.commands.options import whole_number

if TYPE_CHECKING:
    from twinline.classroom.collect.collect import Collected
    from twinline.classroom.course import Course
    from twinline.classroom.grading.grade import Summary
    from twinline.classroom.settings import Exam

app = typer.Typer(no_args_is_help=True, help="Run a class on nbgrader: hand out, collect, grade, report (带班).")

Folder = Annotated[Path, typer.Option("--class", "-c", help="The class's folder; by default this one.")]
Only = Annotated[list[str] | None, typer.Argument(help="Exercises, such as m10; by default all.", show_default=False)]
Students = Annotated[Path | None, typer.Option(help="Excel or CSV with student_id (学号) and name (姓名).")]


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="A new folder for the class.")],
    students: Students = None,
    modules: Annotated[str, typer.Option(help="Modules with exercises, such as m05,m10; by default all.")] = "",
    lang: Annotated[str | None, typer.Option("--lang", help="zh or en; by default yours.")] = None,
    title: Annotated[str, typer.Option(help="What the class is called.")] = "",
    exchange: Annotated[str | None, typer.Option(help="A folder that trainees and you share (a hub has one).")] = None,
    exam: Annotated[bool, typer.Option("--exam", help="An exam: a bank of their own for each student.")] = False,
    closes: Annotated[
        str | None, typer.Option(help='When the exam ends, such as "2026-12-01 11:30"; later gains no point.')
    ] = None,
) -> None:
    """Make a class from the kit."""
    from twinline.classroom import setup
    from twinline.classroom.students import read_students

    chosen = _language(lang)
    listed = read_students(students) if students else []
    course = setup.new(
        folder, chosen, _names(modules), listed, title=title, exchange=exchange, exam=_exam(exam, closes)
    )
    _say(
        f"{course.folder}: {len(listed)} students, {len(course.settings.exercises)} exercises ({', '.join(course.settings.exercises)}).",
        f"{course.folder}：{len(listed)} 位学员，{len(course.settings.exercises)} 份作业（{'、'.join(course.settings.exercises)}）。",
    )
    _next("release", folder)


def _exam(wanted: bool, closes: str | None) -> "Exam | None":
    from datetime import datetime

    from generators.errors import BilingualError
    from twinline.classroom.settings import Exam
    from twinline.questions.exam import new_code

    if not wanted and closes is None:
        return None
    try:
        return Exam(code=new_code(), closes=None if closes is None else datetime.fromisoformat(closes))
    except ValueError as error:
        raise BilingualError(
            f"{closes!r} is no time: write it as 2026-12-01 11:30.", f"“{closes}”不是时间，请写成 2026-12-01 11:30。"
        ) from error


@app.command()
def add(
    students: Students = None,
    modules: Annotated[str, typer.Option(help="Modules with exercises, such as m05,m10.")] = "",
    folder: Folder = Path(),
) -> None:
    """Add students or exercises to a class."""
    from twinline.classroom import setup
    from twinline.classroom.gradebook import students_of
    from twinline.classroom.students import read_students

    listed = read_students(students) if students else []
    course = setup.add(_open(folder), _names(modules), listed)
    _say(
        f"Now {len(students_of(course))} students and {len(course.settings.exercises)} exercises.",
        f"现有 {len(students_of(course))} 位学员、{len(course.settings.exercises)} 份作业。",
    )


@app.command()
def release(exercises: Only = None, folder: Folder = Path()) -> None:
    """Make the trainees' copies of the exercises, and hand them out."""
    from twinline.classroom import setup

    course = _open(folder)
    with _bar("Making trainees' copies", "正在生成学员版") as tell:
        names = setup.release(course, exercises, tell)
    where = course.config().Exchange.root if course.settings.exchange else course.folder / "release"
    if course.settings.exam is not None:
        bundle = setup.exam_bundle(course, course.folder / "exam.zip")
        _say(
            f"{bundle} holds a folder for each student. Announce this code at the start, not before: {course.settings.exam.code}",
            f"{bundle} 里每位学员一个文件夹，可以提前分发。开考时再公布口令：{course.settings.exam.code}",
        )
    _say(f"Handed out: {', '.join(names)}. They lie in {where}.", f"已发布：{'、'.join(names)}。文件在 {where}。")
    _next("collect", folder)


@app.command()
def collect(
    source: Annotated[Path | None, typer.Argument(help="Folder or zip of notebooks; by default the exchange.")] = None,
    exercise: Annotated[list[str] | None, typer.Option(help="Only these exercises.")] = None,
    folder: Folder = Path(),
) -> None:
    """Take in what was handed in: from the exchange, or from a folder or zip of mailed notebooks."""
    from twinline.classroom.collect import collect as incoming

    course = _open(folder)
    with _bar("Collecting", "正在收作业") as tell:
        found = (
            incoming.collect_exchange(course, exercise, tell)
            if source is None
            else incoming.collect_mailed(course, source, exercise, tell)
        )
    _tell_collected(found)
    _next("grade", folder)


def _tell_collected(found: "Collected") -> None:
    _say(
        f"New: {len(found.new)} · replaced by a newer one: {len(found.newer)} · there already: {len(found.kept)}",
        f"新收 {len(found.new)} 份 · 更新 {len(found.newer)} 份 · 之前已收 {len(found.kept)} 份",
    )
    if found.left:
        _say(f"Not taken ({len(found.left)}):", f"未收（{len(found.left)}）：")
    for path, en, zh in found.left:
        _say(f"  {path}: {en}", f"  {path}：{zh}")


@app.command()
def grade(
    exercises: Only = None,
    folder: Folder = Path(),
    student: Annotated[list[str] | None, typer.Option(help="Only these students.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Also what is graded already.")] = False,
    workers: Annotated[
        str | None, typer.Option(metavar="INTEGER", help="Sandboxes at once; by default one a core.")
    ] = None,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Run learners' code without a sandbox, with all your rights.")
    ] = False,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Grade on a Dask cluster that shares this folder.")
    ] = None,
) -> None:
    """Grade what is new, each notebook in a sandbox of its own."""
    from twinline.classroom.grading import grade as grading

    course = _open(folder)
    number = None if workers is None else whole_number("number of workers", "并发数", workers, 1, 256)
    with _bar("Grading", "正在批改") as tell:
        summary = grading.grade(
            course, exercises, student, again=again, workers=number, unsafe=unsafe, scheduler=scheduler, tell=tell
        )
    _tell_graded(summary)
    _next("report", folder)


def _tell_graded(summary: "Summary") -> None:
    graded, partly, refused = (summary.of(outcome) for outcome in ("graded", "partly", "refused"))
    _say(
        f"Graded: {len(graded)} · partly: {len(partly)} · refused: {len(refused)} · graded before: {summary.kept}",
        f"批改完成 {len(graded)} 份 · 部分完成 {len(partly)} 份 · 无法批改 {len(refused)} 份 · 之前已批改 {summary.kept} 份",
    )
    for record in [*partly, *refused]:
        typer.echo(f"  {record.student} {record.assignment}: {record.reason}")


@app.command()
def feedback(
    exercises: Only = None,
    folder: Folder = Path(),
    bundle: Annotated[Path | None, typer.Option("--zip", help="Also one zip with a folder for each trainee.")] = None,
) -> None:
    """Write a feedback page for each trainee, and hand it out where there is an exchange."""
    from twinline.classroom import results

    course = _open(folder)
    if bundle is not None:
        results.can_be_written(bundle)
    with _bar("Writing feedback", "正在生成反馈") as tell:
        pages = results.feedback(course, exercises, tell)
    if bundle is not None:
        results.bundle(course, pages, bundle)
    _say(
        f"{len(pages)} pages in {course.folder / 'feedback'}.",
        f"共 {len(pages)} 份反馈，在 {course.folder / 'feedback'}。",
    )


@app.command()
def report(
    folder: Folder = Path(), names: Annotated[bool, typer.Option(help="Show names on the leaderboard.")] = True
) -> None:
    """Write the class report, in both languages."""
    from twinline.classroom.report import write

    course = _open(folder)
    with _bar("Writing the report", "正在生成班级报告"):
        pages = write(course, names=names)
    front = [page for page in pages if page.parent.name != "students"]
    for page in front:
        typer.echo(str(page))
    own = len(pages) - len(front)
    _say(
        f"And {own} pages of single students, beside it in students/.",
        f"另有 {own} 份学员个人页，在同一文件夹的 students/ 里。",
    )


@app.command()
def export(
    out: Annotated[Path, typer.Argument(help="A name that ends in .xlsx or .csv.")] = Path("marks.xlsx"),
    folder: Folder = Path(),
) -> None:
    """Write the marks as an Excel workbook or a CSV file."""
    from twinline.classroom import results

    typer.echo(str(results.export(_open(folder), out)))


@app.command()
def serve(
    folder: Folder = Path(),
    port: Annotated[str | None, typer.Option(metavar="INTEGER", help="Port; by default a free one.")] = None,
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
) -> None:
    """Open nbgrader's formgrader on the class: read memos, correct points, write comments."""
    from twinline.classroom.serve import serve as start

    number = None if port is None else whole_number("port", "端口", port, 1, 65_535)
    raise typer.Exit(start(_open(folder), number, browser))


def _open(folder: Path) -> "Course":
    """The class in a folder. Raises `BilingualError` where there is none."""
    from twinline.classroom.course import Course

    return Course.open(folder)


def _language(given: str | None) -> Language:
    if given is None:
        return language()
    use_language(given)
    return language()


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.replace("，", ",").split(",") if name.strip()]


def _say(en: str, zh: str) -> None:
    typer.echo(t(en, zh))


def _next(command: str, folder: Path) -> None:
    where = "" if folder == Path() else f" -c {folder}"
    _say(f"Next: twinline class {command}{where}", f"下一步：twinline class {command}{where}")


@contextmanager
def _bar(en: str, zh: str) -> Iterator[Callable[[int, int], None]]:
    from twinline.base.progress_bar import progress_bar

    with progress_bar(t(en, zh), on_errors=True) as tell:
        yield tell
