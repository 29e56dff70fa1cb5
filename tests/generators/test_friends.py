"""Friends on WeCom: what one who looks at capacity and at the rhythm of messages relies on."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from generators import parameters as p
from generators.draws import Draws
from generators.friends import QUIET, attention, wecom_accounts
from generators.history import block_history
from generators.month.ties import drawn_friends, warmth
from generators.pages import to_arrow
from generators.population import draw_population
from tests.support.banks import block_tables, frames, small_world


@pytest.fixture(scope="module")
def world():
    return small_world(4_000, 21)


@pytest.fixture(scope="module")
def bank(world):
    accounts = {name: to_arrow(name, [page]) for name, page in wecom_accounts(world).items()}
    return frames(block_tables(world, 0, 4_000) | accounts)


@pytest.fixture(scope="module")
def written(bank) -> pd.DataFrame:
    """The trial's friends with the number of messages in its six months."""
    events = bank["wecom_events"]
    drawn = bank["wecom_rhythm"]
    begins = drawn.begins.iloc[0]
    inside = events.timestamp.between(begins, begins + pd.DateOffset(months=p.RHYTHM_MONTHS), inclusive="left")
    messages = events[inside & (events.event == "message")].groupby("customer_id").size()
    return drawn.assign(messages=drawn.customer_id.map(messages).fillna(0))


def test_the_trial_draws_friends_who_allow_marketing(bank):
    drawn = bank["wecom_rhythm"].merge(bank["contacts"], on="customer_id")
    assert len(drawn) > 300
    assert (drawn.consent_date <= drawn.begins).all()
    assert not drawn.wecom_opt_out.any()
    added = bank["wecom_events"].query("event == 'added'").set_index("customer_id").timestamp
    assert (drawn.customer_id.map(added) < drawn.begins).all()


def test_a_half_by_lot_is_left_unwritten_and_the_other_written_to(written):
    quiet = written.arm == "quiet"
    assert quiet.mean() == pytest.approx(p.RHYTHM_QUIET, abs=4 * 0.5 / np.sqrt(len(written)))
    assert (written.messages[quiet] == 0).all()
    assert written.messages[~quiet].median() >= p.RHYTHM_MONTHS


def test_the_more_friends_a_manager_has_the_less_each_gets(bank):
    accounts = bank["wecom_accounts"].merge(bank["truth_wecom_accounts"], on="manager_id", validate="one_to_one")
    few = accounts.other_friends <= p.FRIENDS_KEPT
    assert 0.3 < few.mean() < 0.7
    assert (accounts.attention[few] == p.ATTENTION_MOST).all()
    many = accounts[~few].sort_values("other_friends")
    assert many.attention.is_monotonic_decreasing
    assert many.attention.iloc[-1] < 0.5 * p.ATTENTION_MOST


def test_loads_have_nothing_to_do_with_who_the_manager_is(world):
    people = draw_population(world, Draws(world.seed, 0, 4_000))
    managed = people.manager >= 0
    gets = attention(world)[people.manager[managed]]
    for trait in (people.care, people.rate, people.affinity):
        assert abs(np.corrcoef(gets, trait[managed])[0, 1]) < 0.15


def test_friendship_fades_month_by_month_in_the_quiet_half_only(world):
    small = replace(world, customers=1_000)
    people, _, lived = block_history(small, 0, 1_000)
    state = list(lived)[-1].after
    friend = np.ones(1_000, dtype=bool)
    quiet = drawn_friends(people, state, small) & (people.rhythm == QUIET)
    assert 50 < quiet.sum() < 500
    usual = warmth(people, state, friend, p.RHYTHM_MONTH - 1, small)
    assert (usual == people.attention).all()
    for after in range(p.RHYTHM_MONTHS):
        now = warmth(people, state, friend, p.RHYTHM_MONTH + after, small)
        np.testing.assert_allclose(now[quiet], usual[quiet] * p.FRIEND_FADE**after)
        assert (now[~quiet] == usual[~quiet]).all()
    assert (warmth(people, state, friend, p.RHYTHM_MONTH + p.RHYTHM_MONTHS, small) == usual).all()


def test_a_history_too_short_for_the_trial_has_none():
    tables = block_tables(small_world(400, 21, months=p.RHYTHM_MONTH + 1), 0, 400)
    assert tables["wecom_rhythm"].num_rows == 0
