"""Cards that open in the twin's months, by themselves or for a budget: the same people whatever the bank does."""

from dataclasses import fields

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import twinline as tw
from generators import parameters as p
from generators.errors import BilingualError
from generators.twin.acquiring import WAYS, more_cards, usual_cards, usual_cost
from generators.twin.newcomers import with_newcomers
from generators.twin.observed import observed
from generators.twin.outcomes import Outcome
from generators.twin.run import Plan, Twin
from generators.twin.scenario import Scenario
from twinline.twin.bank import Bank

MONTHS = 6
CHEAP, DEAR = ("partner_scene", "checkout"), ("outbound", "mall_stand")


@pytest.fixture(scope="module")
def known(bank):
    """How many customers the history has."""
    return len(bank.twin.now)


@pytest.fixture(scope="module")
def growing(bank):
    rules = Scenario(newcomers=True)
    return Bank(Twin(with_newcomers(bank.twin.now), rules))


@pytest.fixture(scope="module")
def brought(bank):
    return bank.acquire({CHEAP: 20_000, DEAR: 20_000})


def people(twin, rows):
    return {name: getattr(twin.now.population, name)[rows] for name in ("birth_year", "income_fen", "open_day", "rate")}


def same(one, other):
    return all((values == other[name]).all() for name, values in one.items())


def equal(one, other):
    return all((getattr(one, field.name) == getattr(other, field.name)).all() for field in fields(Outcome))


# --- those who come anyway ----------------------------------------------------------------------------------------------


def test_newcomers_change_nothing_for_those_who_are_here(bank, growing, known):
    before = bank.twin.without(MONTHS, 1).outcome
    now = growing.twin.without(MONTHS, 1).outcome
    assert equal(before, now.take(np.arange(known)))


def test_cards_open_at_the_rate_of_the_history_and_are_used(growing, known):
    state = growing.twin.now
    opened = state.population.open_month[known:]
    assert opened.min() == state.month
    assert opened.max() == state.month + p.NEWCOMER_MONTHS - 1
    a_month = np.bincount(opened - state.month).mean()
    in_history = (state.population.open_month[:known] >= 0).sum() / state.world.months
    assert a_month == pytest.approx(in_history, rel=0.2)
    outcome = growing.twin.without(MONTHS, 1).outcome.take(np.arange(known, len(state)))
    soon = opened < state.month + MONTHS
    assert outcome.active[soon].sum() > 0
    assert not outcome.open[~soon].any()
    assert not outcome.spent[~soon].any()


def test_nothing_planned_is_nothing_changed_for_newcomers_either(growing):
    pair, _, pages, _ = growing.twin.run_policy(lambda month, pages: Plan.nothing(), MONTHS, 3)
    assert equal(pair.with_plan, pair.without)
    assert pages[-1].open.sum() > growing.twin.now.monthly_pages[-1].open.sum() * 0.95


def test_the_bank_sees_a_newcomer_from_the_month_after_the_opening_on(growing, known):
    seen = []

    def choose(month, pages):
        columns = observed(growing.twin.now, pages)
        seen.append(columns["tenure_months"][columns["customer_id"] >= p.FIRST_CUSTOMER_ID + known])
        return Plan.nothing()

    growing.twin.run_policy(choose, 3, 1)
    assert [set(tenures) for tenures in seen] == [set(), {1}, {1, 2}]

    def policy(observed, month, budget):
        return tw.segment(observed, "tenure_months <= 1 and not sms_opt_out").action("sms", "voucher")

    plan = growing.run(policy, months=3, futures=1).plan
    assert (plan.customer_id >= p.FIRST_CUSTOMER_ID + known).any()


def test_a_round_later_newcomers_are_customers_and_more_will_come(growing, known):
    later = growing.advance(growing.run(None, months=3, futures=1))
    seen = later.observed()
    new = seen[seen.customer_id >= p.FIRST_CUSTOMER_ID + known]
    assert new.tenure_months.between(1, 3).all()
    assert len(new) > 0
    assert later.twin.now.population.open_month.max() == later.twin.now.month + p.NEWCOMER_MONTHS - 1
    kept = np.arange(len(growing.twin.now))
    assert same(people(growing.twin, kept), people(later.twin, kept))


def test_who_comes_does_not_hang_on_how_far_the_twin_looks(bank, known):
    near, far = (with_newcomers(bank.twin.now, months) for months in (4, 9))
    rows = np.arange(len(near))
    assert len(near) < len(far)
    assert same(people(Twin(near), rows), people(Twin(far), rows))
    twice = with_newcomers(near, 9)
    assert same(people(Twin(twice), np.arange(len(far))), people(Twin(far), np.arange(len(far))))


def test_contacting_one_newcomer_changes_that_one_alone(growing, known):
    twin = growing.twin
    opened = twin.now.population.open_month
    one = known + int(np.flatnonzero(twin.now.population.consent_day[known:] < 10**6)[0])
    month = int(opened[one] - twin.now.month)
    codes = (np.array([names.index(name)]) for names, name in ((p.CHANNEL_NAMES, "call"), (p.OFFER_NAMES, "voucher")))
    plan = Plan(np.array([one]), np.array([month]), *codes)
    changed = set()
    for future in range(1, 7):
        pair, *_ = twin.run_policy(lambda at, pages: plan.of(at), MONTHS, future)
        changed |= set(np.flatnonzero(pair.with_plan.profit != pair.without.profit))
        some = twin.run(plan, MONTHS, future)
        assert equal(some.with_plan, pair.with_plan.take(some.rows))
    assert changed == {one}


# --- those whom a budget brings -----------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(WAYS), st.floats(0, 1e7), st.floats(0, 1e7))
def test_each_further_yuan_brings_no_more_than_the_one_before(way, one, other):
    world = p.world("course")
    few, many = sorted((one, other))
    cards = [more_cards(world, way, yuan) for yuan in (few, (few + many) / 2, many)]
    assert 0 <= cards[0] <= cards[1] <= cards[2] < p.MORE_CARDS[way[0]] * usual_cards(world, way)
    assert cards[1] - cards[0] >= cards[2] - cards[1] - 1e-9
    assert cards[2] <= many / usual_cost(way)  # no extra card is cheaper than one that comes anyway


def test_more_money_for_one_way_adds_people_and_changes_nobody_else(bank, known):
    small, big = (bank.acquire({CHEAP: yuan, DEAR: 20_000}) for yuan in (8_000, 60_000))
    luck = [set(each.twin.now.luck[known:]) for each in (small, big)]
    assert luck[0] < luck[1]
    outcomes = {}
    for each in (small, big):
        pair = each.run(None, months=MONTHS, futures=1).pairs[0]
        outcomes[each is big] = dict(zip(each.twin.now.luck[pair.rows], pair.with_plan.profit, strict=True))
    assert all(outcomes[True][number] == profit for number, profit in outcomes[False].items())


def test_whoever_is_brought_lives_a_life_and_is_nobody_without_the_budget(brought, known):
    result = brought.run(None, futures=2)
    pair = result.pairs[0]
    assert set(pair.rows) == set(brought.twin.bought)
    assert not pair.without.profit.any()
    assert pair.with_plan.active.sum() > 0
    whole, *_ = brought.twin.run_policy(lambda month, pages: Plan.nothing(), MONTHS, 1)
    assert equal(whole.with_plan.take(pair.rows), pair.with_plan)
    here = np.arange(known)
    assert equal(whole.with_plan.take(here), whole.without.take(here))


def test_the_score_adds_up_and_tells_cost_and_worth_of_a_card(brought):
    score = brought.run(None, futures=3).score()
    got = score.acquired
    assert score.profit == pytest.approx(got.value - got.spend)
    assert score.cost == pytest.approx(got.spend) == 40_000
    assert got.cac == pytest.approx(got.spend / got.cards)
    assert score.saved == 0
    assert dict(score.waterfall)["acquired"] == pytest.approx(got.value)
    assert sum(value for code, value in score.waterfall if code != "profit") == pytest.approx(score.profit)
    assert {"cards", "cac", "value", "written_off"} <= {name for name, *_ in score.rows()}
    assert score.best_observable is None  # it buys no customers


def test_the_table_of_newcomers_adds_up(brought):
    result = brought.run(None, futures=2)
    table, got = result.newcomers, result.score(references=False).acquired
    assert table.cards.sum() == got.cards == len(brought.twin.bought)
    assert table.spend.sum() == got.spend
    assert table.net.sum() == pytest.approx(got.value - got.spend)
    assert table.set_index("scene").loc["checkout", "cac"] < table.set_index("scene").loc["mall_stand", "cac"]
    here = bank_without(brought).run(None, futures=1)
    assert len(here.newcomers) == 0
    assert here.score(references=False).acquired is None


def bank_without(brought):
    return Bank(brought.before)


def test_quality_by_scene_is_the_histories(bank):
    plan = bank.acquire({("outbound", "payroll_visit"): 300_000, CHEAP: 300_000})
    now, rows = plan.twin.now, plan.twin.bought
    scene = now.population.scene[rows]
    risk = [now.population.risk[rows][scene == p.SCENES.index(name)].mean() for name in ("payroll_visit", "checkout")]
    assert risk[0] + 1 < risk[1]


def test_a_budget_pays_for_acquisition_and_contacts_together(bank):
    game = Bank(Twin(bank.twin.now, Scenario(budget=30_000)))
    rest = game.acquire({CHEAP: 29_000})
    assert rest.budget == 1_000
    assert game.budget == 30_000
    with pytest.raises(BilingualError, match="above what this round has left"):
        game.acquire({CHEAP: 31_000})
    later = rest.advance(rest.run(None, futures=1))
    assert later.budget >= 30_000
    assert later.log[0].happened.acquired.spend == 29_000


def test_the_same_plan_as_a_table_brings_the_same_people(bank, brought):
    table = pd.DataFrame([(*CHEAP, 20_000), (*DEAR, 20_000.0)], columns=["channel", "scene", "yuan"])
    assert (bank.acquire(table).twin.now.luck == brought.twin.now.luck).all()


def test_nobody_comes_twice_in_two_rounds(brought):
    later = brought.advance(brought.run(None, months=3, futures=1))
    again = later.acquire({CHEAP: 20_000, DEAR: 20_000})
    assert len(np.unique(again.twin.now.luck)) == len(again.twin.now)
    assert len(again.twin.bought) > 0
    assert len(later.twin.bought) == 0


@pytest.mark.parametrize(
    ("plan", "en"),
    [
        ({("app", "mall_stand"): 5}, "row 1: cards are not acquired by channel app and scene mall_stand"),
        ({CHEAP: -5}, "row 1: -5 is no amount in yuan"),
        ({CHEAP: "many"}, "'many' is no amount"),
        ({CHEAP: float("nan")}, "nan is no amount"),
        ({CHEAP: True}, "True is no amount"),
        ([1, 2], "is a table with channel, scene and yuan"),
        (pd.DataFrame({"channel": ["app"], "yuan": [3]}), "scene is missing"),
        (pd.DataFrame([(*CHEAP, 1), (*CHEAP, 2)], columns=["channel", "scene", "yuan"]), "row 2: .* stand twice"),
    ],
)
def test_a_plan_that_cannot_be_carried_out_says_so(bank, plan, en):
    with pytest.raises(BilingualError, match=en) as caught:
        bank.acquire(plan)
    assert "获客" in caught.value.zh


def test_acquisition_is_ordered_once_a_round_and_no_pilot_runs_beside_it(brought):
    with pytest.raises(BilingualError, match="ordered its acquisition already"):
        brought.acquire({CHEAP: 1})
    with pytest.raises(BilingualError, match="buys new cards"):
        brought.pilot(tw.Pilot({"a": None, "b": ("sms", "voucher")}, size=10))
