"""What all tests share: they speak English unless they say otherwise, and none of them may be skipped."""

import os

import pytest

os.environ.pop("TWINLINE_LANG", None)
os.environ.pop("TWINLINE_SCALE", None)


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """Without this a test's result would depend on the language of the machine it runs on."""
    from twinline import text

    monkeypatch.setenv("TWINLINE_LANG", "en")
    monkeypatch.setattr(text, "_chosen", None)


def _fail_if_skipped(report, why):
    """A skipped test is a failed one: what it needs belongs into `.ci/run`."""
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was skipped: {why}. Install what it lacks; see .ci/run."
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item, call):
    """Look at each test's report after pytest has made it."""
    return _fail_if_skipped((yield), call.excinfo and call.excinfo.value)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(collector):
    """Look at each file's report too: a whole file can skip itself while it is read."""
    report = yield
    return _fail_if_skipped(report, report.longrepr)
