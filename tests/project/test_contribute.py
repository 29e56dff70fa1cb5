"""The pages for contributors: every name and path in them is there."""

import re
from functools import reduce
from importlib import import_module

import pytest

from twinline.base.paths import HOME

FOLDER = HOME / "docs" / "contribute"
PAGES = {path.name: path.read_text("utf-8") for path in [*FOLDER.glob("*.md"), HOME / "CONTRIBUTING.md"]}
TOPS = "lessons|course|exercises|solutions|generators|twinline|tests|datasets|deploy|docs|benchmarks"
QUOTED = {name: re.findall(r"`([^`\n]+)`", text) for name, text in PAGES.items()}


@pytest.mark.parametrize("page", PAGES)
def test_every_path_is_there(page):
    paths = {text for text in QUOTED[page] if re.fullmatch(rf"(?:{TOPS})/[\w./*-]*", text) and "NN" not in text}
    assert [path for path in sorted(paths) if not any(HOME.glob(path.rstrip("/")))] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_name_of_the_code_is_there(page):
    names = {text for text in QUOTED[page] if re.fullmatch(r"(?:generators|twinline)(?:\.\w+)+", text)}
    assert [name for name in sorted(names) if not exists(name)] == []


def exists(name):
    """Whether there is such a file, folder, or name in one: `generators.twin.run.Plan`."""
    words = name.split(".")
    for count in range(len(words), 0, -1):
        try:
            found = import_module(".".join(words[:count]))
        except ModuleNotFoundError:
            continue
        try:
            reduce(getattr, words[count:], found)
        except AttributeError:
            return False
        return True
    return False


def test_a_name_that_is_gone_is_noticed():
    assert exists("generators.twin.run.Plan")
    assert exists("twinline.questions.author.authoring.Question.wrong")
    assert not exists("generators.twin.run.Plans")
    assert not exists("twinline.five_sheet")


def test_the_vocabulary_has_one_row_a_word():
    words = re.findall(r"^\| ([^|]+) \|", PAGES["vocabulary.md"], re.MULTILINE)
    words = [word for line in words for word in line.strip().split(", ") if word not in ("Word", ":--")]
    assert len(words) >= 30
    assert sorted(set(words)) == sorted(words)
