"""Pilots of one's own, how big they must be, and the policies that a strategy is compared with."""

import numpy as np
import pytest

import twinline as tw
from generators.errors import BilingualError
from generators.twin.run import Twin
from generators.twin.scenario import Scenario
from twinline.twin import references
from twinline.twin.bank import Bank
from twinline.twin.check import StrategyError

DESIGN = tw.Pilot(arms={"control": None, "call": ("call", "voucher"), "sms": ("sms", "voucher")}, size=300, months=2)


@pytest.fixture(scope="module")
def pilot(bank):
    return bank.pilot(DESIGN)


def test_a_pilot_deals_its_customers_to_the_arms(bank, seen, pilot):
    data = pilot.data
    assert data.groupby("arm").size().to_dict() == {"call": 100, "control": 100, "sms": 100}
    assert set(data.propensity.round(6)) == {round(1 / 3, 6)}
    assert data.customer_id.is_unique
    drawn = seen.set_index("customer_id").loc[data.customer_id]
    assert not (drawn.call_opt_out | drawn.sms_opt_out).any()
    age = drawn.age.groupby(data.set_index("customer_id").arm).agg(["mean", "std"])
    assert age["mean"].max() - age["mean"].min() < 4 * age["std"].max() / 10
    assert not data[data.arm == "control"].reached.any()
    assert data[data.arm == "call"].reached.mean() > 0.3


def test_its_cost_is_charged_to_the_next_round(bank, pilot):
    assert pilot.cost == pytest.approx(pilot.data.cost.sum())
    assert pilot.cost > 100 * 6
    later = pilot.bank
    assert (later.month, later.charge) == ("2026-03", pilot.cost)
    score = later.run(None, futures=2).score(references=False)
    assert score.profit == pytest.approx(-pilot.cost)
    assert score.lines == {"pilot": pilot.cost}
    assert score.waterfall[-2] == ("pilot", -pilot.cost)
    assert later.advance(later.tried[-1]).charge == 0
    assert bank.charge == 0


def test_its_outcome_is_what_the_bank_sees_afterwards(pilot):
    book = pilot.bank.observed().set_index("customer_id")
    data = pilot.data.set_index("customer_id")
    assert (data.open == data.index.isin(book.index)).all()
    assert (data.outcome == data.open).all()
    stayed = data[data.open]
    assert (stayed.bought == (book.loc[stayed.index].spend_1m > 0)).all()
    effects = pilot.effects()
    assert effects.index.tolist() == ["control", "call", "sms"]
    gain = data.open.groupby(data.arm).mean()
    assert effects.difference["call"] == pytest.approx(gain["call"] - gain["control"])
    assert (effects.low < effects.high)[1:].all()


def test_a_pilot_is_the_same_again_and_a_second_one_draws_anew(bank, pilot):
    fresh = Bank(Twin(bank.twin.now))
    one = fresh.pilot(DESIGN)
    assert one.data.equals(fresh.pilot(DESIGN).data)
    second = one.bank.pilot(DESIGN)
    assert set(second.data.customer_id) != set(one.data.customer_id)
    assert second.bank.charge == pytest.approx(one.cost + second.cost)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"size": 5_000}, "A pilot of 5,000 customers"),
        ({"arms": {"control": None}}, "compares two arms or more"),
        ({"outcome": "joy"}, "choose one of open, bought, spent, margin, redeemed"),
        ({"shares": {"control": 0.5, "call": 0.6, "sms": 0.1}}, "add up to 1"),
        ({"eligible": np.ones(3, dtype=bool)}, "The mask of the eligible has 3 entries"),
    ],
)
def test_a_design_that_cannot_be_is_refused(bank, changes, text):
    with pytest.raises(BilingualError, match=text):
        bank.pilot(tw.Pilot(**{**vars(DESIGN), **changes}))


def test_a_pilot_keeps_the_rules(bank):
    poor = Bank(Twin(bank.twin.now, Scenario(budget=50.0)))
    with pytest.raises(StrategyError, match="above the budget of 50"):
        poor.pilot(DESIGN)


def test_the_eligible_may_be_chosen(bank, seen):
    busy = tw.segment(seen, "spend_3m > 0")
    drawn = bank.pilot(tw.Pilot(**{**vars(DESIGN), "eligible": busy, "size": 90})).data.customer_id
    assert set(drawn) <= set(busy.customers.customer_id)


# --- power ------------------------------------------------------------------------------------------------------------


def test_power_closes_the_triangle():
    size = tw.power(0.20, effect=0.04)
    # Two-sided 5 %, power 80 %: Cohen's h = .0972 needs 2 (1.96 + .8416)² / h² an arm.
    assert size == pytest.approx(
        2 * (1.959964 + 0.841621) ** 2 / (2 * (np.arcsin(0.24**0.5) - np.arcsin(0.2**0.5))) ** 2, abs=1
    )
    assert tw.power(0.20, size=int(size)) == pytest.approx(0.04, abs=1e-4)
    assert tw.power(0.20, effect=0.04, size=int(size)) == pytest.approx(0.8, abs=1e-3)
    assert tw.power(0.20, effect=-0.04) < size


@pytest.mark.parametrize("arguments", [{"baseline": 1.2}, {"baseline": 0.2}, {"baseline": 0.9, "effect": 0.2}])
def test_power_asks_for_shares(arguments):
    with pytest.raises(BilingualError):
        tw.power(**arguments)


# --- references -------------------------------------------------------------------------------------------------------


@pytest.fixture
def quick(monkeypatch):
    """References learned from little, in a second or two."""
    monkeypatch.setattr(references, "SIBLINGS", 1)
    monkeypatch.setattr(references, "SIBLING_CUSTOMERS", 4_000)
    monkeypatch.setattr(references, "LEARNING_FUTURES", 4)


def test_whoever_knows_more_earns_more(bank, quick, monkeypatch, capsys):
    table = Bank(Twin(bank.twin.now)).leaderboard(futures=8).set_index("policy")
    assert set(table.index) == set(references.POLICIES)
    profit = table.profit
    assert profit["oracle"] > profit["observable"] > profit["random"]
    assert table.reach["observable"] <= 0.1 * 1_200
    assert table.share_of_oracle["oracle"] == 1
    assert table.share_of_best["observable"] == 1


def test_references_are_learned_once(bank, quick, monkeypatch):
    rules = (bank.twin.now.world, bank.scenario, 6)
    first = references.ceiling(*rules)
    references._ceiling.cache_clear()
    monkeypatch.setattr(references, "_learn", lambda *given: pytest.fail("learned again"))
    book = references.Book.of(bank.twin)
    assert (references.ceiling(*rules).gains(book, "observable") == first.gains(book, "observable")).all()


def test_a_damaged_reference_is_learned_again(bank, quick, datasets, monkeypatch):
    rules = (bank.twin.now.world, bank.scenario, 6)
    first = references.ceiling(*rules)
    references._ceiling.cache_clear()
    for kept in (datasets / ".twin").glob("references-*.joblib"):
        kept.write_bytes(kept.read_bytes()[:-100])
    book = references.Book.of(bank.twin)
    assert (references.ceiling(*rules).gains(book, "everything") == first.gains(book, "everything")).all()


def test_a_strategy_is_measured_by_the_references_at_its_own_size(bank, seen, quick):
    mine = Bank(Twin(bank.twin.now))
    result = mine.run(
        tw.segment(seen, "not call_opt_out").action("call", "voucher").cap(60, by="margin_12m"), futures=2
    )
    score = result.score()
    assert score.best_observable == references.measure(mine.twin, "observable", int(np.ceil(score.reach)), 6, 2)[0]
    assert score.share_of_oracle == pytest.approx(score.profit / score.oracle)
    assert "share_of_best" in [field for field, _, _ in score.rows()]
    board = mine.leaderboard(futures=2)
    assert board[board.policy == "yours"].profit.tolist() == [score.profit]
