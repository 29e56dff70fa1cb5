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


@pytest.hookimpl(tryfirst=True, hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A skipped test is a failed one: what it needs belongs into `.ci/run`."""
    report = (yield).get_result()
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {call.excinfo.value}. Install what it lacks; see .ci/run."
