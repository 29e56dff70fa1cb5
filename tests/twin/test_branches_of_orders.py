"""Branches of games with all that a round may hold: orders, newcomers, acquisition, budgets carried over, a rival."""

from dataclasses import fields, replace

import numpy as np
import pytest

import twinline as tw
from generators import parameters as p
from generators.month.state import DEFAULT
from generators.twin.newcomers import with_newcomers
from generators.twin.run import Twin
from generators.twin.scenario import Rival, Scenario
from twinline.twin.bank import Bank
from twinline.twin.courses import worth
from twinline.twin.possible import the_same

MONTHS = 2
RULES = Scenario(months=MONTHS, budget=6_000, newcomers=True, rival=Rival(cities=2, months=2, leave=1.0))
ARMS = {"alone": None, "text": ("sms", "voucher")}


def calls(observed, number=60):
    return tw.segment(observed, "not call_opt_out").cap(number, by="margin_12m").action("call", "voucher")


def monthly(observed, month, budget):
    return tw.segment(observed, "enquired_1m and not sms_opt_out").action("sms", "reminder")


def moved(bank, strategy, reason="because"):
    return bank.advance(bank.run(strategy, futures=1), reason=reason)


@pytest.fixture(scope="module")
def game(bank):
    """Three rounds: an order of everything, new cards bought beside a table, and an order of a function; a pilot between."""
    start = Bank(Twin(with_newcomers(bank.twin.now), RULES))
    everything = tw.Order(
        [calls(start.observed()), monthly(start.observed(), 1, None)],
        welcome=[tw.Welcome("call", "voucher"), tw.Welcome("sms", month=1)],
        control=0.2,
        pilot=tw.Pilot(ARMS, size=80),
    )
    one = moved(start, everything)
    two = one.acquire({("app", "app_search"): 900, ("referral", "friends_link"): 600})
    two = moved(two, tw.Order(calls(two.observed(), 30), welcome=tw.Welcome("sms", "voucher")))
    two = two.pilot(tw.Pilot(ARMS, size=40, months=1)).bank
    return moved(two, tw.Order(monthly, control=0.3, pilot=tw.Pilot(ARMS, size=40)))


@pytest.fixture(scope="module")
def louder(game):
    """The first round with texts to everybody: more is spent, and more people complain."""
    seen = game.path[0].before.observed()
    return game.branch(1, tw.segment(seen, "not sms_opt_out").action("sms", "reminder"), reason="reach them all")


def same(one, other):
    return all(np.array_equal(getattr(one, each.name), getattr(other, each.name)) for each in fields(one))


def test_nothing_is_changed_to_the_fen_where_nothing_is_changed(game):
    rounds = [step for step in game.path if step.number]
    assert [step.number for step in rounds] == [1, 2, 3]
    for step in rounds:
        branch = game.branch(step.number, step.given, reason="the same again")
        there, here = branch.bank.twin, game.twin
        assert (branch.happened, set(branch.futures), branch.unmade, branch.unspent) == (0, {0}, 0, 0)
        assert same(there.now.state, here.now.state)
        assert (there.now.luck == here.now.luck).all()
        pages = zip(there.now.monthly_pages, here.now.monthly_pages, strict=True)
        assert all(same(*pair) for pair in pages)
        assert there.climate == here.climate
        assert there.climate.answers
        assert (branch.bank.saved, branch.bank.budget) == (game.saved, game.budget)
        assert (branch.bank.charge, branch.bank.pilots, branch.bank.good_name) == (
            game.charge,
            game.pilots,
            game.good_name,
        )
        for one, other in zip(branch.bank.log, game.log, strict=True):
            assert one.happened == other.happened
            assert [reading.kind for reading in one.readings] == [reading.kind for reading in other.readings]
            assert all(a.data.equals(b.data) for a, b in zip(one.readings, other.readings, strict=True))
            assert one.profit_and_loss.equals(other.profit_and_loss)


def test_another_round_leaves_another_name_budget_and_answer(game, louder):
    assert louder.bank.good_name < game.good_name
    assert louder.bank.saved != game.saved
    assert louder.bank.saved == pytest.approx(3 * RULES.budget - sum(done.happened.paid for done in louder.bank.log))
    assert louder.bank.pilots == game.pilots - 1  # the round that is another one had a pilot
    assert louder.bank.month == game.month
    assert louder.happened != 0
    assert len(louder.bank.twin.climate.answers) == len(game.twin.climate.answers)


def test_the_difference_is_what_the_whole_bank_has_more_today(game, louder):
    """All that was earned, lost and paid since that morning, and what today's customers are worth; nobody counted twice."""
    totals = []
    for path in (louder.path, game.path):
        total = 0.0
        for step in path:
            twin = step.before.twin
            (pair, *_) = twin.run_policy(lambda month, _, plan=step.plan: plan.of(month), step.months, 0)
            out = pair.with_plan
            total += (out.earned - out.lost_credit - out.cost).sum()
            total -= step.before.acquisition.cost if step.before.acquisition else 0
            total += 0 if step is path[-1] else next_month(step, path)
        totals.append(total + out.terminal.sum())
    assert louder.happened == pytest.approx(totals[0] - totals[1], abs=0.01)
    assert louder.futures[2] == pytest.approx(worth(louder.path, 3) - worth(game.path, 3))


def next_month(step, path):
    """Balances that a run counts as lost though they are written off in the first month after it."""
    state = path[path.index(step) + 1].before.twin.now.state
    return (state.balance_fen * (state.leaving == DEFAULT)).sum() * p.LOSS_GIVEN_DEFAULT / p.FEN


def test_newcomers_who_stand_elsewhere_in_a_branch_are_found_by_who_they_are(game, louder):
    there, here = louder.bank.twin.now, game.twin.now
    rows = np.arange(len(here))
    found = the_same(rows, here, there)
    known = found >= 0
    assert (there.luck[found[known]] == here.luck[rows[known]]).all()
    assert (the_same(rows, here, here) == rows).all()
    fewer = replace(there, luck=there.luck + 1)
    assert (the_same(rows, here, fewer) != rows).any()


def test_what_a_branch_has_no_money_for_is_counted_and_not_done(bank):
    rules = replace(RULES, budget=1_500)
    start = Bank(Twin(with_newcomers(bank.twin.now), rules))
    one = moved(start, None)  # saves all of it
    two = one.acquire({("app", "app_search"): 2_000})
    game = moved(two, calls(two.observed(), 60))
    branch = game.branch(1, calls(start.observed(), 120), reason="spend it at once")
    after = branch.path[1].before
    assert branch.unspent > 0
    assert after.acquisition.cost == pytest.approx(2_000 - branch.unspent)
    assert branch.unmade > 0
    assert after.budget >= 0
    assert len(branch.path[1].plan.row) < len(game.path[1].plan.row)
    assert any("later acquisition" in note for note in branch.notes())
