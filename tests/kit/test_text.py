"""Which language a person reads, and errors in it."""

import pickle

import pytest

from generators.errors import BilingualError, UnknownChoice
from twinline.base import text


@pytest.fixture
def system(monkeypatch):
    """A machine whose language is set by nothing but what a test sets."""
    for name in ("TWINLINE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(text.locale, "getlocale", lambda: (None, None))
    return monkeypatch.setenv


def test_the_chosen_language_wins_over_everything(system):
    system("TWINLINE_LANG", "en")
    text.use_language("zh")
    assert text.language() == "zh"
    assert text.t("yes", "是") == "是"


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        ({}, "en"),
        ({"TWINLINE_LANG": "zh", "LANG": "en_GB.UTF-8"}, "zh"),
        ({"TWINLINE_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"TWINLINE_LANG": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, "zh"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_else_the_setting_and_else_the_systems(system, settings, language):
    for name, value in settings.items():
        system(name, value)
    assert text.language() == language


def test_windows_names_its_language_in_words(system, monkeypatch):
    monkeypatch.setattr(text.locale, "getlocale", lambda: ("Chinese (Simplified)_China", "936"))
    assert text.language() == "zh"


@pytest.mark.parametrize("language", ["fr", "", "ZH", "zh_CN", None])
def test_an_unknown_language_is_refused_and_changes_nothing(language):
    text.use_language("zh")
    with pytest.raises(UnknownChoice, match="en、zh"):
        text.use_language(language)
    assert text.language() == "zh"


def test_an_error_is_shown_in_the_readers_language(capsys):
    error = BilingualError("Wrong.", "错了。")
    assert text.fail(error) == 2
    text.use_language("zh")
    assert text.fail(error) == 2
    said = capsys.readouterr()
    assert said.err == "Wrong.\n错了。\n"
    assert said.out == ""


@pytest.mark.parametrize("error", [BilingualError("a", "一"), UnknownChoice("table", "表", "x", ["a", "b"])])
def test_an_error_travels_between_processes(error):
    # A worker's error that cannot be unpickled breaks the pool instead of reaching the person.
    back = pickle.loads(pickle.dumps(error))
    assert (type(back), back.en, back.zh) == (type(error), error.en, error.zh)
