"""What a class is set to: `twinline-class.yml` in its folder, which a person may edit."""

from datetime import datetime
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from generators.errors import BilingualError
from twinline.base.files import make_private, read_text, write
from twinline.base.seeds import seed_from

SETTINGS = "twinline-class.yml"


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
    """What the class's hidden banks and unseen worlds come from. It never leaves this folder: who knows a seed can look up the truth."""

    @classmethod
    def read(cls, folder: Path) -> "Settings":
        """The settings of the class in a folder. Raises `BilingualError` where there is none, or they cannot be read."""
        path = folder / SETTINGS
        if not path.is_file():
            raise BilingualError(
                f"{folder} is no class: it has no {SETTINGS}. Make one with `twinline class new FOLDER`.",
                f"{folder} 不是班级文件夹（缺少 {SETTINGS}）。请先用 `twinline class new 文件夹` 建班。",
            )
        make_private(path)  # it holds the class's secret, and an exam's code
        try:
            return cls.model_validate(yaml.safe_load(read_text(path)))
        except (yaml.YAMLError, ValidationError) as error:
            said = " ".join(str(error).split())[:300]
            raise BilingualError(f"{path} cannot be read: {said}", f"{path} 内容有误：{said}") from error

    def write(self, folder: Path) -> None:
        """Write them into the class's folder."""
        content = self.model_dump(exclude_none=True, mode="json")
        write(folder / SETTINGS, yaml.safe_dump(content, allow_unicode=True, sort_keys=False).encode(), private=True)

    @property
    def worlds(self) -> tuple[int, ...]:
        """The seeds of the worlds that policies are graded on; every class has its own."""
        from twinline.questions.author.policy_points import UNSEEN

        return self._own(UNSEEN, "world")

    @property
    def banks(self) -> tuple[int, ...]:
        """The seeds of the banks that functions are graded on; every class has its own."""
        from twinline.questions.author.grading import HIDDEN

        return self._own(HIDDEN, "bank")

    def _own(self, public: tuple[int, ...], what: str) -> tuple[int, ...]:
        """Seeds of the class's own in the place of those that stand in the kit's code, for everybody to read."""
        return tuple(seed_from(self.secret, what, number) for number in range(len(public))) if self.secret else public
