"""Pilots of one's own, and how big they must be."""

import numpy as np
import pytest

import twinline as tw
from generators.errors import BilingualError
from generators.twin.run import Twin
from generators.twin.scenario import Scenario
from twinline.twin.bank import Bank
from twinline.twin.problems import StrategyError

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


def test_a_pilot_is_the_same_again_and_a_second_one_draws_anew(bank):
    fresh = Bank(Twin(bank.twin.now))
    one = fresh.pilot(DESIGN)
    assert one.data.equals(fresh.pilot(DESIGN).data)
    second = one.bank.pilot(DESIGN)
    assert set(second.data.customer_id) != set(one.data.customer_id)
    assert second.bank.charge == pytest.approx(one.cost + second.cost)
    replayed = Bank(Twin(bank.twin.now)).pilot(DESIGN).bank.pilot(DESIGN)
    assert second.data.equals(replayed.data)


def test_a_pilot_draws_the_same_however_many_strategies_were_tried_before(bank):
    def tried(bank, number):
        for _ in range(number):
            bank.run(None, months=1, futures=1)
        return bank

    plain = Bank(Twin(bank.twin.now)).pilot(DESIGN)
    busy = tried(Bank(Twin(bank.twin.now)), 3).pilot(DESIGN)
    assert busy.data.equals(plain.data)
    assert tried(busy.bank, 2).pilot(DESIGN).data.equals(plain.bank.pilot(DESIGN).data)


def test_what_was_tried_is_told_by_morning(bank):
    morning = Bank(Twin(bank.twin.now))
    results = [morning.run(None, months=1, futures=1) for _ in range(2)]
    assert morning.tried == tuple(results)
    assert [result.name for result in results] == ["Strategy 1", "Strategy 2"]
    later = morning.advance(results[0])
    assert later.tried == ()
    assert later.run(None, months=1, futures=1).name == "Strategy 1"
    assert (len(morning.tried), len(later.tried)) == (2, 1)


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
