"""A copy of start.py in a folder whose name has a space and Chinese characters, and a machine that only pretends."""

import importlib.util
import shutil
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A folder with nothing in it but start.py and the files that it reads."""
    home = tmp_path / "我的 课程"
    home.mkdir()
    shutil.copy(HOME / "start.py", home)
    for name in ("requirements.lock", "requirements-test.lock", "requirements-uv.lock", "pyproject.toml"):
        (home / name).write_text(f"# {name}\n", encoding="utf-8")
    for name in ("LC_ALL", "LANG"):
        monkeypatch.setenv(name, "en_GB.UTF-8")
    return home


@pytest.fixture
def start(house):
    """start.py of that folder, as a module."""
    spec = importlib.util.spec_from_file_location("start_under_test", house / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def machine(start, monkeypatch):
    """A machine on which programs only pretend to run; `said` holds their commands, `answers` those that fail."""

    class Machine:
        said: list[str] = []  # noqa: RUF012
        answers: dict[str, str] = {}  # noqa: RUF012
        python: str | None = None
        pip_config = ""

        def run(self, command, env):
            words = [Path(part).name if isinstance(part, Path) else str(part) for part in command]
            self.said.append(" ".join(words))
            if "venv" in words:
                self.python = "3.11.7"
            for sign, output in self.answers.items():
                if sign in self.said[-1]:
                    raise start.Failed(output)
            self.env = env
            return ""

        def went(self, words):
            return [said for said in self.said if words in said]

    machine = Machine()
    machine.said, machine.answers = [], {}
    start.SCRATCH.mkdir()
    monkeypatch.setattr(start, "run", machine.run)
    monkeypatch.setattr(start, "venv_version", lambda: machine.python)
    monkeypatch.setattr(start.subprocess, "check_output", lambda *_, **__: machine.pip_config)
    return machine
