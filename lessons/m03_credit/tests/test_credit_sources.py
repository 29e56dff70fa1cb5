"""Public facts of m03 have a year and a source, and stand in the cells that name them, in both languages alike."""

import itertools
import re

import pytest
import yaml

from twinline.base.paths import LESSONS
from twinline.build.source import read

FOLDER = LESSONS / "m03_credit"
FACTS = yaml.safe_load((FOLDER / "sources.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def cells():
    """English text and Chinese text of every pair, by "lesson-1:name"."""
    found = {}
    for path in sorted(FOLDER.glob("lesson-*.md")):
        for one, other in itertools.pairwise(read(path, path.name)[0].cells):
            if one.options.get("lang") == "en":
                found[f"{path.stem}:{one.options['name']}"] = (one.text, other.text)
    return found


def numbers(text):
    return set(re.findall(r"\d+(?:\.\d+)?", text.replace(",", "")))


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["id"])
def test_a_fact_stands_where_it_says(fact, cells):
    assert fact["source"]
    assert 1990 < fact["year"] < 2030
    for cell in fact["used_in"]:
        english, chinese = cells[cell]
        assert numbers(fact["fact_en"]) & numbers(english), cell
        assert numbers(fact["fact_zh"]) & numbers(chinese), cell


def test_every_public_case_has_its_source_and_its_outcome(cells):
    named = {cell for fact in FACTS for cell in fact["used_in"]}
    public = {cell for cell, (english, _) in cells.items() if "**Public case" in english}
    assert public
    assert public <= named
    assert all("**Outcome:**" in cells[cell][0] and "**结果：**" in cells[cell][1] for cell in public)
