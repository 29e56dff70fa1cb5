"""What a pilot was worth: the better decision less its cost, and no trick makes it more."""

from dataclasses import replace

import pytest

import twinline as tw
from generators.errors import BilingualError
from generators.twin.run import Twin
from generators.twin.scenario import Scenario
from twinline.pictures.style import collected
from twinline.twin.bank import Bank
from twinline.twin.noise import Estimate
from twinline.twin.problems import StrategyError

FUTURES = 3
ARMS = {"control": None, "call": ("call", "voucher")}
DESIGN = tw.Pilot(arms=ARMS, size=100, months=2)


def calls(observed, number=60):
    return tw.segment(observed, "not call_opt_out").cap(number, by="margin_12m").action("call", "voucher")


def rule(observed, month, budget):
    return calls(observed) if month == 1 else None


@pytest.fixture
def game(bank):
    return Bank(Twin(bank.twin.now))


@pytest.mark.parametrize("stated", ["table", "nothing", "rule"])
def test_a_null_pilot_is_worth_minus_its_cost(game, stated):
    otherwise = {"table": calls(game.observed()), "nothing": None, "rule": rule}[stated]
    pilot = game.pilot(DESIGN, otherwise=otherwise)
    worth = pilot.worth(pilot.otherwise, futures=FUTURES)
    assert (worth.worth.value, worth.worth.half) == (-pilot.cost, 0)
    assert pilot.cost > 0
    assert "changed no decision" in worth.finding()
    same = pilot.worth(pilot._stated_now()[0], futures=FUTURES)  # the same plan, written anew
    assert same.worth.value == pytest.approx(-pilot.cost)


def test_a_better_decision_is_worth_what_it_brings_more(game):
    pilot = game.pilot(DESIGN, otherwise=calls(game.observed(), 200))
    now = pilot.bank.observed()
    worth = pilot.worth(calls(now, 20), futures=FUTURES)
    free = Bank(Twin(pilot.bank.twin.now))
    new = free.run(calls(now, 20), futures=FUTURES).by_future.profit
    old = calls(game.observed(), 200).table
    old = old[old.customer_id.isin(now.customer_id)]
    stated = free.run(old, futures=FUTURES).by_future.profit
    assert worth.worth.value == pytest.approx((new - stated).mean() - pilot.cost)
    assert worth.decided.value - worth.stated.value - worth.cost == pytest.approx(worth.worth.value)
    gone = len(calls(game.observed(), 200)) - len(old)
    assert worth.unmade == gone
    assert (f"{gone:,} contact(s) of it" in repr(worth)) == (gone > 0)


def test_a_pilot_of_everybody_is_a_campaign_and_no_knowledge(game):
    reachable = int((~game.observed().call_opt_out).sum())
    everybody = tw.Pilot(arms=ARMS, size=reachable, months=2, shares={"control": 0.01, "call": 0.99})
    pilot = game.pilot(everybody, otherwise=None)
    worth = pilot.worth(None, futures=FUTURES)
    assert worth.worth.value == -pilot.cost  # whatever its contacts brought
    assert worth.contacts.value != 0
    assert str(worth.contacts) in repr(worth)


def test_beside_a_plan_that_earns_nothing_the_worth_is_said_to_be_at_most(game):
    pilot = game.pilot(tw.Pilot(arms=ARMS, size=4, months=1), otherwise=None)
    found = pilot.worth(calls(pilot.bank.observed()), futures=FUTURES)
    clear = replace(found, worth=Estimate(90_000.0, 10.0, FUTURES))
    assert "at most" in clear.finding()
    assert "at most" not in replace(clear, stated=Estimate(50.0, 10.0, FUTURES)).finding()
    assert found.known.value != found.decided.value  # what old pilots allow is taken off


def test_waiting_is_told_beside_it(game):
    plan = calls(game.observed())
    pilot = game.pilot(DESIGN, otherwise=plan)
    worth = pilot.worth(pilot.otherwise, futures=FUTURES)
    span = DESIGN.months + game.scenario.months
    at_once = game.run(plan, months=span, futures=FUTURES).by_future.profit
    late = game.run(plan.table.assign(month=1 + DESIGN.months), months=span, futures=FUTURES).by_future.profit
    assert worth.waiting.value == pytest.approx((at_once - late).mean())
    assert game.pilot(DESIGN, otherwise=rule).worth(rule, futures=FUTURES).waiting is None


def test_a_pilot_that_eats_the_budget_leaves_less_to_decide_on(bank):
    game = Bank(Twin(bank.twin.now, Scenario(budget=1_500.0)))
    plan = calls(game.observed())
    pilot = game.pilot(DESIGN, otherwise=plan)  # without the pilot there is money for it
    assert pilot.worth(pilot.otherwise, futures=FUTURES).worth.value == -pilot.cost
    with pytest.raises(StrategyError, match="above the budget"):
        pilot.worth(calls(pilot.bank.observed(), 150), futures=FUTURES)


def test_what_would_be_done_without_it_is_said_before(game):
    with pytest.raises(BilingualError, match="say it before") as error:
        game.pilot(DESIGN).worth(None)
    assert "试点之前写明" in error.value.zh
    with pytest.raises(StrategyError, match="opted out"):
        game.pilot(DESIGN, otherwise=tw.segment(game.observed(), "call_opt_out").action("call"))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Worth of the pilot", "What waiting")), ("zh", ("试点的价值", "等试点结果的代价"))],
)
def test_it_shows_itself_in_both_languages(game, language, words):
    tw.setup(language)
    pilot = game.pilot(DESIGN, otherwise=calls(game.observed()))
    worth = pilot.worth(calls(pilot.bank.observed(), 20), futures=FUTURES)
    assert all(word in worth._repr_html_() for word in words)
    assert all(word in repr(worth) for word in words)
    with collected() as pictures:
        worth.plot()
    assert words[0] in pictures[0].split('alt="')[1].split('"')[0]
