"""What the randomised pilots have to teach is there to be found, at course scale, for three seeds."""

import numpy as np
import pandas as pd
import pytest

from generators.draws import Draws
from generators.parameters import HOOK, world
from generators.population import draw_population


def months(dates: pd.Series) -> pd.Series:
    return (dates.dt.year - 2024) * 12 + dates.dt.month - 1


@pytest.fixture(scope="module")
def drawn(course):
    """Every customer's entry into each pilot, with the months from it to their closing (none: 99)."""
    touches = course("touches")
    touches = touches[touches.assignment == "randomised"].sort_values("date")
    entries = touches.drop_duplicates(["campaign", "customer_id"])
    closed = course("accounts").set_index("customer_id").close_date
    gone = months(entries.customer_id.map(closed)) - months(entries.date)
    return entries.assign(month=months(entries.date), gone=gone.fillna(99))


@pytest.fixture(scope="module")
def opted_out(course):
    people = draw_population(world("course", course.seed), Draws(course.seed, 0, world("course").customers))
    return pd.Series(people.opt_out, people.customer_id)


def difference(one: pd.Series, other: pd.Series) -> tuple[float, float]:
    """The first's mean less the second's, and the standard error."""
    one, other = one.astype(float), other.astype(float)
    return one.mean() - other.mean(), np.sqrt(one.var() / len(one) + other.var() / len(other))


def stayed(entries: pd.DataFrame, campaign: str, within: int) -> tuple[pd.Series, pd.Series]:
    rows = entries[entries.campaign == campaign]
    stay = rows.gone > within
    return stay[rows.arm == "treated"], stay[rows.arm == "control"]


def test_calling_everyone_keeps_nobody_on_average(drawn):
    effect, error = difference(*stayed(drawn, "retention_call", 6))
    assert abs(effect) < 3 * error


def test_calling_those_who_refused_contact_drives_them_off(drawn, opted_out):
    refused = drawn[drawn.customer_id.map(opted_out)]
    effect, error = difference(*stayed(refused, "retention_call", 6))
    assert effect < -0.03
    assert effect / error < -2.5


def test_calling_those_who_just_asked_keeps_some(drawn):
    effect, error = difference(*stayed(drawn, "after_enquiry", 6))
    assert effect / error > 1
    assert effect > difference(*stayed(drawn, "retention_call", 6))[0]


def test_calls_look_worse_than_messages_until_enquiries_are_told_apart(course):
    touches = course("touches")
    care = touches[touches.campaign.isin(["care_call", "care_sms"]) & (touches.date < "2025-07-01")]
    closed = course("accounts").set_index("customer_id").close_date
    gone = months(care.customer_id.map(closed)) - months(care.date)
    care = care.assign(stay=~(gone <= 6), call=care.campaign == "care_call", asked=care.propensity > 0.1)
    crude, error = difference(care.stay[care.call], care.stay[~care.call])
    assert crude / error < -2
    inside = [
        (len(group), difference(group.stay[group.call], group.stay[~group.call])[0])
        for _, group in care.groupby("asked")
    ]
    standardised = sum(size * effect for size, effect in inside) / len(care)
    assert standardised > crude + 2 * error


def test_a_welcome_in_the_first_two_months_is_worth_several_later_ones(drawn, course):
    cards = drawn[drawn.campaign == HOOK.campaign].set_index("customer_id")
    accounts = course("accounts").set_index("customer_id").loc[cards.index]
    wait = months(accounts.activation_date) - months(accounts.open_date)
    used = wait.le(6).groupby(cards.arm, observed=True).mean()
    early = used[["month_0", "month_1"]].mean() - used["control"]
    late = used["month_5"] - used["control"]
    assert early > 0.04
    assert early > late + 0.02


def test_more_calls_do_not_keep_more_customers(drawn):
    rows = drawn[drawn.campaign == "call_waves"]
    stay = (rows.gone > 6).groupby(rows.arm, observed=True).mean()
    assert stay["three_waves"] < stay["one_wave"] + 0.005


def test_waves_help_the_persuadable_and_harm_the_rest_as_the_truth_shows(drawn, course):
    rows = drawn[drawn.campaign == "call_waves"]
    kind = rows.customer_id.map(course("truth_customers").set_index("customer_id").latent_type.astype(str))
    rows = rows.assign(kind=kind, stay=rows.gone > 6)
    stay = rows.pivot_table("stay", "kind", "arm", observed=True)
    assert stay.loc["persuadable", "two_waves"] > stay.loc["persuadable", "control"]
    assert stay.loc["sleeping_dog", "three_waves"] < stay.loc["sleeping_dog", "one_wave"]
    assert stay.loc["sleeping_dog", "one_wave"] < stay.loc["sleeping_dog", "control"]


def test_a_points_gift_by_phone_wakes_sleeping_cards(drawn, course):
    rows = drawn[drawn.campaign == "points_reminder"]
    statements = course("statements", ["customer_id", "month", "purchases_fen"])
    bought = statements[(months(statements.month) == 12) & (statements.purchases_fen > 0)].customer_id
    active = rows.customer_id.isin(bought)
    effect, error = difference(active[rows.arm == "treated"], active[rows.arm == "control"])
    assert effect > 0.02
    assert effect / error > 2.5
