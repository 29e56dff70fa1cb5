"""A class's folder: an nbgrader course directory with a settings file of ours.

my-class/
  twinline-class.yml     language, exercises, exam, see `settings`               (ours)
  nbgrader_config.py     so that nbgrader's own commands work here, see `nbgrader_config`
  gradebook.db           see `gradebook`                                         nbgrader's
  source/ release/ submitted/ autograded/ feedback/                              nbgrader's
  records/               what grading found, see `grading.records`               (ours)
  history/               every hand-in and mark, see `history`                   (ours)
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generators.errors import BilingualError, UnknownChoice
from twinline.base.text import LANGUAGES, use_language
from twinline.classroom.nbgrader_config import class_config, write_config
from twinline.classroom.settings import Settings

if TYPE_CHECKING:
    from traitlets.config import Config

_LONGEST_PATH = 1_000  # bytes
_NOT_IN_PATHS = "*?[]#"  # which nbgrader and the gradebook's address take for something else


@dataclass(frozen=True)
class Course:
    """A class: its folder, and what it is set to."""

    folder: Path
    settings: Settings

    @classmethod
    def open(cls, folder: Path) -> "Course":
        """The class in a folder. Raises `BilingualError` where there is none."""
        can_be_class(folder)
        return cls(folder.resolve(), Settings.read(folder))

    def save(self) -> None:
        """Write the settings and nbgrader's configuration."""
        self.settings.write(self.folder)
        write_config(self.folder)

    def config(self) -> "Config":
        """nbgrader's configuration of this class; its folder's `nbgrader_config.py` asks for it here."""
        return class_config(self.folder, self.settings)

    def speak(self) -> None:
        """Speak the class's language from here on, whatever the system's is; whoever sets TWINLINE_LANG hears that."""
        if os.environ.get("TWINLINE_LANG") not in LANGUAGES:
            use_language(self.settings.language)

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


def module_of(assignment: str) -> str:
    """The module's id of an assignment: m10 of m10_churn."""
    return assignment.split("_")[0]


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
