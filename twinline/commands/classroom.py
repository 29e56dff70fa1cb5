"""`twinline class`: an instructor's day, from a list of names to the class report. Every step can be run again."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twinline.base.text import Language, language, use_language
from twinline.commands import class_history
from twinline.commands.class_words import bar as _bar
from twinline.commands.class_words import next_step as _next
from twinline.commands.class_words import open_class as _open
from twinline.commands.class_words import say as _say
from twinline.commands.class_words import tell_collected, tell_graded
from twinline.commands.options import whole_number

if TYPE_CHECKING:
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

    course = _open(folder)
    listed = read_students(students) if students else []
    course = setup.add(course, _names(modules), listed)
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
    undone: Annotated[bool, typer.Option("--undone", help="Also what was taken back by undo.")] = False,
    whole: Annotated[bool, typer.Option("--list-all", help="Name every file, however many there are.")] = False,
) -> None:
    """Take in what was handed in: from the exchange, or from a folder or zip of mailed notebooks."""
    from twinline.classroom.collect import collect as incoming

    course = _open(folder)
    with _bar("Collecting", "正在收作业") as tell:
        found = (
            incoming.collect_exchange(course, exercise, tell, undone=undone)
            if source is None
            else incoming.collect_mailed(course, source, exercise, tell, undone=undone)
        )
    tell_collected(found, whole=whole)
    _next("grade", folder)


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
    tell_graded(summary)
    _next("report", folder)


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
    refused = results.refused(course, exercises)
    if bundle is not None:
        results.bundle(course, pages, bundle)
    _say(
        f"{len(pages)} pages in {course.folder / 'feedback'}.",
        f"共 {len(pages)} 份反馈，在 {course.folder / 'feedback'}。",
    )
    if refused:
        _say(f"None for {len(refused)} that were refused:", f"另有 {len(refused)} 份无法批改，没有反馈：")
    for record in refused:
        _say(
            f"  {record.student} {record.assignment}: {record.reason}",
            f"  {record.student} {record.assignment}：{record.reason}",
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

    course = _open(folder)
    number = None if port is None else whole_number("port", "端口", port, 1, 65_535)
    raise typer.Exit(start(course, number, browser))


app.command("history")(class_history.history)
app.command("undo")(class_history.undo)


def _language(given: str | None) -> Language:
    if given is None:
        return language()
    use_language(given)
    return language()


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.replace("，", ",").split(",") if name.strip()]
