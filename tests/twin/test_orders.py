"""Orders: several actions at once, a welcome for newcomers, a control group and a pilot in the same round."""

import numpy as np
import pandas as pd
import pytest

import twinline as tw
from generators import parameters as p
from generators.errors import BilingualError
from generators.twin.newcomers import with_newcomers
from generators.twin.run import Twin
from generators.twin.scenario import Scenario
from twinline.twin.bank import Bank
from twinline.twin.problems import StrategyError

ARMS = {"alone": None, "text": ("sms", "voucher")}


@pytest.fixture(scope="module")
def texts(seen):
    return tw.segment(seen, "not sms_opt_out").cap(200, by="spend_12m").action("sms", "reminder")


@pytest.fixture(scope="module")
def calls(seen):
    return tw.segment(seen, "not call_opt_out").cap(200, by="spend_12m").action("call", "fee_waiver").waves(2)


@pytest.fixture(scope="module")
def growing(bank):
    return Bank(Twin(with_newcomers(bank.twin.now), Scenario(newcomers=True)))


def ids(rows):
    return rows + p.FIRST_CUSTOMER_ID


# --- several actions ----------------------------------------------------------------------------------------------------


def test_an_order_of_one_table_is_that_table(bank, calls):
    plain, ordered = (bank.run(each, futures=2) for each in (calls, tw.Order(calls)))
    assert plain.plan.equals(ordered.plan)
    assert (plain.by_future == ordered.by_future).all().all()


def test_of_two_actions_the_first_has_a_customer_in_a_month_and_what_gives_way_is_told(bank, calls, texts):
    result = bank.run(tw.Order([calls, texts]), futures=1)
    both = set(calls.customers.customer_id) & set(texts.customers.customer_id)
    assert len(both) > 20
    first = result.plan.query("month == 1")
    assert first.customer_id.is_unique
    assert set(first[first.customer_id.isin(both)].channel) == {"call"}
    assert set(first.customer_id) == set(calls.customers.customer_id) | set(texts.customers.customer_id)
    found = bank.check(tw.Order([calls, texts]))
    assert found.left_out == len(both)
    assert f"{len(both)} contacts of later tables give way" in str(found)


def test_what_a_table_says_twice_itself_is_still_refused(bank, calls, texts):
    with pytest.raises(StrategyError, match="more than once in a month"):
        bank.run(tw.Order([calls + calls, texts]))


# --- a control group ----------------------------------------------------------------------------------------------------


def test_a_control_group_is_drawn_by_lot_left_alone_and_read_after_the_round(bank, calls):
    order = tw.Order(calls, control=0.3)
    result = bank.run(order, futures=2)
    made, planned = set(result.plan.customer_id), set(calls.customers.customer_id)
    held = planned - made
    assert 0.2 < len(held) / len(planned) < 0.4
    assert set(bank.run(order, futures=1).plan.customer_id) == made  # the lot falls once
    later = bank.advance(result)
    (reading,) = later.log[-1].readings
    data = reading.data.set_index("customer_id")
    assert set(data.index[data.arm == "control"]) == held
    assert set(data.index[data.arm == "contacted"]) == made
    assert not data[data.arm == "control"].reached.any()
    page = later.twin.now.monthly_pages[-1]
    assert (data.open == page.open[data.index - p.FIRST_CUSTOMER_ID]).all()
    table = reading.effects("open")
    assert table.loc["contacted", "difference"] == pytest.approx(
        data[data.arm == "contacted"].open.mean() - data[data.arm == "control"].open.mean()
    )
    assert reading.effects().loc["control", "customers"] == len(held)
    with pytest.raises(BilingualError, match="outcome"):
        reading.effects("love")


def test_whoever_is_held_out_lives_as_without_the_strategy(bank, calls):
    order = tw.Order(calls, control=0.3)
    result = bank.run(order, futures=1)
    brought_by = bank.twin.now.presence.row
    outcomes = result.outcomes.set_index("customer_id")
    held = sorted(set(calls.customers.customer_id) - set(result.plan.customer_id))
    alone = [each for each in held if brought_by[each - p.FIRST_CUSTOMER_ID] < 0]
    assert len(alone) > 20
    assert (outcomes.loc[alone, "gain"] == 0).all()


def test_a_function_has_a_control_group_for_the_whole_round(bank):
    def policy(observed, month, budget):
        return tw.segment(observed, "not sms_opt_out").cap(100, by="spend_12m").action("sms", "reminder")

    result = bank.run(tw.Order(policy, control=0.25), months=3, futures=2)
    whole = bank.run(policy, months=3, futures=1)
    held = set(whole.plan.query("month == 1").customer_id) - set(result.plan.query("month == 1").customer_id)
    assert 10 < len(held) < 40
    assert not held & set(result.plan.customer_id)
    later = bank.advance(result)
    (reading,) = later.log[-1].readings
    control = reading.data[reading.data.arm == "control"]
    assert held <= set(control.customer_id)
    assert not control.reached.any()


# --- a pilot in the same round ------------------------------------------------------------------------------------------


def test_a_pilot_runs_beside_the_strategy_on_other_customers(bank, calls):
    order = tw.Order(calls, pilot=tw.Pilot(ARMS, size=120, outcome="spent"))
    result = bank.run(order, months=3, futures=2)
    texted = result.plan[result.plan.channel == "sms"]
    assert len(texted) == 60
    assert not set(texted.customer_id) & set(calls.customers.customer_id)
    assert bank.check(order, 3).cost > bank.check(calls, 3).cost
    later = bank.advance(result)
    (reading,) = later.log[-1].readings
    assert reading.kind == "pilot"
    assert reading.data.arm.value_counts().to_dict() == {"alone": 60, "text": 60}
    assert set(reading.data[reading.data.arm == "text"].customer_id) == set(texted.customer_id)
    assert reading.effects().loc["text", "customers"] == 60
    assert later.pilots == 1
    again = later.run(tw.Order(None, pilot=tw.Pilot(ARMS, size=120)), months=1, futures=1)
    assert set(again.plan.customer_id) != set(texted.customer_id)


def test_a_function_is_not_shown_the_pilots_customers(bank):
    def policy(observed, month, budget):
        return tw.segment(observed, "not call_opt_out").action("call", "reminder")

    order = tw.Order(policy, pilot=tw.Pilot(ARMS, size=100))
    result = bank.run(order, months=1, futures=1)
    plan = result.plan
    drawn = set(ids(result.prepared.in_pilot))
    assert len(drawn) == 100
    assert not drawn & set(plan[plan.channel == "call"].customer_id)
    assert set(plan[plan.channel == "sms"].customer_id) <= drawn


# --- newcomers ----------------------------------------------------------------------------------------------------------


def test_a_welcome_reaches_whoever_opens_a_card_in_their_month_and_only_with_leave(growing):
    order = tw.Order(welcome=[tw.Welcome("call", "voucher"), tw.Welcome("sms", "reminder", month=1)])
    plan = growing.run(order, months=4, futures=1).plan
    people, now = growing.twin.now.population, growing.twin.now.month
    rows = plan.customer_id.to_numpy() - p.FIRST_CUSTOMER_ID
    since = now + plan.month.to_numpy() - 1 - people.open_month[rows]
    assert set(since[(plan.channel == "call").to_numpy()]) == {0}
    assert set(since[(plan.channel == "sms").to_numpy()]) == {1}
    never = people.consent_day[rows] > (growing.twin.now.world.month_start(now + 4) - growing.twin.now.world.start).days
    assert not never.any()
    assert not growing.twin.now.traits.sms_opt_out[rows[(plan.channel == "sms").to_numpy()]].all()


def test_first_contact_brings_more_cards_into_use(growing):
    greeted = growing.run(tw.Order(welcome=tw.Welcome("call", "voucher")), months=6, futures=4)
    more = [pair.with_plan.active.sum() - pair.without.active.sum() for pair in greeted.pairs]
    assert np.mean(more) > 0
    assert greeted.score(references=False).contacts > 50


def test_a_welcome_may_be_for_those_who_came_by_a_channel(growing):
    plan = growing.run(tw.Order(welcome=tw.Welcome("sms", acquisition=("app",))), months=3, futures=1).plan
    rows = plan.customer_id.to_numpy() - p.FIRST_CUSTOMER_ID
    assert set(growing.twin.now.population.acquisition[rows]) == {p.ACQUISITION.index("app")}


def test_a_function_and_a_welcome_contact_a_newcomer_once_a_month(growing):
    def policy(observed, month, budget):
        return tw.segment(observed, "tenure_months == 1 and not sms_opt_out").action("sms", "voucher")

    plan = growing.run(tw.Order(policy, welcome=tw.Welcome("call", "reminder", month=1)), months=3, futures=1).plan
    assert not plan.duplicated(["customer_id", "month"]).any()
    assert set(plan.channel) == {"sms", "call"}


def test_a_welcome_counts_against_the_budget(growing):
    poor = Bank(Twin(growing.twin.now, Scenario(newcomers=True, budget=50)))
    with pytest.raises(StrategyError, match="above the budget of 50"):
        poor.run(tw.Order(welcome=tw.Welcome("branch", "voucher")))


@pytest.mark.parametrize(
    ("order", "en"),
    [
        ({"control": 0.9}, "control = 0.9: use a share from 0 to 0.5"),
        ({"control": "ten"}, "control = 'ten'"),
        ({"welcome": tw.Welcome("pigeon")}, "channel"),
        ({"welcome": tw.Welcome("sms", "love")}, "offer"),
        ({"welcome": tw.Welcome("wecom")}, "not the manager's friend on WeCom yet"),
        ({"welcome": tw.Welcome("sms", "limit_rise")}, "is not for newcomers"),
        ({"welcome": tw.Welcome("sms", month=-1)}, "use whole months since the opening"),
        ({"welcome": tw.Welcome("sms", acquisition=("tv",))}, "acquisition"),
        ({"strategy": [None, lambda observed, month, budget: None]}, "A function decides about the whole month"),
    ],
)
def test_an_order_that_cannot_be_says_so(bank, order, en):
    with pytest.raises(BilingualError, match=en) as caught:
        bank.run(tw.Order(**order))
    assert caught.value.zh != caught.value.en


def test_an_order_of_nothing_changes_nothing(bank):
    result = bank.run(tw.Order([], control=0.2), futures=1)
    assert len(result.plan) == 0
    assert result.score(references=False).profit == 0
    assert bank.advance(result).log[-1].readings == ()
    assert isinstance(result.plan, pd.DataFrame)
