"""What a round leaves to the next: budget, the bank's name, a rival's answer, the books."""

import numpy as np
import pytest

import twinline as tw
from generators import parameters as p
from generators.twin.climate import Climate
from generators.twin.outcomes import Outcome
from generators.twin.run import Plan, Twin
from generators.twin.scenario import Rival, Scenario
from twinline.base.text import use_language
from twinline.twin.bank import Bank
from twinline.twin.scenarios import load

MONTHS = 3
RIVAL = Rival(cities=2, months=2, leave=3.0)


@pytest.fixture(scope="module")
def calls(seen):
    return tw.segment(seen, "not call_opt_out").cap(150, by="spend_12m").action("call", "voucher").waves(2)


@pytest.fixture(scope="module")
def result(bank, calls):
    return bank.run(calls, months=MONTHS, futures=2)


def game(bank, **rules):
    return Bank(Twin(bank.twin.now, Scenario(months=MONTHS, **rules)))


# --- budget -------------------------------------------------------------------------------------------------------------


def test_what_a_round_does_not_spend_is_there_in_the_next(bank, calls):
    rich = game(bank, budget=20_000)
    later = rich.advance(rich.run(calls, futures=1))
    spent = later.log[0].happened.cost
    assert 0 < spent < 20_000
    assert later.budget == pytest.approx(40_000 - spent, abs=0.01)
    third = later.advance(later.run(None, futures=1))
    assert third.budget == pytest.approx(60_000 - spent, abs=0.01)
    assert any("budgets" in line for line in later.news)
    free = game(bank)
    assert free.advance(free.run(None, futures=1)).budget is None


# --- the bank's name ----------------------------------------------------------------------------------------------------


def test_complaints_cost_the_banks_name_and_it_comes_back():
    climate = Climate().after(complaints=0, customers=1_000, months=6)
    assert climate.name == 1
    bad, worse = (Climate().after(number, 1_000, 6).name for number in (3, 9))
    assert 1 > bad > worse
    assert bad < Climate(bad).after(0, 1_000, 6).name < 1
    assert Climate().after(10**6, 1_000, 6).name == 1 - p.NAME_MOST_LOST
    assert Climate(bad).pull < 1


def test_after_a_flood_everybody_leaves_more_readily_and_fewer_apply(bank):
    now = bank.twin.now
    usual, hurt = (Twin(now, climate=climate) for climate in (Climate(), Climate(0.6)))
    stay = [twin.without(12, 1).outcome.open.sum() for twin in (usual, hurt)]
    assert stay[1] < stay[0]
    cards = [len(Bank(twin).acquire({("app", "app_search"): 50_000}).twin.bought) for twin in (usual, hurt)]
    assert cards[1] < cards[0]


def test_complaints_of_a_pilot_count_too(bank):
    design = tw.Pilot({"alone": None, "call": ("call", "voucher")}, size=500, months=1)
    done = bank.pilot(design)
    complained = done.data.complained.sum()
    assert complained > 0
    assert done.bank.good_name < 1


def test_the_name_changes_between_rounds_alone(bank, seen):
    """However many complain, nobody else leaves in the same round; the next one begins with it, with a plan and without."""
    flood = tw.segment(seen, "not sms_opt_out").action("sms", "voucher").waves(3)
    result = bank.run(flood, months=MONTHS, futures=1)
    later = bank.advance(result)
    complaints = later.log[0].happened.complaints
    assert complaints > 0
    assert later.good_name == pytest.approx(1 - p.NAME_LOST * complaints * 1_000 / len(seen))
    assert any("good name" in line for line in later.news)
    assert bank.good_name == 1
    pair, *_ = later.twin.run_policy(lambda month, pages: Plan.nothing(), MONTHS, 2)
    assert (pair.with_plan.profit == pair.without.profit).all()


# --- a rival ------------------------------------------------------------------------------------------------------------


def test_a_rival_goes_where_we_contacted_the_smallest_share(bank, seen):
    attacked = game(bank, rival=RIVAL)
    spared = seen.city.value_counts().index[:2]
    plan = tw.segment(seen, ~seen.city.isin(spared) & ~seen.sms_opt_out).action("sms", "reminder")
    later = attacked.advance(attacked.run(plan, futures=1))
    (answer,) = later.twin.climate.answers
    assert set(answer.cities) == set(spared)
    assert (answer.first, answer.last) == (MONTHS + 1, MONTHS + 2)
    assert any("The rival answers" in line for line in later.news)
    calm = Twin(later.twin.now, climate=Climate(later.good_name))
    stay = [twin.without(MONTHS, 1).outcome.open for twin in (later.twin, calm)]
    there = np.isin(later.twin.now.population.city, [n for n, city in enumerate(p.CITIES) if city.name in spared])
    assert stay[0][there].sum() < stay[1][there].sum()
    later = later.advance(later.run(None, futures=1))
    assert len(later.twin.climate.answers) == 2
    assert later.twin.climate.answers[1].first == 2 * MONTHS + 1


def test_the_news_are_told_in_both_languages(bank):
    attacked = game(bank, rival=RIVAL, budget=100)
    later = attacked.advance(attacked.run(None, futures=1))
    use_language("zh")
    try:
        assert any("对手还手" in line for line in later.news)
        assert any("还手" in rule for rule in later.briefing.rules())
    finally:
        use_language("en")
    assert attacked.news == []


def test_the_ready_rival_answers():
    assert load("rival").rival is not None


# --- profit and loss ----------------------------------------------------------------------------------------------------


def test_the_books_add_up_to_the_score(bank, result):
    table = result.profit_and_loss
    assert table.change["profit"] == pytest.approx(result.score(references=False).profit, abs=0.5)
    assert (table.change == table.with_strategy - table.without).all()
    lines = table.drop(["months", "beyond", "profit"])
    assert lines.with_strategy.sum() == pytest.approx(table.with_strategy["months"])
    assert table.with_strategy["months"] + table.with_strategy["beyond"] == pytest.approx(table.with_strategy["profit"])
    whole = [bank.twin.without(MONTHS, future).outcome for future in (1, 2)]
    assert table.without["profit"] == pytest.approx(np.mean([each.profit.sum() for each in whole]))
    assert {"written_off", "interest", "interchange", "operations", "fees"} <= set(table.index)
    assert table.without.get("contacts", 0) == 0
    assert table.with_strategy["contacts"] < 0


def test_fees_are_no_remainder_that_hides_something(bank):
    """What the books call fees is what customers were charged: nobody is owed anything."""
    outcome: Outcome = bank.twin.without(MONTHS, 1).outcome
    fees = outcome.earned - (
        outcome.interest
        + (p.INTERCHANGE - p.NETWORK_FEE - p.POINTS_COST) * outcome.spent
        - p.FUNDING * outcome.owed
        - p.OPERATIONS_FEN / p.FEN * outcome.months_open
    )
    assert fees.min() > -1e-6
    assert fees.sum() > 0


def test_a_round_that_happened_has_its_books(bank, result):
    later = bank.advance(result)
    done = later.log[0]
    assert done.profit_and_loss.change["profit"] == pytest.approx(done.happened.profit, abs=0.5)


def test_acquisition_stands_in_the_books(bank):
    buying = bank.acquire({("referral", "friends_link"): 5_000})
    table = buying.run(None, months=MONTHS, futures=1).profit_and_loss
    assert table.with_strategy["acquisition"] == -5_000
    assert table.without["acquisition"] == 0
    assert table.change["operations"] < 0
