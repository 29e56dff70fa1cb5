"""Ties that act: WeCom friends, bigger cards, and the presence of whoever brought a customer."""

import numpy as np
import pandas as pd
import pytest

from generators import parameters as p
from generators.draws import Draws
from generators.history import live, presence_of
from generators.month import start_state
from generators.population import draw_population
from tests.support.banks import small_world


def test_a_friend_on_wecom_is_one_whose_last_word_was_not_goodbye(tiny):
    events = tiny["wecom_events"].sort_values("timestamp")
    kinds = events.groupby("customer_id").event.agg(["first", "last"]).astype(str)
    assert (kinds["first"] == "added").all()
    friends = tiny["customers"].set_index("customer_id").wecom_friend
    assert friends[friends].index.isin(kinds.index).all()
    assert (friends.reindex(kinds.index) == (kinds["last"] != "deleted")).all()


def test_those_invited_add_the_manager_sooner_than_those_left_alone(tiny):
    asked = tiny["touches"][tiny["touches"].campaign == "add_wecom"]
    added = tiny["wecom_events"][tiny["wecom_events"].event == "added"].groupby("customer_id").timestamp.min()
    month = asked.customer_id.map(added).dt.to_period("M") == asked.date.dt.to_period("M")
    assert month[asked.arm == "treated"].mean() > month[asked.arm == "control"].mean() + 0.15
    assert not asked[asked.arm == "control"].delivered.any()


def test_upgrades_chain_and_end_at_the_card_that_the_account_shows(tiny):
    upgrades = tiny["upgrades"].sort_values("date")
    order = list(p.PRODUCTS)
    step = upgrades.to_product.astype(str).map(order.index) - upgrades.from_product.astype(str).map(order.index)
    assert (step == 1).all()
    assert (upgrades.new_limit_fen > upgrades.old_limit_fen).all()
    last = upgrades.groupby("customer_id")[["to_product", "new_limit_fen"]].last()
    accounts = tiny["accounts"].set_index("customer_id").loc[last.index]
    assert (accounts["product"].astype(str) == last.to_product.astype(str)).all()
    # The trial of bigger limits may have raised it again since, in a month of its own.
    raised = tiny["limit_offers"].query("accepted").drop(columns="date").rename(columns={"accepted_on": "date"})
    columns = ["customer_id", "date", "old_limit_fen", "new_limit_fen"]
    moves = pd.concat([upgrades[columns], raised[columns]]).sort_values("date")
    last_limit = moves.groupby("customer_id").new_limit_fen.last().loc[last.index]
    assert (accounts.limit_fen == last_limit).all()
    before = moves.groupby("customer_id").new_limit_fen.shift()
    assert before.notna().any()
    assert (before == moves.old_limit_fen)[before.notna()].all()


def test_a_statement_shows_the_bigger_limit_from_the_next_month_on(tiny):
    upgrades = tiny["upgrades"]
    first = upgrades.date.dt.to_period("M").dt.to_timestamp()
    statements = tiny["statements"].set_index(["customer_id", "month"]).limit_fen
    now = statements.reindex(pd.MultiIndex.from_arrays([upgrades.customer_id, first]))
    later = statements.reindex(pd.MultiIndex.from_arrays([upgrades.customer_id, first + pd.DateOffset(months=1)]))
    assert (now.to_numpy() == upgrades.old_limit_fen.to_numpy()).all()
    seen = later.notna().to_numpy()
    assert seen.mean() > 0.8
    assert (later.to_numpy()[seen] == upgrades.new_limit_fen.to_numpy()[seen]).all()


@pytest.mark.parametrize(("first", "stop"), [(30, 90), (350, 400)])
def test_a_block_that_cuts_a_circle_knows_the_company_outside_it(first, stop):
    bank = small_world()
    whole, draws = presence_of(bank, 0, 400), Draws(bank.seed, 0, 400)
    part = presence_of(bank, first, stop)
    assert part.outside
    people, some = draw_population(bank, draws), Draws(bank.seed, first, stop)
    state, ours = start_state(people, draws), start_state(draw_population(bank, some), some)
    together = 0
    for month, events in enumerate(live(people, draws, bank, presence=whole)):
        expected = whole.now(state, month)[first:stop]
        assert (part.now(ours, month) == expected).all()
        together += int(expected.sum())
        state = events.after
        ours = type(state)(**{name: values[first:stop] for name, values in vars(state).items()})
    assert together > 0


def test_nobody_brings_themselves_and_referrers_outside_come_from_the_same_circle():
    bank = small_world(customers=4_400, block_size=2_200)
    presence = presence_of(bank, 2_100, 2_200)
    assert (presence.row != np.arange(100)).all()
