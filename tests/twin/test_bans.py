"""Bans: a table answers for what it does itself."""

import pandas as pd
import pytest

import twinline as tw
from twinline.twin.problems import StrategyError


@pytest.fixture(scope="module")
def refusal(kept):
    return tw.Bank.open("tiny", scenario="refusal")


@pytest.fixture(scope="module")
def callable_once(refusal):
    seen = refusal.observed()
    refused = seen["sms_opt_out"] | seen["wecom_opt_out"] | seen["call_opt_out"]
    return seen.loc[~refused & (seen["calls_12m"] == 0), ["customer_id"]].head(3)


def calls(customers, *months, channel="call"):
    when = pd.DataFrame({"month": list(months)})
    return customers.merge(when, how="cross").assign(channel=channel, offer="voucher")


def test_a_table_calls_nobody_twice_who_would_have_refused_by_then(refusal, callable_once):
    assert refusal.check(calls(callable_once, 1)).ok
    with pytest.raises(StrategyError) as error:
        refusal.run(calls(callable_once, 1, 3), futures=1)
    (told,) = error.value.problems
    assert told.code == "ban_later"
    assert told.count == len(callable_once)
    assert set(told.examples["month"]) == {3}


def test_what_a_ban_does_not_speak_of_may_be_repeated(refusal, callable_once):
    assert refusal.check(calls(callable_once, 1, 2, 3, channel="sms")).ok


def test_a_policy_may_call_again_who_has_taken_the_offer(refusal, callable_once):
    ids = set(callable_once["customer_id"])

    def policy(observed, month, budget):
        kind = observed[observed["customer_id"].isin(ids)]
        again = kind if month == 1 else kind[kind["redeemed_12m"] > 0]
        return again[["customer_id"]].assign(month=month, channel="call", offer="voucher")

    assert refusal.run(policy, futures=1).plans
