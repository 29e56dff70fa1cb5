"""A folder for the banks of these tests, apart from the developer's, and the command as a person meets it."""

import sys

import pytest

from twinline import cli


@pytest.fixture(scope="session")
def datasets(tmp_path_factory):
    return tmp_path_factory.mktemp("datasets")


@pytest.fixture(autouse=True)
def here(datasets, monkeypatch):
    monkeypatch.setenv("TWINLINE_DATASETS", str(datasets))


@pytest.fixture
def twinline(monkeypatch, capfd):
    """Runs the command in this process: (exit code, standard output, standard error)."""

    def run(*arguments: object, lang: str = "en") -> tuple[int, str, str]:
        monkeypatch.setenv("TWINLINE_LANG", lang)
        monkeypatch.setattr(sys, "argv", ["twinline", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            cli.main()
        said = capfd.readouterr()
        return end.value.code, said.out, said.err

    return run
