"""Branches of the past: the same luck, an unchanged branch to the fen, reasons kept, and what is noise said."""

from dataclasses import fields

import numpy as np
import pytest

import twinline as tw
from generators.errors import BilingualError
from generators.twin.run import Twin
from twinline.pictures.style import collected
from twinline.twin.bank import Bank
from twinline.twin.branches import Branch
from twinline.twin.problems import StrategyError

MONTHS = 2
DESIGN = tw.Pilot(arms={"control": None, "sms": ("sms", "voucher")}, size=40, months=1)


def call(observed, number):
    return tw.segment(observed, "not call_opt_out").cap(number, by="margin_12m").action("call", "voucher")


def policy(observed, month, budget):
    return tw.segment(observed, "enquired_1m and not call_opt_out").cap(10).action("call", "fee_waiver")


def moved(bank, strategy, reason):
    return bank.advance(bank.run(strategy, months=MONTHS, futures=1), reason=reason)


@pytest.fixture(scope="module")
def game(bank):
    """Three rounds, the last of them by a policy, and a pilot before the second."""
    one = moved(Bank(Twin(bank.twin.now)), call(bank.observed(), 40), "they are worth most")
    two = one.pilot(DESIGN).bank
    two = moved(two, tw.segment(two.observed(), "not sms_opt_out").action("sms").cap(200), "texts are cheap")
    return moved(two, policy, "those who ask")


@pytest.fixture(scope="module")
def nothing_first(game):
    return game.branch(1, None, reason="were the calls worth it?", name="nothing")


def same(one, other):
    return all(np.array_equal(getattr(one, each.name), getattr(other, each.name)) for each in fields(one))


def test_an_unchanged_branch_is_the_same_to_the_fen(game):
    for number, done in enumerate(game.log, start=1):
        branch = game.branch(number, done.result.given, reason="the same again")
        there = branch.bank
        assert same(there.twin.now.state, game.twin.now.state)
        assert len(there.twin.now.monthly_pages) == len(game.twin.now.monthly_pages)
        pages = zip(there.twin.now.monthly_pages, game.twin.now.monthly_pages, strict=True)
        assert all(same(*pair) for pair in pages)
        assert [each.happened.profit for each in there.log] == [each.happened.profit for each in game.log]
        assert (branch.happened, set(branch.futures), branch.unmade) == (0, {0}, 0)
        assert "to the fen" in branch.finding()
        assert (there.charge, there.pilots, there.month) == (game.charge, game.pilots, game.month)


def test_another_plan_lives_on_the_same_luck(game, nothing_first):
    there = nothing_first.bank
    called = game.log[0].result.plan.customer_id
    touched = set(game.twin.reached(np.unique(called.to_numpy()) - game.twin.now.population.customer_id[0]))
    assert len(there.log) == len(game.log)
    assert [done.result.name for done in there.log] == ["nothing", *(done.result.name for done in game.log[1:])]
    later = [
        set(np.flatnonzero(one.spent_fen != other.spent_fen))
        for one, other in zip(there.twin.now.monthly_pages, game.twin.now.monthly_pages, strict=True)
    ]
    # Whoever was called, whom they brought, and whom the policy of the third round chose in another way.
    asked = {row for bank in (there, game) for row in bank.path[-1].plan.row}
    first = len(later) - 3 * MONTHS - DESIGN.months
    assert set().union(*later[:first]) == set()
    assert set().union(*later[first:]) <= touched | set(game.twin.reached(np.array(sorted(asked))))
    assert set().union(*later[first:])


def test_branches_make_a_tree_with_reasons(game, nothing_first):
    deeper = nothing_first.bank.branch(2, None, reason="nor the texts", name="nothing again")
    assert (deeper.parent, deeper.round) == (nothing_first.number, 2)
    rows = game.tree.table.set_index("branch")
    assert rows.reason[nothing_first.number] == "were the calls worth it?"
    assert rows.reason[0].tolist() == ["they are worth most", "texts are cheap", "those who ask"]
    text = repr(game.tree)
    assert "they are worth most" in text
    assert text.index("were the calls worth it?") < text.index("nor the texts") < text.index("texts are cheap")


def test_whoever_tries_many_branches_needs_more_than_luck():
    def branch(tried, futures):
        return Branch(1, 0, 1, "calls", "why", None, (), 900.0, futures, 0, tried)

    little = (900.0, 100.0, 500.0, 300.0, 700.0, -100.0, 400.0, 800.0)
    assert "is the better one" in branch(1, little).finding()
    assert branch(1, little).expected.value == branch(40, little).expected.value
    assert "That is noise" in branch(40, little).finding()
    assert "the 40 branches" in branch(40, little).notes()[-1]
    assert "What you did is the better plan" in branch(1, tuple(-each for each in little)).finding()


def test_contacts_that_the_branch_cannot_make_are_counted(bank):
    first = moved(Bank(Twin(bank.twin.now)), None, "wait")
    everyone = tw.segment(first.observed(), "not call_opt_out").action("call", "voucher")
    game = moved(first, everyone, "all")
    before = bank.observed()
    branch = game.branch(1, tw.segment(before, "not call_opt_out").action("call", "voucher"), reason="call at once")
    there = set(branch.path[1].before.observed().customer_id)
    gone = set(everyone.customers.customer_id) - there
    assert branch.unmade == len(gone) > 0
    assert f"{len(gone)} later contact(s) cannot be made" in branch.notes()[1]


def test_a_branch_keeps_the_rules_and_asks_for_a_reason(game):
    with pytest.raises(BilingualError, match=r"Round 4 has not been played in this game; rounds played: 3"):
        game.branch(4, None, reason="why not")
    with pytest.raises(BilingualError, match="Say why") as error:
        game.branch(1, None, reason=" ")
    assert "请写下理由" in error.value.zh
    opted_out = tw.segment(game.path[0].before.observed(), "call_opt_out").action("call")
    with pytest.raises(StrategyError, match="opted out"):
        game.branch(1, opted_out, reason="loud")


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("Had you done", "Why:")), ("zh", ("如果第 1 轮做的是", "理由："))]
)
def test_a_tree_shows_itself_in_both_languages(game, nothing_first, language, words):
    tw.setup(language)
    for shown in (nothing_first, game.tree):
        assert all(word in shown._repr_html_() for word in words)
        assert all(word in repr(shown) for word in words)
    with collected() as pictures:
        game.tree.plot()
    assert "nothing" in pictures[0].split('alt="')[1].split('"')[0]
