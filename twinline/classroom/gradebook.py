"""nbgrader's gradebook of a class: opened, with the class's members, and with words for what goes wrong with it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generators.errors import BilingualError
from twinline.base.files import make_private
from twinline.classroom.course import Course
from twinline.classroom.nbgrader_config import scripts_on_path
from twinline.classroom.students import Student

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


@contextmanager
def open_gradebook(course: Course) -> "Iterator[Gradebook]":
    """nbgrader's gradebook of the class, open for as long as the block lasts."""
    from nbgrader.api import Gradebook

    with scripts_on_path(), database_troubles(course.folder):
        config = course.config().CourseDirectory
        _for_its_owner(config.db_url)
        with Gradebook(config.db_url, config.course_id) as gradebook:
            yield gradebook


def _for_its_owner(db_url: str) -> None:
    """Let nobody else read a gradebook that is a file, be it old or about to be made: everybody's marks are in it."""
    if db_url.startswith(_FILE):
        path = Path(db_url.removeprefix(_FILE))
        with suppress(OSError):  # what cannot be written is told when it is
            path.touch(mode=0o600)
        make_private(path)


_FILE = "sqlite:///"


def students_of(course: Course) -> list[Student]:
    """The class, by id."""
    with open_gradebook(course) as gradebook:
        found = [
            Student(each.id, each.last_name or "", each.first_name or "", each.email or "")
            for each in gradebook.students
        ]
    return sorted(found, key=lambda student: student.id)


def due_dates(course: Course) -> dict[str, datetime | None]:
    """When each exercise that the gradebook knows is due, in UTC, which nbgrader does not say."""
    with open_gradebook(course) as gradebook:
        return {each.name: each.duedate for each in gradebook.assignments}


@contextmanager
def database_troubles(folder: Path) -> Iterator[None]:
    """Say what to do where the gradebook is busy, or may not be written."""
    from nbgrader.api import InvalidEntry
    from sqlalchemy.exc import OperationalError

    try:
        yield
    except (OperationalError, InvalidEntry) as error:
        said = str(error).lower()
        if "locked" in said:
            raise BilingualError(
                "Another program is using the gradebook. Wait until it is done, or close it, and run this again.",
                "成绩簿正被其他程序占用。请等它结束（或关掉它），再运行一次。",
            ) from error
        if "readonly" in said or "unable to open" in said:
            raise BilingualError(
                f"The gradebook in {folder} cannot be written: look at the permissions of the folder and of gradebook.db.",
                f"无法写入 {folder} 里的成绩簿：请检查文件夹和 gradebook.db 的权限。",
            ) from error
        raise
