"""docs/reference/twin.md: every constant that it names is there, its code runs, and both languages say it."""

import re
from importlib import import_module

import pytest

import twinline as tw
from twinline.base.paths import HOME

HANDBOOK = (HOME / "docs" / "reference" / "twin.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`((?:generators|twinline)(?:\.[a-z_]+)+\.[A-Za-z_]+)`", HANDBOOK)))


def test_the_assumptions_are_named():
    assert len(NAMED) >= 10


@pytest.mark.parametrize("name", NAMED)
def test_a_constant_that_is_named_is_there(name):
    module, _, constant = name.rpartition(".")
    assert hasattr(import_module(module), constant)


def test_the_handbook_s_code_runs(monkeypatch):
    monkeypatch.setattr("twinline.twin.result.Result.plot", lambda result: None)
    blocks = [block.replace('"course"', '"tiny"') for block in re.findall(r"```python\n(.*?)```", HANDBOOK, re.DOTALL)]
    names: dict = {}
    for block in blocks:
        few = block.replace("size=2_000", "size=20").replace("banks=20", "banks=2, generated=3")
        exec(few.replace("score()", "score(references=False)"), names)
    assert names["bank"].log[0].result is names["result"]
    assert names["result"].score(references=False).contacts > 0
    assert names["reward"] == 0.0
    assert len(names["later"].bets.judged) == len(names["later"].tree.branches) == 1
    assert names["worth"].cost == names["pilot"].cost > 0
    assert names["ranks"].banks == 2


def test_every_section_speaks_both_languages():
    prose = re.sub(r"```.*?```", "", HANDBOOK, flags=re.DOTALL)
    for section in prose.split("\n## ")[1:]:
        title = section.splitlines()[0]
        assert title == "Gymnasium" or re.search(r"[一-鿿]", title)
        assert len(re.findall(r"[一-鿿]", section)) > 20, title
        assert len(re.findall(r"[A-Za-z]{3,}", section)) > 20, title


def test_the_figures_of_the_score_are_those_that_are_shown():
    bank = tw.Bank.open("tiny")
    for language, place in (("en", 1), ("zh", 2)):
        tw.use_language(language)
        titles = " ".join(title for _, title, _ in bank.run(None, futures=1).score(references=False).rows())
        rows = [row.split("|") for row in HANDBOOK.split("| Figure |")[1].split("\n\n")[0].splitlines()[2:]]
        for word in (rows[0][place], rows[2][place]):
            assert word.strip() in titles
