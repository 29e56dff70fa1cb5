"""The ready games reward different plans: what wins one loses another (`python -m benchmarks.games`, docs/reference/twin.md)."""

import pytest

from benchmarks.games import largest, plans, profits
from twinline.twin.bank import Bank

CALLS, WAVES, LATE, TEXTS = "calls", "calls in 3 waves", "calls from month 4", "texts"
ENOUGH = 16  # futures: four leave an error of 25 thousand yuan, as large as the plans' distance
BOTH = "half of the calls, texts to the rest"


@pytest.fixture(autouse=True)
def course(monkeypatch):
    monkeypatch.delenv("TWINLINE_CACHE")  # the lessons' bank is kept there, too


def test_against_the_rival_calls_win_soon_and_often():
    profit = profits("rival", futures=ENOUGH)
    assert max(profit, key=lambda plan: profit[plan][0]) == WAVES
    assert profit[LATE][0] < profit[CALLS][0] / 2


def test_in_a_lean_year_texts_beat_calls():
    profit = profits("lean", futures=4)
    assert profit[TEXTS][0] > 2 * max(profit[plan][0] for plan in (CALLS, WAVES, LATE))


def test_where_calls_are_forbidden_to_many_texts_take_their_place():
    profit = profits("refusal", futures=ENOUGH)
    assert min(profit[BOTH][0], profit[TEXTS][0]) > 1.3 * profit[CALLS][0]  # which of the two is noise


def test_each_plan_takes_all_that_the_game_allows():
    bank = Bank.open("course", scenario="rival")
    made = plans(bank)
    assert all(bank.check(plan).ok for plan in made.values())
    assert len(made[TEXTS].customers) == bank.contact_limit
    assert len(largest(bank, lambda number: made[TEXTS].cap(min(number, 3))).customers) == 3
