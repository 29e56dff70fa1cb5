"""The first ninety days: what one who compares the halves of the lots relies on."""

import pandas as pd
import pytest

from generators import parameters as p
from tests.support.banks import block_tables, frames, small_world


@pytest.fixture(scope="module")
def bank():
    return frames(block_tables(small_world(6_000, 21), 0, 6_000))


def test_only_newcomers_who_had_allowed_marketing_take_part(bank):
    met = bank["first_meetings"].merge(bank["contacts"], on="customer_id").merge(bank["accounts"], on="customer_id")
    assert len(met) > 1_000
    assert met.marketing_consent.all()
    assert (met.consent_date <= met.date).all()
    assert (met.date == met.open_date).all()


def test_each_part_is_drawn_for_a_half_apart_from_the_others(bank):
    met = bank["first_meetings"]
    parts = ["ask_wallet", "first_use", "long_talk"]
    eighths = met.groupby(parts).size() / len(met)
    assert len(eighths) == 8
    assert eighths.between(0.10, 0.15).all()


def test_a_long_talk_takes_twelve_minutes_and_every_part_its_own(bank):
    minutes = bank["first_meetings"].groupby(["ask_wallet", "first_use", "long_talk"]).minutes.agg(["min", "max"])
    for (wallet, use, talk), row in minutes.iterrows():
        least = p.MEETING_MINUTES + 3 * wallet + 2 * use + 12 * talk
        assert (row["min"], row["max"]) == (least, least + p.MINUTES_SPREAD - 1)


def test_wallets_are_bound_soon_after_the_opening_and_by_those_whom_the_truth_names(bank):
    bound = bank["wallet_bindings"].merge(bank["accounts"], on="customer_id")
    assert ((bound.bound_on - bound.open_date).dt.days.between(0, p.BINDS_WITHIN - 1)).all()
    met = bank["first_meetings"].merge(bank["truth_first_meetings"], on="customer_id")
    would = met.binds_asked.where(met.ask_wallet, met.binds_unasked)
    assert (met.customer_id.isin(bound.customer_id) == would).all()
    assert (met.binds_asked | ~met.binds_unasked).all()


def test_goals_are_drawn_in_the_third_month_half_of_them_shown(bank):
    goals = bank["spend_goals"].merge(bank["accounts"], on="customer_id")
    opened = goals.open_date.dt.to_period("M")
    assert (goals.month.dt.to_period("M") == opened + p.GOAL_MONTH).all()
    assert set(goals.goal_fen) == set(p.GOALS_FEN)
    assert 0.45 < goals.shown.mean() < 0.55
    shares = goals.goal_fen.value_counts(normalize=True).reindex(list(p.GOALS_FEN))
    assert (shares - pd.Series(p.GOAL_SHARES, list(p.GOALS_FEN))).abs().max() < 0.05


def test_the_test_of_timing_spares_the_months_that_the_voucher_pilots_need(bank):
    hooked = bank["touches"][bank["touches"].campaign == "hook_timing"].merge(bank["accounts"], on="customer_id")
    opened = (hooked.open_date.dt.year - 2024) * 12 + hooked.open_date.dt.month - 1
    assert set(opened) == set(p.HOOK.opened)
    new = bank["touches"][(bank["touches"].campaign == "voucher_for_all") & (bank["touches"].segment == "new_unused")]
    assert len(new) > 50
