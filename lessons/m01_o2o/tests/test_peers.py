"""The data and the pages of lessons 3 and 4 of m01."""

import pandas as pd
import pytest

from twinline.base.text import use_language
from twinline.modules.m01 import modes, peer_views, peers

BANDS = pd.DataFrame({"score": [550.0, 750.0], "people": [100, 100], "bad": [0.10, 0.01]})


def test_a_higher_price_leaves_fewer_and_riskier_borrowers():
    market = peers.lending(BANDS, 3)
    assert market["volume"].is_monotonic_decreasing
    assert market["bad"].is_monotonic_increasing


def test_with_one_kind_of_borrower_a_price_drives_nobody_else_away():
    same = BANDS.assign(bad=0.05)
    market = peers.lending(same, 2, [0.2])
    assert market["bad"].iloc[0] == pytest.approx(0.10)
    assert market["net"].iloc[0] == pytest.approx(100 * (0.9 * 0.2 - 0.1 * 0.85))


def test_a_wallet_that_hides_nothing_leaves_all_known_and_more_hides_more():
    seen = peers.blind([0, 0.5, 1])
    assert (seen.loc[0] == 1).all()
    assert (seen.diff().dropna() < 0).all(axis=None)


def test_pooled_points_are_own_points_and_the_familys():
    file = peers.family_points()
    assert (file["pooled"] >= file["points"]).all()
    assert not file["customer_id"].duplicated().any()


def test_every_open_account_is_in_one_group_and_only_buyers_have_an_online_share():
    file = peers.digital()
    assert set(file["group"]) == {"first", "young", "older", "silent"}
    assert (file["online"].isna() == (file["group"] == "silent")).all()
    assert file.loc[file["group"] == "first", "online"].min() >= peers.SCREEN


def test_answers_come_after_the_question():
    days = peers.answers()["days"].dropna()
    assert days.between(0, peers.WAIT).all()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_guess_is_set_beside_the_verdict(language):
    use_language(language)
    page = modes.verdicts({"P2P": "gone", "O2O": "gone"})
    assert page.count("✓") == 1
    assert page.count("✗") == 1
    assert "2020" in page
    assert modes.verdicts().count("<tr>") == len(modes.MODES) == modes.counts().sum()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_answer_their_controls(language):
    use_language(language)
    sort = peer_views.live_sort()
    before = sort.children[1].value
    sort.children[0].children[0].value = "inside"
    assert "✓" in sort.children[1].value != before
    market = peer_views.live_lending(BANDS)
    before = market.children[1].value
    market.children[0].children[0].value = 30
    assert market.children[1].value != before
    seen = pd.DataFrame({"spend": [1, 0.5], "favourite": [1, 0.4], "travellers": [1, 0.6]}, index=[0.0, 1.0])
    wallet = peer_views.live_blind(seen)
    wallet.children[0].children[0].value = 100
    assert "40%" in wallet.children[1].value


def test_the_widest_gap_stands_first_on_the_map():
    marks = pd.DataFrame({"matters": [3, 5], "have": [3, 1], "look": ["a", "b"]}, index=["small", "wide"])
    assert (page := peer_views.capability_picture(marks)).index("wide") < page.index("small")
    live = peer_views.live_capabilities(marks)
    live.children[0].children[3].value = 5
    live.children[0].children[1].value = 1
    page = live.children[1].value
    assert page.index("small") < page.index("wide")
