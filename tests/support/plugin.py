"""What all tests share: they speak English unless they say otherwise, each has its time, and none may skip itself.

pyproject.toml loads this plugin, since tests lie in two trees: `tests/` and each module's own in `lessons/`.
"""

import functools
import os
import sys
from pathlib import Path

import hypothesis
import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.support import choose, needs, ran
from twinline.base.start_up import without_grammar_of_urls

pytest_plugins = ["tests.support.slices"]

os.environ.pop("TWINLINE_LANG", None)
os.environ.pop("TWINLINE_SCALE", None)
os.environ.setdefault(
    "OMP_NUM_THREADS", "1"
)  # workers fill the cores: threads that wait for each other double the cost

without_grammar_of_urls()
hypothesis.settings.register_profile("ours", deadline=None)  # no test measures time: a busy machine is no fault
hypothesis.settings.load_profile("ours")

_LEFT_OUT = "left out: needs "


def pytest_addoption(parser):
    """`--module`, `--changed`, `--full`."""
    choose.add_options(parser)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    """Settle what is run; a choice that cannot be kept ends the run with a line in each language.

    Workers settle it too, from the same command line: xdist hands them that, and not what became of it.
    """
    if config.option.help or config.option.version:
        return None
    try:
        choose.choose(config)
    except choose.Refused as refused:
        return choose.refuse(refused)
    return None


def pytest_configure(config):
    """The mark of tests that need a program of the system's."""
    config.addinivalue_line("markers", "needs(*programs): left out where one is missing; see tests/support/needs.py")


def pytest_report_header(config):
    """What is tried in rotation, so that it can be tried again."""
    return [f"in rotation: --turn {config.option.turn}", *ran.told(config.option)]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Leave other modules aside where some are named; begin with what takes long, so that the workers end together."""
    aside = [item for item in items if choose.left_aside(item, config.option.module)]
    if aside:
        config.hook.pytest_deselected(items=aside)
        items[:] = [item for item in items if not choose.left_aside(item, config.option.module)]
    items.sort(key=_late)


# Files that take a minute or more go first, the rest in the order of their paths. Within a file nothing moves.
_LONG = ("tests/classroom/", "tests/server/test_class_server.py", "tests/modules/", "lessons/", "tests/browser/")


def _late(item):
    return next((place for place, start in enumerate(_LONG) if item.nodeid.startswith(start)), len(_LONG))


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """Without this a test's result would depend on the language of the machine it runs on."""
    from twinline.base import text

    monkeypatch.setenv("TWINLINE_LANG", "en")
    monkeypatch.setattr(text, "_chosen", None)


@pytest.fixture(autouse=True)
def no_picture_is_left():
    """A figure that one test drew and did not show would be in the next one's way."""
    yield
    if (pyplot := sys.modules.get("matplotlib.pyplot")) is not None:
        pyplot.close("all")


@pytest.fixture(autouse=True, scope="session")
def ask_alembic_once():
    """nbgrader starts a program of two seconds for each new gradebook to hear which version of its tables is the newest."""
    with pytest.MonkeyPatch.context() as patch:
        if (api := sys.modules.get("nbgrader.api")) is not None:  # no test waits for its import that does without it
            patch.setattr(api, "get_alembic_version", functools.cache(api.get_alembic_version))
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Leave out a test whose program is missing; on a build server that is a failure."""
    lacking = [name for mark in item.iter_markers("needs") for name in mark.args if needs.missing(name)]
    if lacking and needs.nothing_may_be_left_out():
        pytest.fail(f"This test needs {', '.join(lacking)}: `{needs.command(lacking)}`.", pytrace=False)
    if lacking:
        item.user_properties.append((_LEFT_OUT, lacking))
        pytest.skip(_LEFT_OUT + ", ".join(lacking))


def _fail_if_skipped(report, why):
    """A skipped test is a failed one, but for those that are left out for want of a program."""
    left_out = any(name == _LEFT_OUT for name, _ in getattr(report, "user_properties", ()))
    if report.skipped and not left_out and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was skipped: {why}. Mark what it lacks: see tests/support/needs.py."
    return report


def pytest_terminal_summary(terminalreporter):
    """Name what was left out, and the command that brings it."""
    reports = terminalreporter.stats.get("skipped", [])
    lacking = [names for report in reports for name, names in report.user_properties if name == _LEFT_OUT]
    if not lacking:
        return
    programs = sorted({name for names in lacking for name in names})
    told = ", ".join(f"{name} ({sum(name in names for names in lacking)})" for name in programs)
    terminalreporter.section("left out", yellow=True)
    terminalreporter.line(f"{len(lacking)} tests need what is not here: {told}. Get it: {needs.command(programs)}")
    terminalreporter.line(f"{len(lacking)} 个测试因缺少程序而未运行：{told}。安装命令：{needs.command(programs)}")
    terminalreporter.line("What is installed and still counts as missing may not be used here: run the tests as root.")


class _ByFileOrModule(LoadScopeScheduling):
    """A file's tests go to one worker, as they share what they made; where they go through the course's modules, each module's do."""

    def _split_scope(self, nodeid):
        module = choose.module_of(nodeid)
        path = nodeid.partition("::")[0]
        return f"{path} {module}" if module else path

    def remove_node(self, node):
        """Give a lost worker's tests to others, but for the one that took it along: it would take the next one too."""
        workload = self.assigned_work.pop(node)
        left = [(unit, test) for unit in workload.values() for test, done in unit.items() if not done]
        if not left:
            return None
        unit, lost = left[0]
        unit[lost] = True
        self.workqueue.update({scope: unit for scope, unit in workload.items() if not all(unit.values())})
        for other in self.assigned_work:
            self._reschedule(other)
        return lost


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_auto_num_workers():
    """Two more than there are cores: now and then a test waits for a limit to ring, a server to start, a page to load."""
    return min((os.cpu_count() or 1) + 2, 4)


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
