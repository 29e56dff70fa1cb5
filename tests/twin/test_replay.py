"""The months to come, with a plan and without: chance is the same, and only what the plan touches differs."""

from dataclasses import fields

import numpy as np
import pytest

from generators import parameters as p
from generators.month import step
from generators.month.step import contact_cost
from generators.people.referrers import NOBODY
from generators.rows import take
from generators.twin.outcomes import Outcome, Tally
from generators.twin.run import Plan, Twin
from generators.twin.scenario import Scenario, Shock
from generators.twin.snapshot import snapshot

MONTHS = 4


def calls(rows, month=0):
    rows = np.asarray(rows, dtype=np.intp)
    size = len(rows)
    channel, offer = p.CHANNEL_NAMES.index("call"), p.OFFER_NAMES.index("voucher")
    return Plan(rows, np.full(size, month), np.full(size, channel), np.full(size, offer))


def equal(one, other):
    return all((getattr(one, field.name) == getattr(other, field.name)).all() for field in fields(Outcome))


@pytest.fixture(scope="module")
def twin(bank):
    return bank.twin


@pytest.fixture(scope="module")
def everyone(twin):
    return np.flatnonzero(twin.now.state.open)


def test_nothing_planned_is_nothing_changed(twin):
    pair, plan, books, _ = twin.run_policy(lambda month, books: Plan.nothing(), MONTHS, 3)
    assert len(plan.row) == 0
    assert equal(pair.with_plan, pair.without)
    assert (pair.with_plan.profit == pair.without.profit).all()
    assert len(books) == MONTHS
    assert len(twin.run(Plan.nothing(), MONTHS, 3).rows) == 0


def test_calling_one_changes_that_one_and_those_whom_they_brought(twin, everyone):
    brought_by = twin.now.presence.row
    sender = next(row for row in everyone if (brought_by == row).any())
    alone = next(row for row in everyone if not (brought_by == row).any())
    assert list(twin.reached(np.array([alone]))) == [alone]
    family = set(twin.reached(np.array([sender])))
    assert family == {sender} | {
        row for start in np.flatnonzero(brought_by == sender) for row in twin.reached(np.array([start]))
    }
    changed = set()
    for future in range(1, 9):
        pair, *_ = twin.run_policy(lambda month, books: calls([sender], month), MONTHS, future)
        for field in fields(Outcome):
            differs = getattr(pair.with_plan, field.name) != getattr(pair.without, field.name)
            changed |= set(np.flatnonzero(differs.any(axis=1) if differs.ndim > 1 else differs))
    assert sender in changed
    assert changed <= family


def test_living_some_customers_gives_what_living_all_of_them_gives(twin, everyone):
    plan = Plan.join([calls(everyone[::3]), calls(everyone[1::5], 2)])
    some = twin.run(plan, MONTHS, 5)
    whole, *_ = twin.run_policy(lambda month, books: plan.of(month), MONTHS, 5)
    assert len(some.rows) < len(everyone)
    assert equal(some.with_plan, whole.with_plan.take(some.rows))
    others = np.setdiff1d(np.arange(len(twin.now)), some.rows)
    assert equal(whole.with_plan.take(others), whole.without.take(others))


def test_a_future_is_the_engine_run_month_by_month(twin, everyone):
    """No shortcut of the twin: the same months by `step` alone."""
    now, plan, draws = twin.now, calls(everyone[::4]), twin.now.draws(2)
    state, spent, cost = now.state, 0, 0
    for month in range(MONTHS):
        actions, company = plan.actions(month, np.arange(len(now))), now.presence.now(state, now.month + month)
        state, events = step(now.population, state, actions, company, now.month + month, draws, now.world)
        spent = spent + events.statement.purchases_fen
        cost = cost + np.where(events.open, contact_cost(actions, events.redeemed), 0)
    whole, *_ = twin.run_policy(lambda month, books: plan.of(month), MONTHS, 2)
    assert (whole.with_plan.spent == spent / 100).all()
    assert ((whole.with_plan.contact_cost + whole.with_plan.offer_cost) * 100 == cost).all()
    assert (whole.with_plan.open == (state.open & (state.leaving < 0))).all()


def test_futures_differ_and_each_is_the_same_again(twin):
    one, other = (twin.without(MONTHS, future).outcome.spent for future in (1, 2))
    assert (one != other).mean() > 0.3
    assert (Twin(twin.now).without(MONTHS, 1).outcome.spent == one).all()


def test_the_past_is_the_same_in_every_future(twin):
    tallies = [Tally(twin.now, MONTHS, twin.scenario, twin.accounts) for _ in range(2)]
    assert (tallies[0].before_fen == tallies[1].before_fen).all()
    assert tallies[0].past_months == 12 - MONTHS


def test_a_snapshot_is_kept_and_a_damaged_one_is_made_again(bank, tmp_path, monkeypatch):
    monkeypatch.setenv("TWINLINE_CACHE", str(tmp_path))
    world = bank.twin.now.world
    told = []
    first = snapshot(world, lambda done, total: told.append(done))
    assert told == list(range(1, world.months + 1))
    (kept,) = (tmp_path / "twinline").glob("*.npz")
    content = kept.read_bytes()
    told.clear()
    again = snapshot(world, lambda done, total: told.append(done))
    assert told == []
    assert all((vars(first.state)[name] == values).all() for name, values in vars(again.state).items())
    assert all(
        (vars(first.monthly_pages[7])[name] == values).all() for name, values in vars(again.monthly_pages[7]).items()
    )
    for damage in (content[:-50], b"", content[:1_000] + b"\xff" * 99 + content[1_099:]):
        kept.write_bytes(damage)
        told.clear()
        snapshot(world, lambda done, total: told.append(done))
        assert told
        assert list(kept.parent.iterdir()) == [kept]


def test_a_rivals_campaign_drives_customers_off_in_its_months_and_its_city(twin):
    city = p.CITIES[0].name
    shocked = Twin(twin.now, Scenario(shocks=(Shock(2, 3, leave=3.0, cities=(city,)),)))
    calm, shock = (each.without(MONTHS, 1).outcome.open for each in (twin, shocked))
    there = twin.now.population.city == 0
    assert shock[there].sum() < 0.95 * calm[there].sum()
    brought_by = twin.now.presence.row
    untied = (brought_by == NOBODY) | ~there[brought_by]
    assert (shock[~there & untied] == calm[~there & untied])[:50].all()


def test_prices_are_the_scenarios(twin, everyone):
    plan = calls(everyone[:200])
    dear = Twin(twin.now, Scenario(costs=(("call", 20.0),)))
    usual, more = (each.run(plan, MONTHS, 1).with_plan for each in (twin, dear))
    assert usual.contact_cost.sum() > 0
    assert (more.contact_cost * 6 == usual.contact_cost * 20).all()
    assert (more.worth == usual.worth).all()


def test_some_rows_of_a_record_are_its_rows(twin):
    rows = np.array([5, 2])
    assert (take(twin.now.state, rows).balance_fen == twin.now.state.balance_fen[rows]).all()
