"""What a class's server is set to: /etc/twinline/hub.yml, which `twinline.hub.setup` writes and a person may edit."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from generators.errors import BilingualError
from twinline.base.files import read_text

if TYPE_CHECKING:
    from traitlets.config import Config

PLACE = Path("/etc/twinline/hub.yml")
HOMEWORK = "homework"
"""Where fetched assignments land, in a trainee's workspace of a language: beside the lessons."""

_SIZES = {"M": 1 << 20, "G": 1 << 30}


class HubSettings(BaseModel):
    """The settings of a server. Sizes are written as 512M or 2G."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    instructor: str
    """The account that owns the class: it releases, collects and grades."""
    language: Literal["zh", "en"] = "zh"
    course: Path = Path("/srv/twinline/class")
    """nbgrader's course directory; its folder's name is the course's id."""
    exchange: Path = Path("/srv/twinline/exchange")
    group: str = "twinline"
    """Members of this group may log in."""
    address: str = "http://127.0.0.1:8000"
    """Where the proxy listens; a web server with a certificate stands in front of it."""
    state: Path = Path("/var/lib/twinline-hub")
    memory: str = "2G"
    """For one process of a trainee with the spawner "process", for all of a trainee's together with "systemd"."""
    processes: int = Field(256, ge=32)
    """Processes and threads of one trainee, all together."""
    largest_file: str = "1G"
    cores: int = Field(2, ge=1)
    starting: int = Field(4, ge=1)
    """How many servers may be starting at the same time; others wait in line."""
    idle_minutes: int = Field(60, ge=1)
    spawner: Literal["process", "systemd"] = "process"

    @field_validator("memory", "largest_file")
    @classmethod
    def _is_size(cls, value: str) -> str:
        if not re.fullmatch(r"[1-9]\d*[MG]", value):
            raise ValueError("write a size as 512M or 2G")
        return value

    @classmethod
    def read(cls, path: Path | None = None) -> "HubSettings":
        """The settings of this server; `TWINLINE_HUB` moves the file. Raises `BilingualError` for a missing or wrong one."""
        path = path or Path(os.environ.get("TWINLINE_HUB") or PLACE)
        try:
            return cls.model_validate(yaml.safe_load(read_text(path)))
        except (yaml.YAMLError, ValidationError) as error:
            said = " ".join(str(error).split())[:300]
            raise BilingualError(f"{path} cannot be used: {said}", f"{path} 内容有误：{said}") from error

    def text(self) -> str:
        """The file's content, every setting written out."""
        return yaml.safe_dump(self.model_dump(mode="json"), allow_unicode=True, sort_keys=False)

    @property
    def drop_box(self) -> Path:
        """Where submissions arrive."""
        return self.exchange / self.course.name / "inbound"

    def nbgrader(self) -> "Config":
        """nbgrader's configuration for everybody on this server."""
        from traitlets.config import Config

        from twinline.classroom.nbgrader_config import COLLECT

        config = Config()
        config.CourseDirectory.course_id = self.course.name
        config.Exchange.root = str(self.exchange)
        config.ExchangeFactory.collect = COLLECT
        return config


def size(text: str) -> int:
    """Bytes of a size such as 512M or 2G."""
    return int(text[:-1]) * _SIZES[text[-1]]
