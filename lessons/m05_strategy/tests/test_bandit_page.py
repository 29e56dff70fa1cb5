"""What the page on the learning machine says is what its code finds."""

import json
from pathlib import Path

import pytest

import twinline as tw
from twinline.base.paths import COURSE, HOME


@pytest.fixture
def page(monkeypatch) -> dict:
    """The names that the page's code leaves behind."""
    monkeypatch.setenv("TWINLINE_DATASETS", str(HOME / "datasets"))  # where the other lessons' bank lies, too
    monkeypatch.setattr(tw.charts, "show", lambda figure, alt: None)
    cells = json.loads(Path(COURSE / "en" / "m05_strategy" / "m05-extra.ipynb").read_text("utf-8"))["cells"]
    names: dict = {}
    exec("\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"), names)
    return names


def test_the_machine_beats_chance_and_finds_the_list_again(page):
    total = page["added"].sum()
    assert total["At random"] < 0.75 * total["The machine"]
    assert total["The machine"] < 0.95 * total["Fixed list"]
    assert set(page["found"].nlargest(2).index) == {"Asked × worth", "Silent"}
