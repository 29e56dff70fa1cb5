"""nbgrader's configuration of a class, for our own commands and for nbgrader's.

nbgrader takes classes by their dotted names as well; so what grades and what collects are named here, and imported by nbgrader
when it needs them.
"""

import os
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from twinline.base.files import write
from twinline.classroom.settings import Settings

if TYPE_CHECKING:
    from traitlets.config import Config

NBGRADER_CONFIG = "nbgrader_config.py"
COLLECT = "twinline.classroom.collect.nbgrader_exchange.CollectOwn"
"""What collects from the exchange: see there for what stock nbgrader does with a submission in another's name."""
RUN_IN_SANDBOX = "twinline.classroom.grading.nbgrader_step.RunInSandbox"
"""What takes the place of running the notebook."""

# Classes that were made years ago hold this very text: `Course.open(…).config()` stays where it is.
_CONFIG = '''"""nbgrader's settings of this class, read from twinline-class.yml beside it."""

from pathlib import Path

from twinline.classroom.course import Course

c = get_config()  # noqa: F821
c.merge(Course.open(Path(__file__).parent).config())
'''


def write_config(folder: Path) -> None:
    """Write the file that nbgrader's own commands read in a class's folder."""
    write(folder / NBGRADER_CONFIG, _CONFIG.encode())


def class_config(folder: Path, settings: Settings) -> "Config":
    """nbgrader's configuration of the class in a folder."""
    from twinline.build.nbgrader_config import course_config
    from twinline.classroom.marks_by_hand import watch

    config = course_config(settings.language)
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.course_id = folder.name
    for step in ("source", "release", "submitted", "autograded", "feedback"):
        config.CourseDirectory[f"{step}_directory"] = step
    config.CourseDirectory.db_url = (
        os.environ.get("TWINLINE_GRADEBOOK") or f"sqlite:///{(folder / 'gradebook.db').as_posix()}"
    )
    watch(config.CourseDirectory.db_url, folder)
    if settings.exam is not None:
        config.LateSubmissionPlugin.penalty_method = "zero"
    config.HTMLExporter.extra_template_basedirs = _templates()
    config.HTMLExporter.language_code = settings.language
    config.Autograde.autograde_preprocessors = [RUN_IN_SANDBOX, *steps_after_running()]
    config.GenerateFeedback.preprocessors = _steps_of_feedback()
    config.ExchangeFactory.collect = COLLECT
    config.ExchangeCollect.check_owner = settings.accounts
    if settings.exchange:
        config.Exchange.root = str((folder / settings.exchange).resolve())
    return config


def steps_after_running() -> list[type]:
    """nbgrader's own steps of autograding once a notebook was run."""
    from nbconvert.preprocessors import ClearMetadataPreprocessor
    from nbgrader.preprocessors import AssignLatePenalties, CheckCellMetadata, LimitOutput, SaveAutoGrades

    return [ClearMetadataPreprocessor, LimitOutput, SaveAutoGrades, AssignLatePenalties, CheckCellMetadata]


def _steps_of_feedback() -> list[type]:
    """nbgrader's steps of making a feedback page, with ours in the place of the one that fetches the marks."""
    from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor

    from twinline.classroom.marks_so_far import MarksSoFar

    return [MarksSoFar, CSSHTMLHeaderPreprocessor]


@contextmanager
def scripts_on_path() -> Iterator[None]:
    """nbgrader calls `alembic` by name when it makes a gradebook: let that be found."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = sysconfig.get_path("scripts") + os.pathsep + before
    try:
        yield
    finally:
        os.environ["PATH"] = before


def _templates() -> list[str]:
    """Folders of page templates: our feedback page, then nbgrader's own pages."""
    import nbgrader

    theirs = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
    return [str(Path(__file__).parent / "templates"), str(theirs)]
