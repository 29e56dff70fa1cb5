"""What the page on the learning machine says is what its code finds; in English it is run here alone."""

import pytest

from twinline.base.paths import COURSE, HOME
from twinline.measure.lesson import names, written_in
from twinline.pictures import style


@pytest.fixture
def page(monkeypatch) -> dict:
    """The names that the page's code leaves behind."""
    monkeypatch.setenv("TWINLINE_DATASETS", str(HOME / "datasets"))  # where the other lessons' bank lies, too
    monkeypatch.setattr(style, "_png", written_in)
    return names(COURSE / "en" / "m05_strategy" / "m05-extra.ipynb")


def test_the_machine_beats_chance_and_finds_the_list_again(page):
    total = page["added"].sum()
    assert total["At random"] < 0.75 * total["The machine"]
    assert total["The machine"] < 0.95 * total["Fixed list"]
    assert set(page["found"].nlargest(2).index) == {"Asked × worth", "Silent"}
