"""The fruit shop: the same street twice, honest about a plan, kind about a wrong one."""

import pandas as pd
import pytest

from generators.errors import BilingualError
from twinline.modules.m00.fruit_shop import CAPACITY, MARGIN, NEIGHBOURS, WEEKS, FruitShop


def nobody(notebook):
    return notebook.head(0).assign(fruit="apple")


def regulars(notebook):
    return notebook.nlargest(CAPACITY, "visits").assign(fruit=lambda d: d["favourite"])


def strangers_fruit(notebook):
    return notebook.nlargest(CAPACITY, "visits").assign(fruit="apple")


def loop(notebook):
    untried = (notebook["talks"] == 0) & (notebook["visits"] <= 3)
    answers = notebook["answered"] / notebook["talks"].clip(lower=1) >= 0.5
    chosen = notebook[untried | answers].sort_values(["answered", "weeks_since_visit"], ascending=[False, True])
    return chosen.head(CAPACITY).assign(fruit=lambda d: d["favourite"])


def test_a_plan_that_talks_to_nobody_changes_nothing():
    quarter = FruitShop(4).run(nobody)
    assert quarter.gain == 0
    assert quarter.extra_visits == 0
    assert (quarter.weeks["visits"] == quarter.weeks["visits_without"]).all()


def test_the_same_seed_is_the_same_street_and_another_is_not():
    first, second, other = (FruitShop(seed).run(loop).weeks for seed in (4, 4, 5))
    pd.testing.assert_frame_equal(first, second)
    assert not first.equals(other)


def test_profit_is_visits_times_margin_less_cost():
    quarter = FruitShop(4).run(regulars)
    weeks = quarter.weeks
    assert len(weeks) == WEEKS
    assert (weeks["profit"] == weeks["visits"] * MARGIN - weeks["cost"]).all()
    assert quarter.gain == pytest.approx((weeks["profit"] - weeks["visits_without"] * MARGIN).sum())


@pytest.mark.parametrize("seed", [1, 2, 3, 11, 12])
def test_the_best_response_rate_does_not_earn_the_most(seed):
    shop = FruitShop(seed)
    answers, learns, deaf = shop.run(regulars), shop.run(loop), shop.run(strangers_fruit)
    assert answers.talks["came"].mean() > learns.talks["came"].mean()
    assert learns.gain > 1.5 * answers.gain > 0 > deaf.gain
    assert shop.run(leaflets=True).gain < deaf.gain


def test_the_notebook_holds_only_those_who_came_and_nothing_hidden():
    notebook = FruitShop(4).notebook()
    assert (notebook["visits"] >= 1).all()
    assert notebook["customer"].between(1, NEIGHBOURS).all()
    assert not {"mood", "keen"} & set(notebook.columns)


def test_the_reveal_agrees_with_the_notebook():
    shop = FruitShop(4)
    known = shop.notebook().merge(shop.reveal(), on="customer", suffixes=("", "_true"))
    assert (known["favourite"] == known["favourite_true"]).all()


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (lambda n: n.head(CAPACITY + 1).assign(fruit="apple"), "Choose"),
        (lambda n: pd.concat([n.head(2), n.head(1)]).assign(fruit="apple"), "twice"),
        (lambda n: n.head(1).assign(fruit="durian"), "durian"),
        (lambda n: n.head(3), "columns customer and fruit"),
        (lambda n: None, "columns customer and fruit"),
        (lambda n: pd.DataFrame({"customer": [0], "fruit": ["apple"]}), "not in the notebook"),
    ],
)
def test_a_list_that_cannot_be_worked_is_refused_with_the_reason(plan, words):
    with pytest.raises(BilingualError, match=words):
        FruitShop(4).run(plan)
