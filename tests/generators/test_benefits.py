"""Points rules and theme campaigns: what one who compares the lots relies on."""

import numpy as np
import pytest

from generators import parameters as p
from tests.support.banks import block_tables, frames, small_world


@pytest.fixture(scope="module")
def bank():
    return frames(block_tables(small_world(6_000, 21), 0, 6_000))


@pytest.fixture(scope="module")
def rules(bank):
    return bank["points_rules"].merge(bank["truth_points_rules"], on="customer_id", validate="one_to_one")


@pytest.fixture(scope="module")
def themes(bank):
    key = ["customer_id", "theme"]
    return bank["theme_campaigns"].merge(bank["truth_theme_campaigns"], on=key, validate="one_to_one")


@pytest.mark.parametrize(("name", "day"), [("points_rules", "begins"), ("theme_campaigns", "month")])
def test_only_users_of_the_app_who_allow_marketing_take_part(bank, name, day):
    rows = bank[name].merge(bank["contacts"], on="customer_id").merge(bank["accounts"], on="customer_id")
    rows = rows.merge(bank["customers"][["customer_id", "app_user"]], on="customer_id")
    assert len(rows) == len(bank[name]) > 800
    assert rows.app_user.all()
    assert (rows.consent_date <= rows[day]).all()
    assert (rows.open_date < rows[day]).all()
    assert not (rows.close_date < rows[day]).any()


def test_the_rule_is_drawn_for_a_third_each_whoever_they_are(rules):
    thirds = rules.rule.value_counts(normalize=True)
    assert set(thirds.index) == {rule.name for rule in p.POINTS_RULES}
    assert thirds.between(0.28, 0.39).all()
    chance = rules.groupby("rule", observed=True).redeems_usual.mean()
    assert chance.max() - chance.min() < 0.03


def test_everyone_redeems_as_the_truth_says_and_pays_by_the_rule(rules):
    for rule in p.POINTS_RULES:
        mine = rules[rules.rule == rule.name]
        error = mine.redeemed.std() / np.sqrt(len(mine))
        assert mine.redeemed.mean() == pytest.approx(mine[f"redeems_{rule.name}"].mean(), abs=4 * error)
        cost = mine.cost_fen[mine.redeemed] / p.FEN
        assert cost.mean() == pytest.approx(rule.yuan, rel=0.15)
    assert (rules.redeems_simple > rules.redeems_generous).all()


def test_each_theme_has_its_month_and_a_holdout(themes):
    for theme in p.THEMES:
        mine = themes[themes.theme == theme.name]
        assert mine.month.nunique() == 1
        assert (~mine.shown).mean() == pytest.approx(p.THEME_HOLDOUT, abs=0.04)


def test_what_is_ordered_is_what_the_truth_says_on_average(themes):
    for theme in p.THEMES:
        for shown, now, after in ((True, "seen_fen", "seen_after_fen"), (False, "unseen_fen", "unseen_fen")):
            mine = themes[(themes.theme == theme.name) & (themes.shown == shown)]
            for spent, truth in ((mine.spent_fen, mine[now]), (mine.spent_after_fen, mine[after])):
                gap = spent - truth
                assert abs(gap.mean()) < 4 * gap.std() / np.sqrt(len(gap)), theme.name


def test_a_history_too_short_has_neither():
    tables = block_tables(small_world(400, 21, months=8), 0, 400)
    assert tables["points_rules"].num_rows == tables["theme_campaigns"].num_rows == 0
