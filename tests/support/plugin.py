"""What all tests share: they speak English unless they say otherwise, and none of them may be skipped.

pyproject.toml loads this plugin, since tests lie in two trees: `tests/` and each module's own in `lessons/`.
"""

import os
import re
import sys
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

pytest_plugins = ["tests.support.slices"]

os.environ.pop("TWINLINE_LANG", None)
os.environ.pop("TWINLINE_SCALE", None)


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """Without this a test's result would depend on the language of the machine it runs on."""
    from twinline.base import text

    monkeypatch.setenv("TWINLINE_LANG", "en")
    monkeypatch.setattr(text, "_chosen", None)


def _fail_if_skipped(report, why):
    """A skipped test is a failed one: what it needs belongs into `.ci/run`."""
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was skipped: {why}. Install what it lacks; see .ci/run."
    return report


_MODULE_BY_MODULE = ("tests/modules/",)


class _ByFileOrModule(LoadScopeScheduling):
    """A file's tests go to one worker, as they share what they made; where they go through the course's modules, each module's do."""

    def _split_scope(self, nodeid):
        path, _, test = nodeid.partition("::")
        module = re.search(r"\[.*?\b(m\d\d)(?=[-_\]])", test) if path.startswith(_MODULE_BY_MODULE) else None
        return f"{path} {module[1]}" if module else path


@pytest.hookimpl
def pytest_xdist_make_scheduler(config, log):
    """xdist's own groups by mark do not work with this pytest, which no longer lets plugins rename tests."""
    return _ByFileOrModule(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item, call):
    """Look at each test's report after pytest has made it."""
    return _fail_if_skipped((yield), call.excinfo and call.excinfo.value)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(collector):
    """Look at each file's report too: a whole file can skip itself while it is read."""
    report = yield
    return _fail_if_skipped(report, report.longrepr)


@pytest.fixture
def twinline(monkeypatch, capfd):
    """Runs the command in this process: (exit code, standard output, standard error)."""
    from twinline import cli

    def run(*arguments: object, lang: str = "en") -> tuple[int, str, str]:
        monkeypatch.setenv("TWINLINE_LANG", lang)
        monkeypatch.setattr(sys, "argv", ["twinline", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            cli.main()
        said = capfd.readouterr()
        return end.value.code, said.out, said.err

    return run


@pytest.fixture(scope="session")
def shared(tmp_path_factory, worker_id) -> Path:
    """A folder that all workers of a parallel run share: `generate` lets one make what the others wait for."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def tiny_folder(shared) -> Path:
    """The tiny bank, finished. Look, do not touch."""
    from generators.parameters import world
    from generators.run import generate

    folder = shared / "datasets" / "tiny"
    generate(world("tiny"), folder)
    return folder


@pytest.fixture(scope="session")
def tiny(tiny_folder):
    """The tiny bank's tables as they lie, money in fen."""
    from generators.schema import TABLES
    from tests.support.banks import stored

    return {name: stored(tiny_folder, name) for name in TABLES}
