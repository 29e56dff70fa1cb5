"""The trial of bigger limits, as one who weighs spending against losses relies on it."""

import pytest

from generators import parameters as p
from tests.support.banks import block_tables, frames, small_world


@pytest.fixture(scope="module")
def bank():
    return frames(block_tables(small_world(3_000, 21), 0, 3_000))


def test_only_those_who_allow_it_are_drawn_and_half_of_them_asked(bank):
    drawn = bank["limit_offers"].merge(bank["contacts"], on="customer_id")
    assert len(drawn) > 700
    assert (drawn.consent_date <= drawn.date).all()
    assert not drawn.sms_opt_out.any()
    assert 0.45 < drawn.asked.mean() < 0.55
    assert 0.70 < drawn.accepted[drawn.asked].mean() < 0.90
    assert not drawn.accepted[~drawn.asked].any()


def test_the_arms_are_alike_before(bank):
    drawn = bank["limit_offers"].merge(bank["bureau"], on="customer_id")
    for name in ("old_limit_fen", "score"):
        spread = drawn[name].std() * (4 / len(drawn)) ** 0.5
        means = drawn.groupby("asked")[name].mean()
        assert abs(means[True] - means[False]) < 3.5 * spread


def test_the_limit_rises_next_month_for_those_only_who_said_yes(bank):
    drawn = bank["limit_offers"]
    made = bank["statements"].merge(drawn, on="customer_id")
    month = made.date.dt.to_period("M").dt.to_timestamp()
    then = made[made.month == month]
    assert (then.limit_fen == then.old_limit_fen).all()
    upgraded = bank["upgrades"].customer_id
    later = made[(made.month > month) & ~made.customer_id.isin(upgraded)]
    assert (later.limit_fen == later.new_limit_fen).all()
    assert ((drawn.new_limit_fen > drawn.old_limit_fen) == drawn.accepted).all()


def test_a_short_history_has_no_trial():
    assert not len(block_tables(small_world(400, 3, months=p.RISE_MONTH), 0, 400)["limit_offers"])
