"""What a campaign cannot have for nothing: friends on WeCom, and texts to everybody."""

from itertools import pairwise

import numpy as np
import pytest

import twinline as tw
from generators import parameters as p
from generators.month.ties import warmth, won
from generators.twin.money import volume_fen
from generators.twin.run import Plan, Twin
from generators.twin.scenario import Scenario
from twinline.twin.bank import Bank
from twinline.twin.problems import StrategyError

MONTHS, FUTURE = 6, 1


def plan_of(rows, *contacts):
    """Each contact (month from 0, channel, offer) with everybody at `rows`."""
    size = len(rows)
    parts = [
        Plan(
            rows,
            np.full(size, month),
            np.full(size, p.CHANNEL_NAMES.index(way)),
            np.full(size, p.OFFER_NAMES.index(offer)),
        )
        for month, way, offer in contacts
    ]
    return Plan.join([Plan.nothing(), *parts])


def invited(month, way="call"):
    return (month, way, "add_wecom")


@pytest.fixture(scope="module")
def strangers(bank, seen):
    """Rows of those who are no friends and may be texted and called."""
    open_to = seen[~seen.wecom_friend & ~seen.sms_opt_out & ~seen.call_opt_out]
    return np.sort(open_to.customer_id.to_numpy() - p.FIRST_CUSTOMER_ID)


def lived(bank, plan, months=MONTHS):
    """Outcomes with the plan, and the state of everybody as the months end."""
    pair, _, _, state = bank.twin.run_policy(lambda month, _: plan.of(month), months, FUTURE)
    return pair.with_plan, state


# --- friends ----------------------------------------------------------------------------------------------------------


def test_few_join_by_a_text_many_by_a_call_and_fewer_when_asked_again(bank, strangers):
    joined = {}
    for name, contacts in {
        "text": [invited(0, "sms")],
        "call": [invited(0)],
        "second call": [invited(0), invited(1)],
    }.items():
        outcome, state = lived(bank, plan_of(strangers, *contacts), len(contacts))
        new = won(bank.twin.now.population.friend_since, state, bank.twin.now.world)[strangers]
        joined[name] = new.sum() / outcome.reached[strangers].sum()
        if name == "second call":  # nobody who heard it twice joined the second time by the chance of the first
            twice = outcome.reached[strangers] == 2
            joined["both heard"] = new[twice].mean()
    assert joined["text"] < 0.12
    assert 0.45 < joined["call"] < 0.70
    assert joined["second call"] < 0.8 * joined["call"]
    assert joined["both heard"] <= joined["call"] + 0.1


def test_an_invitation_that_is_repeated_tires(bank, strangers):
    fatigue = [
        lived(bank, plan_of(strangers, *map(invited, range(calls))), 3)[1].fatigue[strangers].mean()
        for calls in (0, 1, 3)
    ]
    asked_before = bank.twin.now.state.invited[strangers] > 0
    assert asked_before.mean() < 0.9
    assert fatigue[2] > 1.5 * fatigue[1] > 0
    assert fatigue[1] - fatigue[0] < 0.55 * asked_before.mean()  # a first one tires nobody


def test_a_friend_costs_the_managers_time_every_month(bank, strangers):
    outcome, state = lived(bank, plan_of(strangers, invited(0)))
    friends = won(bank.twin.now.population.friend_since, state, bank.twin.now.world)
    month = p.FRIEND_MINUTES * p.MINUTE_FEN / p.FEN
    stayed = friends & state.open & (state.leaving < 0)
    assert friends.sum() > 50
    assert outcome.upkeep[stayed] == pytest.approx((MONTHS - 1) * month)
    assert outcome.upkeep.sum() <= friends.sum() * (MONTHS - 1) * month
    assert (outcome.upkeep[~friends] == 0).all()
    assert outcome.cost[stayed].min() >= (MONTHS - 1) * month


def test_a_friend_to_whom_nobody_writes_forgets_the_manager(bank, strangers):
    world, people = bank.twin.now.world, bank.twin.now.population
    month = bank.twin.now.month + MONTHS
    warm = {}
    for name, later in {
        "silent": [],
        "written to": [(month, "wecom", "reminder") for month in range(1, MONTHS)],
    }.items():
        _, state = lived(bank, plan_of(strangers, invited(0), *later))
        friends = won(people.friend_since, state, world)
        warm[name] = warmth(people, state, friends, month, world)[friends].mean()
    assert warm["silent"] < 0.1 * warm["written to"]
    old = people.friend_since < people.friend_until  # whom the history left are written to as before
    _, state = lived(bank, Plan.nothing())
    friend = old & (state.friend_since < 10**6) & state.open & (people.friend_until >= 10**6)
    assert warmth(people, state, friend, month, world)[friend] == pytest.approx(people.attention[friend])


@pytest.mark.parametrize("way", ["sms", "call"])
def test_inviting_every_stranger_loses_money(bank, strangers, way):
    plan = plan_of(strangers, *(invited(month, way) for month in range(3)))
    pairs = [bank.twin.run(plan, MONTHS, future) for future in (1, 2, 3)]
    assert np.mean([(pair.with_plan.profit - pair.without.profit).sum() for pair in pairs]) < 0


def test_staff_who_look_after_friends_can_make_fewer_calls(bank, seen):
    few = Bank(Twin(bank.twin.now, Scenario(hours=30.0)))
    strangers = tw.segment(seen, "not wecom_friend and not call_opt_out").cap(200)
    assert few.check(strangers.action("call", "add_wecom")).ok
    later = tw.segment(seen, "not call_opt_out").cap(200).action("call", month=2)
    assert few.check(later).ok
    with pytest.raises(StrategyError) as error:
        few.run(strangers.action("call", "add_wecom") + later)
    assert [problem.code for problem in error.value.problems] == ["hours"]
    assert "Month 2 needs" in error.value.en


# --- volume -----------------------------------------------------------------------------------------------------------


def test_the_cost_of_volume_begins_beyond_a_share_and_rises_with_every_message():
    accounts = 1_000
    free = p.BROADCAST_SHARE * accounts
    sent = np.array([0.0, free, free + 100, free + 200, free + 400])
    cost = volume_fen(sent, accounts)
    assert cost[:2].tolist() == [0, 0]
    each = np.diff(cost[1:]) / np.diff(sent[1:])
    assert (np.diff(each) > 0).all()


def test_a_text_to_all_loses_and_says_why_and_one_to_a_few_has_no_such_cost(bank, seen):
    everyone = tw.segment(seen, "not sms_opt_out").action("sms", "reminder")
    few = (
        tw.segment(seen, "not sms_opt_out and enquiries_12m > 0")
        .cap(share=0.5, by="margin_12m")
        .action("sms", "reminder")
    )
    score, other = (bank.run(plan, futures=3).score(references=False) for plan in (everyone, few))
    assert score.profit < 0
    assert score.lines["volume"] > score.lines["complaints"]
    assert "Too many texts and pushes" in repr(score)
    assert dict(score.waterfall)["volume"] == -score.lines["volume"]
    assert "volume" not in other.lines
    found = bank.check(everyone)
    assert found.volume == pytest.approx(score.lines["volume"], rel=0.02)
    assert "outside the budget" in str(found)
    assert found.cost < found.volume
    assert bank.check(few).volume == 0


def test_the_more_texts_the_more_ask_for_no_more_and_none_is_sent_to_them(bank, seen):
    every_month = tw.segment(seen, "not sms_opt_out").action("sms", "reminder").waves(6)
    result = bank.run(every_month, futures=1)
    assert result.score(references=False).lines["unsubscribes"] > 0
    later = bank.advance(result)
    gone = later.twin.now.state.no_texts
    left = later.observed().set_index("customer_id")
    stopped = left.index.isin(later.twin.now.population.customer_id[gone])
    assert stopped.sum() > 10
    assert left.sms_opt_out[stopped].all()
    pages = later.twin.now.monthly_pages[-6:]
    for before, page in pairwise(pages):
        assert (page.channel[before.no_texts] != p.SMS).all()  # although the plan says six
    assert not bank.twin.now.state.no_texts.any()
