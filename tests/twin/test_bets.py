"""Bet, then run: honest intervals win, and no trick does."""

import numpy as np
import pytest

import twinline as tw
from generators.errors import BilingualError
from generators.twin.run import Twin
from twinline.pictures.style import collected
from twinline.twin import bets
from twinline.twin.bank import Bank
from twinline.twin.bet_history import Bets
from twinline.twin.bets import Judged, interval_score

FUTURES = 4


@pytest.fixture(autouse=True)
def nothing_shown(monkeypatch):
    """No result was shown before: other tests run strategies on the same bank."""
    monkeypatch.setattr(bets, "_SHOWN", {})


@pytest.fixture
def game(bank):
    return Bank(Twin(bank.twin.now))


def calls(bank, first, number=60):
    return (
        tw.segment(bank.observed(), "not call_opt_out and not sms_opt_out")
        .cap(first + number)
        .action("call", "voucher")
    )


def after(strategy, first):
    """All but the first ones of a strategy's contacts."""
    return strategy.table.iloc[first:]


# --- the score is proper ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def profits():
    """Profits as somebody believes in them, skewed and with a heavy tail."""
    rng = np.random.default_rng(1)
    return 40_000 * rng.lognormal(0, 0.8, 40_000) - 30_000 + 5_000 * rng.standard_t(4, 40_000)


def test_honest_intervals_win(profits):
    low, high = np.quantile(profits, [0.1, 0.9])
    honest, width = interval_score(low, high, profits), high - low
    for name, other in {
        "a little wider": (low - 0.1 * width, high + 0.1 * width),
        "a little narrower": (low + 0.1 * width, high - 0.1 * width),
        "all there is": (profits.min(), profits.max()),
        "a point": (np.median(profits), np.median(profits)),
        "shifted up": (low + 0.2 * width, high + 0.2 * width),
        "symmetric about the mean": (profits.mean() - width / 2, profits.mean() + width / 2),
        "surer than one is": tuple(np.quantile(profits, [0.25, 0.75])),
    }.items():
        assert interval_score(*other, profits) > honest, name


def test_the_score_is_the_one_of_the_paper():
    # α = 0.2: the width, and 2/α = 10 times how far a value lies outside.
    assert interval_score(0, 10, [5]) == pytest.approx(10)
    assert interval_score(0, 10, [-2]) == pytest.approx(10 + 20)
    assert interval_score(0, 10, [13, 5]) == pytest.approx(10 + 15)


def test_nobody_beats_luck_in_hindsight(profits):
    shown = tuple(profits[:8])
    best = Judged("", tw.Bet(np.median(shown), min(shown), max(shown)), shown)
    assert best.times == pytest.approx(1)
    for low, high in np.sort(np.random.default_rng(2).choice(profits, (50, 2)), axis=1):
        assert Judged("", tw.Bet((low + high) / 2, low, high), shown).times >= 1


def test_the_same_interval_for_every_strategy_loses_to_one_that_follows_what_is_known():
    rng = np.random.default_rng(3)
    known, always = [], []
    for centre in rng.normal(0, 50_000, 30):  # strategies differ, and somebody knows how
        came = tuple(rng.normal(centre, 10_000, 8))
        known.append(Judged("", tw.Bet(centre, centre - 12_800, centre + 12_800), came).times)
        always.append(Judged("", tw.Bet(0, -64_000, 64_000), came).times)
    assert np.mean(known) < 0.5 * np.mean(always)


# --- on the bank ------------------------------------------------------------------------------------------------------


def test_a_bet_stands_beside_what_came_and_what_happened(game):
    result = game.run(calls(game, 0), futures=FUTURES, bet=tw.Bet(500, -2_000, 3_000), name="calls")
    judged = result.judged()
    assert judged.profits == tuple(result.by_future.profit)
    assert judged.void() == ""
    assert judged.inside == np.mean([-2_000 <= profit <= 3_000 for profit in judged.profits])
    later = game.advance(result)
    (row,) = later.bets.table.to_dict("records")
    assert (row["name"], row["happened"]) == ("calls", later.log[0].happened.profit)
    assert row["mean"] == pytest.approx(result.score(references=False).profit)
    assert game.run(None, futures=1).judged() is None


def test_what_was_shown_before_is_no_bet(game, bank):
    first = calls(game, 0)
    assert game.run(first, futures=FUTURES, bet=tw.Bet(0, -1, 1)).judged().void() == ""
    known = tw.Bet(0, -1, 1)
    again = game.run(first, futures=FUTURES, bet=known).judged()
    assert again.bet.seen == 1
    assert "100% of its contacts had shown their result before" in again.void()
    nearly = game.run(after(first, 5), futures=FUTURES, bet=known).judged()
    anew = Bank(Twin(bank.twin.now)).run(first, futures=FUTURES, bet=known).judged()
    dressed = first + tw.segment(game.observed(), "not sms_opt_out").cap(200).action("sms", month=2)
    cheap = game.run(dressed, futures=FUTURES, bet=known).judged()  # many cheap contacts beside the dear ones
    assert all(judged.void() for judged in (nearly, anew, cheap))
    new = game.run(after(calls(game, 100), 100), futures=FUTURES, bet=known).judged()
    assert new.bet.seen == 0
    assert new.void() == ""
    assert len(game.bets.counted) == 2


def test_where_nothing_is_left_to_luck_nothing_is_counted(game):
    nothing = game.run(None, futures=FUTURES, bet=tw.Bet(0, 0, 0)).judged()
    assert nothing.times is None
    assert "nothing was left to luck" in nothing.void()
    few = game.run(calls(game, 0, 20), futures=FUTURES, bet=tw.Bet(0, -900, 900)).judged()
    assert "fewer than 30 customers" in few.void()  # next to all that these bring is luck
    one = game.run(calls(game, 0), futures=1, bet=tw.Bet(0, -9_000, 9_000)).judged()
    assert one.void()


@pytest.mark.parametrize("figures", [(0, -np.inf, np.inf), (0, 1, 2), (np.nan, 0, 1), ("a", 0, 1), (5, 9, 1)])
def test_an_interval_that_is_none_is_refused(figures):
    with pytest.raises(BilingualError, match=r"give three numbers in yuan") as error:
        tw.Bet(*figures)
    assert "下限 ≤ 预期 ≤ 上限" in error.value.zh


def test_what_is_no_bet_is_refused(game):
    with pytest.raises(BilingualError, match=r"bet= takes a tw.Bet"):
        game.run(None, futures=1, bet=(1, 2, 3))


def bets_of(low, high, number=6, expected=None):
    rng = np.random.default_rng(4)
    centre = (low + high) / 2 if expected is None else expected
    return Bets(
        tuple(
            Judged(f"plan {place}", tw.Bet(centre, low, high), tuple(rng.normal(0, 100, 8))) for place in range(number)
        )
    )


def test_many_bets_say_how_well_somebody_knows():
    assert "surer than you know" in bets_of(-20, 20).finding()
    assert "more than you say" in bets_of(-900, 900).finding()
    assert "cannot tell that from 80 %" in bets_of(-128, 128).finding()
    assert "too few" in bets_of(-128, 128, number=1).finding()
    assert "yuan too much" in bets_of(300, 900).finding()
    assert "too much" not in bets_of(-128, 128).finding()


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("You expected", "Interval score")), ("zh", ("您的预期是", "区间得分"))]
)
def test_bets_show_themselves_in_both_languages(game, language, words):
    tw.setup(language)
    result = game.run(calls(game, 0), futures=FUTURES, bet=tw.Bet(500, -2_000, 3_000), name="calls")
    for shown in (result, game.bets):
        assert all(word in shown._repr_html_() for word in words)
        assert all(word in repr(shown) for word in words)
    with collected() as pictures:
        game.bets.plot()
    assert "calls" in pictures[0].split('alt="')[1].split('"')[0]


# --- orders and acquisition -------------------------------------------------------------------------------------------


def test_a_bet_on_an_order_counts_what_its_pilot_and_welcome_show(game):
    order = tw.Order(calls(game, 0), control=0.2, pilot=tw.Pilot({"alone": None, "text": ("sms", "voucher")}, size=40))
    assert game.run(order, futures=FUTURES, bet=tw.Bet(0, -1, 1)).judged().void() == ""
    again = game.run(order, futures=FUTURES, bet=tw.Bet(0, -1, 1)).judged()
    assert again.bet.seen == 1


def test_cards_that_were_bought_before_one_s_eyes_are_no_bet(game):
    spent = {("referral", "friends_link"): 6_000}
    game.acquire(spent).run(None, futures=1)
    nearly = game.acquire({("referral", "friends_link"): 6_200})
    seen = nearly.run(calls(game, 0, 30), futures=FUTURES, bet=tw.Bet(0, -1, 1)).judged()
    assert seen.bet.seen > 0.5
    other = game.acquire({("app", "app_search"): 6_000}).run(None, futures=FUTURES, bet=tw.Bet(0, -1, 1)).judged()
    assert other.bet.seen == 0
    assert other.customers > 0
