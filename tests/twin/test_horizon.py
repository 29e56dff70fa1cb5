"""How far outcomes are watched, and what is said of the months beyond."""

import numpy as np
import pytest

import twinline as tw
from generators import parameters as p
from generators.twin.money import expected_loss, terminal_months
from generators.twin.run import Twin
from generators.twin.scenario import Scenario
from generators.twin.snapshot import lived
from twinline.twin.bank import Bank
from twinline.twin.months import inside, outside

SEEDS = (4001, 4002, 4003)
CUSTOMERS = 6_000


def test_a_scenario_says_how_long_outcomes_are_watched(bank, seen):
    plan = tw.segment(seen, "enquiries_12m > 0 and not call_opt_out").action("call", "voucher")
    long = Bank(Twin(bank.twin.now, Scenario(months=6, horizon=12)))
    result = long.run(plan, futures=1)
    rows = result.pairs[0].rows
    year = long.twin.without(12, 1).outcome.take(rows)
    assert result.watched == 12
    assert (result.pairs[0].without.spent == year.spent).all()
    assert result.outcomes.active_without.max() == 12
    with pytest.raises(tw.TwinlineError if hasattr(tw, "TwinlineError") else Exception, match="1 to 6"):
        long.run(tw.segment(seen).action("app_push", month=7))
    later = long.advance(result)
    assert later.twin.now.month == bank.twin.now.month + 6  # a round is as long as it was

    def policy(observed, month, budget):
        return tw.segment(observed, "enquired_1m and not call_opt_out").action("call", "voucher")

    asked = long.run(policy, futures=1)
    assert asked.plans[0].month.max() == 5
    assert asked.pairs[0].without.active.max() == 12


def test_months_that_are_lived_are_not_estimated_once_more():
    assert [terminal_months(months) for months in (3, 6, 12, 24)] == [18, 18, 12, 0]
    owed, bucket = np.array([100.0, 100.0]), np.array([0, 3])
    soon, late = expected_loss(owed, bucket, 6), expected_loss(owed, bucket, 18)
    assert soon[0] == pytest.approx(late[0] / 3)
    assert soon[1] == late[1]


@pytest.fixture(scope="module")
def beyond():
    """Of three banks, those who stay for half a year: what is said of them then, what the next year and a half brings, and loses."""
    said, brought, lost, late = [], [], [], []
    for seed in SEEDS:
        twin = Twin(lived(p.World("beyond", seed, CUSTOMERS)))
        half, two_years = (twin.without(months, 1).outcome for months in (6, 24))
        stays = half.open
        said.append(half.terminal[stays])
        brought.append((two_years.earned - half.earned)[stays])
        lost.append((two_years.lost_credit - half.lost_credit)[stays])
        late.append(twin.now.state.bucket[stays] > 0)
    return [np.concatenate(parts) for parts in (said, brought, lost, late)]


def test_what_is_said_of_the_months_beyond_comes_about(beyond):
    """A mean within a fifth, of which the luck of three small banks is half; it ranks customers rightly by fifths."""
    said, brought, lost, _ = beyond
    came = brought - lost
    error = came.std() / np.sqrt(len(came))
    assert abs(said.mean() - came.mean()) < max(0.2 * came.mean(), 2 * error)
    fifths = np.array_split(np.argsort(said), 5)
    assert came[fifths[0]].mean() < 0 < came[fifths[3]].mean() < came[fifths[4]].mean()


def test_without_the_expected_loss_it_would_promise_far_too_much(beyond):
    said, brought, lost, _ = beyond
    assert lost.mean() > 0.3 * brought.mean()
    assert abs(said.mean() - (brought - lost).mean()) < abs(said.mean() - brought.mean())


def test_months_are_counted_from_nought_inside_and_from_one_outside(bank, seen):
    months = np.arange(6)
    assert outside(months).tolist() == [1, 2, 3, 4, 5, 6]
    assert (inside(outside(months)) == months).all()
    result = bank.run(tw.segment(seen, "not sms_opt_out").cap(5).action("sms", month=3), futures=1)
    assert result.plans[0].month.tolist() == [2] * 5
    assert result.plan.month.tolist() == [3] * 5


def test_the_board_says_how_many_references_contact_where_no_limit_is_set():
    from twinline.twin import references

    said = " ".join((Bank.leaderboard.__doc__ or "").split())
    assert "a tenth" not in said
    assert "`twinline.twin.references.SHARE` of the open accounts" in said
    assert references.SHARE == 0.05
