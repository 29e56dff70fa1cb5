"""A class's folder: an nbgrader course directory with a settings file of ours.

my-class/
  twinline-class.yml     language, exercises, exam            (ours)
  nbgrader_config.py     so that nbgrader's own commands work here
  gradebook.db           nbgrader's
  source/ release/ submitted/ autograded/ feedback/           nbgrader's
  records/               what grading found, see `records`    (ours)
"""

import hashlib
import os
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from generators.errors import BilingualError, UnknownChoice
from twinline.base.files import read_text, write
from twinline.classroom.students import Student

if TYPE_CHECKING:
    from nbgrader.api import Gradebook
    from traitlets.config import Config

SETTINGS = "twinline-class.yml"
NBGRADER_CONFIG = "nbgrader_config.py"
COLLECT = "twinline.classroom.collect.nbgrader_exchange.CollectOwn"
"""What collects from the exchange: see there for what stock nbgrader does with a submission in another's name."""

_LONGEST_STAMP = 100  # bytes
_LONGEST_PATH = 1_000  # bytes
_NOT_IN_PATHS = "*?[]#"  # which nbgrader and the gradebook's address take for something else

_CONFIG = '''"""nbgrader's settings of this class, read from twinline-class.yml beside it."""

from pathlib import Path

from twinline.classroom.course import Course

c = get_config()  # noqa: F821
c.merge(Course.open(Path(__file__).parent).config())
'''


class Exam(BaseModel):
    """Exam mode: every student has a bank of their own; see `twinline.questions.exam`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    """Announced at the start. Until then nobody can make a bank."""
    closes: datetime | None = None
    """In China's time. What is handed in later gains no point."""


class Settings(BaseModel):
    """What `twinline-class.yml` says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    language: Literal["zh", "en"]
    exercises: tuple[str, ...]
    """Assignments: the modules' folder names, such as m10_churn."""
    exchange: str | None = None
    """The folder that instructor and trainees share, where there is one."""
    accounts: bool = True
    """Whether trainees' ids are their accounts on the machine that holds the exchange: then nobody can hand in for another."""
    exam: Exam | None = None
    secret: str = ""
    """What the class's unseen worlds come from. It never leaves this folder: who knows a world's seed can look up its truth."""


@dataclass(frozen=True)
class Course:
    """A class in its folder."""

    folder: Path
    settings: Settings

    @classmethod
    def open(cls, folder: Path) -> "Course":
        """The class in a folder. Raises `BilingualError` where there is none."""
        path = folder / SETTINGS
        can_be_class(folder)
        if not path.is_file():
            raise BilingualError(
                f"{folder} is no class: it has no {SETTINGS}. Make one with `twinline class new FOLDER`.",
                f"{folder} 不是班级文件夹（缺少 {SETTINGS}）。请先用 `twinline class new 文件夹` 建班。",
            )
        try:
            settings = Settings.model_validate(yaml.safe_load(read_text(path)))
        except (yaml.YAMLError, ValidationError) as error:
            said = " ".join(str(error).split())[:300]
            raise BilingualError(f"{path} cannot be read: {said}", f"{path} 内容有误：{said}") from error
        return cls(folder.resolve(), settings)

    @property
    def worlds(self) -> tuple[int, ...]:
        """The seeds of the worlds that policies are graded on; every class has its own."""
        from twinline.questions.author.policy_points import UNSEEN

        if not self.settings.secret:
            return UNSEEN
        digests = (
            hashlib.sha256(f"{self.settings.secret}/{number}".encode()).digest() for number in range(len(UNSEEN))
        )
        return tuple(int.from_bytes(digest[:7]) for digest in digests)

    def save(self) -> None:
        """Write the settings and nbgrader's configuration."""
        content = yaml.safe_dump(
            self.settings.model_dump(exclude_none=True, mode="json"), allow_unicode=True, sort_keys=False
        )
        write(self.folder / SETTINGS, content.encode())
        write(self.folder / NBGRADER_CONFIG, _CONFIG.encode())

    def config(self) -> "Config":
        """nbgrader's configuration of this class."""
        from twinline.build.nbgrader_config import course_config

        config = course_config(self.settings.language)
        config.CourseDirectory.root = str(self.folder)
        config.CourseDirectory.course_id = self.folder.name
        for step in ("source", "release", "submitted", "autograded", "feedback"):
            config.CourseDirectory[f"{step}_directory"] = step
        config.CourseDirectory.db_url = (
            os.environ.get("TWINLINE_GRADEBOOK") or f"sqlite:///{(self.folder / 'gradebook.db').as_posix()}"
        )
        if self.settings.exam is not None:
            config.LateSubmissionPlugin.penalty_method = "zero"
        config.HTMLExporter.extra_template_basedirs = _templates()
        config.HTMLExporter.language_code = self.settings.language
        config.Autograde.autograde_preprocessors = autograde_steps()
        config.ExchangeFactory.collect = COLLECT
        config.ExchangeCollect.check_owner = self.settings.accounts
        if self.settings.exchange:
            config.Exchange.root = str((self.folder / self.settings.exchange).resolve())
        return config

    @contextmanager
    def gradebook(self) -> "Iterator[Gradebook]":
        """nbgrader's gradebook of the class, open for as long as the block lasts."""
        from nbgrader.api import Gradebook

        with scripts_on_path(), database_troubles(self.folder):
            config = self.config().CourseDirectory
            with Gradebook(config.db_url, config.course_id) as gradebook:
                yield gradebook

    def students(self) -> list[Student]:
        """The class, by id."""
        with self.gradebook() as gradebook:
            found = [
                Student(each.id, each.last_name or "", each.first_name or "", each.email or "")
                for each in gradebook.students
            ]
        return sorted(found, key=lambda student: student.id)

    def assignments(self, names: list[str] | None = None) -> list[str]:
        """The exercises, or those called by folder name or module id. Raises `UnknownChoice`."""
        known = list(self.settings.exercises)
        chosen = []
        for name in names or known:
            found = next((each for each in known if name in (each, module_of(each))), None)
            if found is None:
                raise UnknownChoice("exercise", "作业", name, known)
            chosen.append(found)
        return chosen

    def submitted(self, assignment: str) -> list[str]:
        """Ids of those who handed an exercise in."""
        return sorted(
            path.parent.name
            for path in (self.folder / "submitted").glob(f"*/{assignment}")
            if path.is_dir() and not path.is_symlink()
        )


def can_be_class(folder: Path) -> None:
    """Raise `BilingualError` for a place whose name nbgrader takes for a pattern, or the gradebook's address for its end."""
    path = str(folder.resolve())
    bad = [sign for sign in _NOT_IN_PATHS if sign in path]
    if bad:
        raise BilingualError(
            f"{path} cannot hold a class: nbgrader takes {' '.join(bad)} for something else. Choose a name without.",
            f"{path} 不能用来建班：路径里的 {' '.join(bad)} 会被 nbgrader 误读，请换个名字。",
        )
    if len(os.fsencode(path)) > _LONGEST_PATH:
        raise BilingualError(
            f"The path of this folder is too long for a class: {path[:80]}…",
            f"文件夹路径太长，不能用来建班：{path[:80]}…",
        )


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


def stamp(folder: Path) -> str | None:
    """nbgrader's time stamp in a submission's folder, UTC; "" for none that can be read, None where nothing was handed in."""
    path = folder / "timestamp.txt"
    if not folder.is_dir():
        return None
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _LONGEST_STAMP:
            return ""
        return path.read_text(encoding="utf-8").strip().removesuffix(" UTC")
    except (OSError, ValueError):
        return ""


def handed_in(folder: Path) -> datetime | None:
    """The time stamp of a submission's folder; None for none that can be read."""
    try:
        return datetime.fromisoformat(stamp(folder) or "").replace(tzinfo=UTC)
    except ValueError:
        return None


def _templates() -> list[str]:
    """Folders of page templates: our feedback page, then nbgrader's own pages."""
    import nbgrader

    theirs = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
    return [str(Path(__file__).parent / "templates"), str(theirs)]


def autograde_steps() -> list[type]:
    """nbgrader's own steps of autograding, with the sandbox in the place of running the notebook."""
    from nbconvert.preprocessors import ClearMetadataPreprocessor
    from nbgrader.preprocessors import AssignLatePenalties, CheckCellMetadata, LimitOutput, SaveAutoGrades

    from twinline.classroom.grading.nbgrader_step import RunInSandbox

    return [
        RunInSandbox,
        ClearMetadataPreprocessor,
        LimitOutput,
        SaveAutoGrades,
        AssignLatePenalties,
        CheckCellMetadata,
    ]


def module_of(assignment: str) -> str:
    """The module's id of an assignment: m10 of m10_churn."""
    return assignment.split("_")[0]


@contextmanager
def scripts_on_path() -> Iterator[None]:
    """nbgrader calls `alembic` by name when it makes a gradebook: let that be found."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = sysconfig.get_path("scripts") + os.pathsep + before
    try:
        yield
    finally:
        os.environ["PATH"] = before
