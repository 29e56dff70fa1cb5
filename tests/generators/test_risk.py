"""Scores, the declined, losses and scenarios: what one who builds a scorecard or a stress test relies on."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from generators import parameters as p
from generators.draws import Draws
from generators.pages import to_arrow
from generators.people.applying import applications_of
from generators.people.declined import application_scores
from generators.population import draw_population
from generators.risk_tables import macro_scenarios, operational_losses
from generators.write import content_hash
from tests.support.banks import block_tables, frames, small_world

RISK = ("application_scores", "declined_bureau", "truth_declined")


@pytest.fixture(scope="module")
def bank():
    return frames(block_tables(small_world(3_000, 21), 0, 3_000))


def test_whoever_was_decided_on_has_a_score_of_the_day_and_the_declined_a_file(bank):
    decided = bank["applications"][bank["applications"].decided.notna()].set_index("application_id").sort_index()
    scored = bank["application_scores"].set_index("application_id").sort_index()
    assert scored.index.equals(decided.index)
    assert (scored.approved == decided.approved).all()
    assert (scored.scored_on == decided.submitted.dt.normalize()).all()
    assert (scored.customer_id.notna() == scored.approved).all()
    declined = decided.index[~decided.approved]
    for name in ("declined_bureau", "truth_declined"):
        assert bank[name].set_index("application_id").sort_index().index.equals(declined)
    files = bank["declined_bureau"]
    assert set(bank["bureau"].columns) - {"customer_id"} <= set(files.columns)
    assert (files.as_of.dt.year - files.birth_year).between(18, 80).all()


def test_the_score_says_who_was_declined_but_not_always(bank):
    scored = bank["application_scores"]
    declined = ~scored.approved
    below = scored.score < scored.review_line
    assert declined[below].mean() > 1.5 * declined[~below].mean() > 0
    assert scored.approved[below].any()
    fifth = pd.qcut(scored.score, 5, labels=False)
    assert declined.groupby(fifth).mean().is_monotonic_decreasing
    assert bank["declined_bureau"].score.mean() < bank["bureau"].score.mean() - 10


def test_the_declined_would_have_gone_bad_more_often_than_the_customers_did_not_always(bank):
    truth = bank["truth_declined"]
    assert 0.01 < truth.would_default.mean() < 0.3
    assert (truth.would_default == (truth.worst_bucket >= p.BAD_FROM_BUCKET)).all()
    assert (truth.default_month.notna() == truth.would_default).all()
    assert (truth.owed_fen[truth.would_default] > 0).all()
    assert (truth.default_month.dropna() >= 2).all()  # a card must be used, then twice not paid


@pytest.mark.parametrize("block_size", [1_999, 677])
def test_the_declined_are_the_same_for_any_block_size(block_size):
    def hashes(size: int) -> dict[str, int]:
        world = small_world(2_100, 3, block_size=size)
        total = dict.fromkeys(RISK, 0)
        for first, stop in world.blocks():
            tables = block_tables(world, first, stop)
            total = {name: (total[name] + content_hash(tables[name])) % 2**64 for name in RISK}
        return total

    assert hashes(block_size) == hashes(2_100)


def test_the_declined_are_other_people_than_the_customers_beside_them():
    world = small_world(4_000, 3)
    draws = Draws(world.seed, 0, 4_000)
    people = draw_population(world, draws)
    made = application_scores(people, applications_of(people, draws, world), draws, world)
    files = made["declined_bureau"]
    beside = (files["application_id"] - 300_000_001) // 2
    assert abs(np.corrcoef(files["income_fen"], people.income_fen[beside])[0, 1]) < 0.1
    assert (files["income_fen"] == people.income_fen[beside]).mean() < 0.05


def test_losses_come_within_the_history_and_one_control_fails_for_half_a_year():
    world = small_world(400, 21)
    losses = frames({"x": _table("operational_losses", operational_losses(world))})["x"]
    assert losses.loss_id.is_unique
    assert losses.date.is_monotonic_increasing
    assert losses.date.between("2024-01-01", "2025-12-31").all()
    assert (losses.discovered >= losses.date).all()
    assert (losses.recovered_fen <= losses.gross_fen).all()
    assert losses.event.nunique() == 7
    month = (losses.date.dt.year - 2024) * 12 + losses.date.dt.month - 1
    weak = losses.control == p.WEAK_CONTROL
    count = month[weak].value_counts().reindex(range(24), fill_value=0)
    first, last = p.WEAK_MONTHS
    inside = count.index.to_series().between(first, last)
    assert count[inside].mean() > 3 * count[~inside].mean()


def test_scenarios_share_the_past_and_part_afterwards():
    world = small_world(400, 21)
    economy = frames({"x": _table("macro_scenarios", macro_scenarios(world))})["x"]
    wide = economy.pivot_table("unemployment_index", "month", "scenario", observed=True)
    assert len(wide) == world.months + p.MACRO_AHEAD
    past = wide[wide.index < "2026-01-01"]
    assert past.nunique(axis=1).eq(1).all()
    assert past.iloc[0].eq(100).all()
    assert wide.iloc[-1].severe > wide.iloc[-1].mild > wide.iloc[-1].base
    other = macro_scenarios(replace(world, seed=22))["macro_scenarios"]
    assert not np.array_equal(other["rate_index"], economy.rate_index)


def _table(name, made):
    return to_arrow(name, [made[name]])
