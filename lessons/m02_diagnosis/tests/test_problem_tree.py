"""The problem tree with yuan, as a learner turns it."""

import pytest

import twinline as tw
from generators.errors import UnknownChoice
from twinline.modules.m02 import problems, tree


@pytest.fixture(scope="module")
def grown():
    return tree.grow({"points": ["a third lies idle"]}, "course")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_choice_is_drawn(grown, language):
    tw.use_language(language)
    names = tw.titles("problem_log.area")
    for view in tree.SIDES:
        for order in tree.ORDERS:
            drawn = tree.picture(grown, view, order, "points")
            assert all(name in drawn for name in names)
            assert "a third lies idle" in drawn


def test_the_order_is_the_one_asked_for(grown):
    tw.use_language("en")
    names = tw.titles("problem_log.area")
    for order in tree.ORDERS:
        drawn = tree.picture(grown, "", order, "channels")
        rows = drawn[: drawn.index("</table>")]
        wanted = grown.sized[""].sort_values(order, ascending=False).index
        places = [rows.index(names[area]) for area in wanted]
        assert places == sorted(places)


def test_turning_a_knob_redraws(grown):
    tw.use_language("en")
    box = tree.live(grown)
    (view, order, area), (share, cost) = (row.children for row in box.children[:2])
    shown = box.children[2]
    before = shown.value
    for knob, value in ((view, "front_line"), (order, "complaints"), (area, "points"), (share, 50), (cost, 300)):
        knob.value = value
        assert shown.value != before
        before = shown.value
    assert "50% could be won back at 300,000 yuan" in shown.value


def test_mending_brings_what_is_won_back_less_its_cost(grown):
    row = grown.sized[""].loc["limits"]
    brings, wide = tree.net(grown, "limits", 0.5, 100_000)
    assert brings == pytest.approx(row["yuan"] / 2 - 100_000)
    assert wide == pytest.approx(1.96 * row["error"] / 2)
    with pytest.raises(UnknownChoice):
        tree.net(grown, "weather", 0.5, 0)


def test_the_sides_add_up_to_everyone():
    whole = problems.yearly("course")
    parts = sum(problems.yearly("course", view)["yuan"].reindex(whole.index).fillna(0.0) for view in problems.VIEWS)
    assert parts.to_numpy() == pytest.approx(whole["yuan"].to_numpy())
