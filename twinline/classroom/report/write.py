"""Writing the report: read the class once, then a page on the class and one for each student, in each language."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from generators.errors import unwritable
from twinline.base.files import write as write_file
from twinline.base.progress_bar import progress_bar
from twinline.base.text import LANGUAGES, speaking, t
from twinline.classroom.course import Course
from twinline.classroom.report.gather import gather
from twinline.classroom.report.page import Pages, Studied, everybody, file_name
from twinline.classroom.report.pictures import pictures

FOLDER = "report"


def write(
    course: Course, out: Path | None = None, languages: Sequence[str] = LANGUAGES, *, names: bool = True
) -> list[Path]:
    """Write `index-zh.html`, `index-en.html` and `students/<id>-<language>.html` into `out` (the course's `report/`).

    Returns the pages, those on the class first. Without `names` the class page is one to show to the class: it names nobody
    and leaves out what is for the instructor alone; and a student's page ranks without naming anybody else. Raises `BilingualError` where pages cannot be written.
    """
    folder = out or course.folder / FOLDER
    made = datetime.now(UTC)
    with progress_bar(t("Writing the report", "正在写报告")) as tell:
        studied = [Studied.of(course, exercise) for exercise in gather(course)]
        people = everybody(studied)
        total = len(languages) * (len(people) + 1)
        front: list[Path] = []
        own: list[Path] = []
        for language in languages:
            with speaking(language):
                pages = Pages(course, studied, made, names)
                drawn = [pictures(one.exercise) for one in studied]
                page = folder / f"index-{language}.html"
                _write(page, pages.of_class(drawn))
                front.append(page)
                tell(len(front) + len(own), total)
                for student in people:
                    page = folder / "students" / file_name(student)
                    _write(page, pages.of_student(student))
                    own.append(page)
                    tell(len(front) + len(own), total)
    return front + own


def _write(page: Path, content: str) -> None:
    # What was handed in may hold halves of surrogate pairs, which no file can.
    try:
        write_file(page, content.encode("utf-8", "replace"))
    except OSError as error:
        raise unwritable(error, page) from error
