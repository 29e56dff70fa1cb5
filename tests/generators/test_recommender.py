"""The recommender's log: what one who weighs by its chances relies on."""

import numpy as np
import pytest

from generators import parameters as p
from tests.support.banks import block_tables, frames, small_world


@pytest.fixture(scope="module")
def bank():
    return frames(block_tables(small_world(4_000, 21), 0, 4_000))


def test_it_recommends_only_to_app_users_who_have_allowed_marketing(bank):
    rows = bank["recommendations"].merge(bank["contacts"], on="customer_id").merge(bank["customers"], on="customer_id")
    assert len(rows) > 2_000
    assert rows.app_user.all()
    assert (rows.consent_date <= rows.date).all()


def test_every_item_has_its_chance_and_is_shown_as_often(bank):
    rows = bank["recommendations"]
    assert (rows.propensity >= p.EXPLORES / len(p.ITEMS) - 1e-6).all()
    # Weighted by one over their chance, each item stands for all rows.
    for item in p.ITEMS:
        weights = (1 / rows.propensity).where(rows["item"] == item.name, 0.0)
        error = weights.std() / np.sqrt(len(rows))
        assert weights.mean() == pytest.approx(1.0, abs=4 * error), item.name


def test_nothing_earns_nothing_and_only_what_was_taken_earns(bank):
    rows = bank["recommendations"]
    nothing = rows[rows["item"] == "nothing"]
    assert not nothing.clicked.any()
    assert (rows.taken == (rows.margin_fen > 0)).all()
    assert not (rows.taken & ~rows.clicked).any()


def test_the_truth_is_of_the_same_recommendations_and_right_on_average(bank):
    rows = bank["recommendations"].merge(bank["truth_recommendations"], on="recommendation_id", how="outer")
    assert rows.notna().all().all()
    for item in p.ITEMS[:-1]:
        shown = rows[rows["item"] == item.name]
        gap = shown.margin_fen - shown[f"{item.name}_fen"]
        assert abs(gap.mean()) < 4 * gap.std() / np.sqrt(len(gap)), item.name
