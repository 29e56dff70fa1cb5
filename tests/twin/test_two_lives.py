"""A counter-example to a list: a customer of it, month by month, with the contact and without."""

import numpy as np
import pytest

import twinline as tw
from generators import parameters as p
from twinline.base.chinese import CHINESE
from twinline.base.text import speaking
from twinline.twin.two_lives import counter_example


@pytest.fixture(scope="module")
def result(bank, seen):
    return bank.run(tw.segment(seen, "not call_opt_out").action("call", "fee_waiver"), futures=1, months=4)


@pytest.fixture(scope="module")
def lives(result):
    return counter_example(result)


def test_it_is_a_customer_of_the_list_by_whom_the_bank_loses(result, lives):
    pair = result.pairs[0]
    place = int(np.flatnonzero(pair.rows == lives.customer_id - p.FIRST_CUSTOMER_ID)[0])
    assert lives.customer_id in set(result.plan["customer_id"])
    assert lives.lost == pytest.approx(pair.without.profit[place] - pair.with_plan.profit[place])
    assert lives.lost > 0
    assert sum(lives.counts.values()) == int((pair.with_plan.contacts > 0).sum())
    for life, outcome in ((lives.with_contact, pair.with_plan), (lives.without, pair.without)):
        assert sum(month.spent for month in life) == pytest.approx(outcome.spent[place])
        assert sum(month.complained for month in life) == outcome.complaints[place]
    assert [month.contact for month in lives.with_contact].count(("call", "fee_waiver")) == 1
    assert not any(month.contact for month in lives.without)
    assert (lives.kind == "driven") == (lives.decided == (True, False))


def test_it_is_told_in_both_languages(lives):
    for language in ("en", "zh"):
        with speaking(language):
            said = [lives.headline(), lives.counted(), *lives.months().splitlines()]
            assert str(lives.customer_id) in said[0]
            assert 3 <= len(said) <= 6
            for line in said:
                assert bool(CHINESE.search(line)) == (language == "zh"), line


def test_a_list_that_touches_nobody_has_no_counter_example(bank, seen):
    assert (
        counter_example(bank.run(tw.segment(seen, "age > 200").action("call", "fee_waiver"), futures=1, months=4))
        is None
    )
