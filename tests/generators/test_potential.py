"""Potential outcomes: the truth about the pilots is what the data shows, and what another lot would have brought."""

import pandas as pd
import pytest

from generators import parameters as p
from generators.draws import Draws
from generators.history import live
from generators.policy import NOT_DRAWN, TESTS, BusinessAsUsual
from generators.population import draw_population
from tests.support.banks import block_tables, frames, small_world

OUTCOMES = ["bought", "bought_later", "activated", "upgraded", "stayed", "spent_fen"]


@pytest.fixture(scope="module")
def bank():
    return small_world()


@pytest.fixture(scope="module")
def truth(bank):
    return frames(block_tables(bank, 0, 400))["truth_pilots"]


def first_month(campaign: str) -> pd.Timestamp:
    pilot = next(pilot for pilot in p.PILOTS if pilot.campaign == campaign)
    return pd.Timestamp("2024-01-01") + pd.DateOffset(months=pilot.month)


def six_months(campaign: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    return first_month(campaign), first_month(campaign) + pd.DateOffset(months=p.PILOT_MONTHS)


def test_every_customer_drawn_has_a_row_an_arm_and_one_that_was_assigned(tiny):
    truth, touches = tiny["truth_pilots"], tiny["touches"]
    counts = truth.groupby(["campaign", "customer_id"], observed=True).agg(
        arms=("arm", "size"), one=("assigned", "sum")
    )
    assert (counts.one == 1).all()
    arms = counts.arms.groupby("campaign", observed=True).agg(["min", "max"])
    for test in TESTS:
        assert arms.loc[test.campaign].tolist() == [len(test.arms)] * 2
    drawn = touches[touches.assignment == "randomised"].drop_duplicates(["campaign", "customer_id"])
    told = drawn.merge(truth[truth.assigned], on=["campaign", "customer_id"], how="left", suffixes=("", "_truth"))
    assert (told.arm.astype(str) == told.arm_truth.astype(str)).all()


def test_the_assigned_arm_is_what_the_tables_show(tiny):
    truth = tiny["truth_pilots"]
    fact = truth[truth.assigned & (truth.campaign == "retention_call")].set_index("customer_id")
    month = first_month("retention_call")
    bought = tiny["statements"][["customer_id", "month", "purchases_fen"]]
    window = bought[(bought.month >= month) & (bought.month < month + pd.DateOffset(months=p.PILOT_MONTHS))]
    spent = window.groupby("customer_id").purchases_fen.sum().reindex(fact.index)
    assert (spent == fact.spent_fen).all()
    closed = tiny["accounts"].set_index("customer_id").close_date.reindex(fact.index)
    assert ((closed < month + pd.DateOffset(months=p.PILOT_MONTHS + 1)) == ~fact.stayed).all()
    assert 0 < fact.stayed.mean() < 1
    upgraded = tiny["upgrades"][tiny["upgrades"].date.between(*six_months("bigger_card"), inclusive="left")].customer_id
    fact = truth[truth.assigned & (truth.campaign == "bigger_card")].set_index("customer_id")
    assert (fact.index.isin(upgraded) == fact.upgraded).all()


@pytest.mark.parametrize("campaign", [test.campaign for test in TESTS])
def test_a_stored_outcome_is_what_a_run_under_the_other_lot_brings(bank, truth, campaign):
    """One customer's lot is changed, the whole bank is lived again from the first month on."""
    test = next(test for test in TESTS if test.campaign == campaign)
    draws = Draws(bank.seed, 0, 400)
    people = draw_population(bank, draws)
    stored = truth[truth.campaign == campaign].set_index(["customer_id", "arm"])[OUTCOMES]
    # Somebody for whom it matters, if there is such a one, and somebody for whom it does not.
    matters = stored.groupby("customer_id").nunique().max(axis=1) > 1
    for customer in (matters.idxmax(), matters.idxmin()):
        row = customer - p.FIRST_CUSTOMER_ID
        for turn in range(1, len(test.arms)):
            policy = _OneOtherLot(people, draws, bank, campaign, row, turn)
            purchases, closed, upgraded, activated = [], [], [], []
            for events in live(people, draws, bank, policy.plan):
                purchases.append(events.statement.purchases_fen[row])
                closed.append(events.closed[row])
                upgraded.append(events.upgraded[row])
                activated.append(events.after.activated[row])
            start = int(policy.starts[campaign][row])
            arm = test.arms[policy.arms[campaign][row]].name
            found = stored.loc[(customer, arm)]
            inside, seen = slice(start, start + p.PILOT_MONTHS), slice(start, start + p.PILOT_MONTHS + 1)
            later = purchases[start + 3] if start + 3 < bank.months else 0
            assert found.to_dict() == {
                "bought": purchases[start] > 0,
                "bought_later": later > 0,
                "activated": any(activated[seen]),
                "upgraded": any(upgraded[inside]),
                "stayed": not any(closed[seen]),
                "spent_fen": sum(purchases[inside]),
            }


class _OneOtherLot(BusinessAsUsual):
    """Business as usual, but one customer's arm in one test is another."""

    def __init__(self, people, draws, bank, campaign, row, turn):
        self.other = campaign, row, turn
        super().__init__(people, draws, bank)
        self._turn_the_lot(NOT_DRAWN)

    def _draw(self, pilot, *seen):
        before = self.arms[self.other[0]][self.other[1]]
        super()._draw(pilot, *seen)
        self._turn_the_lot(before)

    def _turn_the_lot(self, before):
        campaign, row, turn = self.other
        arms, now = self.arms[campaign].copy(), self.arms[campaign][row]
        if before == NOT_DRAWN and now != NOT_DRAWN:
            arms[row] = (now + turn) % len(next(test.arms for test in TESTS if test.campaign == campaign))
        self.arms[campaign] = arms


def test_the_truth_shows_whom_calls_keep_and_whom_they_drive_off(tiny):
    truth = tiny["truth_pilots"].merge(tiny["truth_customers"], on="customer_id")
    waves = truth[truth.campaign == "call_waves"].pivot_table("stayed", "latent_type", "arm", observed=True)
    assert waves.loc["persuadable", "two_waves"] > waves.loc["persuadable", "control"]
    assert waves.loc["sleeping_dog", "three_waves"] < waves.loc["sleeping_dog", "control"]
