"""Impossible parameters: one line that names the field and what it may be, before anything is made."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators import parameters as p
from generators.errors import BilingualError
from generators.run import generate
from generators.validate import MOST_MONTHS, refuse_impossible
from tests.support.banks import small_world

WORLD = small_world()
ABOVE_ONE = st.floats(1, 1e6, exclude_min=True)
BELOW_ZERO = st.floats(-1e6, 0, exclude_max=True)
NOT_A_CHANCE = ABOVE_ONE | BELOW_ZERO | st.just(float("nan")) | st.just(float("inf"))


def with_changes(**changes: object) -> SimpleNamespace:
    return SimpleNamespace(**{**vars(p), **changes})


def refused(field: str, table: object = p, world: p.World = WORLD) -> BilingualError:
    with pytest.raises(BilingualError) as caught:
        refuse_impossible(world, table)
    error = caught.value
    for text in (error.en, error.zh):
        assert field in text
        assert "\n" not in text
    assert error.en.startswith(f"Impossible {field} = ")
    return error


def test_the_banks_own_parameters_are_possible():
    for scale in p.SCALES:
        refuse_impossible(p.world(scale))


@given(st.integers(max_value=0))
def test_no_bank_without_customers_or_months(number):
    for field in ("customers", "months", "block_size"):
        refused(field, world=replace(WORLD, **{field: number}))


@given(st.integers(1, 10**9), st.integers(1, MOST_MONTHS), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_any_size_and_start_within_the_ranges_is_possible(customers, months, day):
    refuse_impossible(replace(WORLD, customers=customers, months=months, start=day.replace(day=1)))


@given(st.dates().filter(lambda day: day.day != 1 or not 2000 <= day.year <= 2100))
def test_a_history_starts_with_a_month(day):
    refused("start", world=replace(WORLD, start=day))


@pytest.mark.parametrize(("name", "field"), [("TYPES", "share"), ("CATEGORIES", "share"), ("CITIES", "weight")])
@given(share=st.floats(0, 1), place=st.integers(0, 5))
def test_shares_must_add_up(name, field, share, place):
    entries = list(getattr(p, name))
    if abs(share - getattr(entries[place], field)) < 1e-6:
        return
    entries[place] = replace(entries[place], **{field: share})
    error = refused(f"{name}.{field}", with_changes(**{name: tuple(entries)}))
    assert "add up to 1" in error.en


@given(NOT_A_CHANCE)
def test_a_chance_lies_between_0_and_1(value):
    refused("WAKE_UP", with_changes(WAKE_UP=value))
    refused("MISS_PAYMENT[1]", with_changes(MISS_PAYMENT=(0.1, value, 0.1)))
    refused("TYPES[0].closure", with_changes(TYPES=(replace(p.TYPES[0], closure=value), *p.TYPES[1:])))
    refused("CHANNELS[0].reach", with_changes(CHANNELS=(replace(p.CHANNELS[0], reach=value), *p.CHANNELS[1:])))
    refused("WAVES[1].share", with_changes(WAVES=(p.WAVES[0], replace(p.WAVES[1], share=value), *p.WAVES[2:])))


@pytest.mark.parametrize(
    "rates", [p.ROLL_RATES[1:], ((0.5, 0.0, 0.1, 0.3), *p.ROLL_RATES[1:]), ((1.0,), *p.ROLL_RATES[1:])]
)
def test_every_bucket_rolls_in_one_of_four_ways(rates):
    refused("ROLL_RATES" if len(rates) < len(p.ROLL_RATES) else "ROLL_RATES[0]", with_changes(ROLL_RATES=rates))


@given(BELOW_ZERO)
def test_rates_and_costs_are_not_negative(value):
    refused("RATE_MEAN", with_changes(RATE_MEAN=value))
    refused("OFFERS[0].strength", with_changes(OFFERS=(replace(p.OFFERS[0], strength=value), *p.OFFERS[1:])))
    refused("OFFERS[0].from_fen", with_changes(OFFERS=(replace(p.OFFERS[0], from_fen=value), *p.OFFERS[1:])))
    refused("COMPLAINT_COST_FEN", with_changes(COMPLAINT_COST_FEN=value))


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("PILOTS[0].month", {"month": 24}),
        ("PILOTS[0].month", {"month": -1}),
        ("PILOTS[0].segments", {"segments": ("regular", "rich")}),
        ("PILOTS[0].channel", {"channel": "fax"}),
        ("PILOTS[0].offer", {"offer": "toaster"}),
    ],
)
def test_a_pilot_happens_in_the_history_to_those_and_by_means_that_there_are(field, change):
    refused(field, with_changes(PILOTS=(replace(p.PILOTS[0], **change), *p.PILOTS[1:])))


def test_a_rule_needs_a_channel_that_there_is():
    refused("RULES[2].channel", with_changes(RULES=(*p.RULES[:2], replace(p.RULES[2], channel="fax"))))


@pytest.mark.parametrize(
    ("field", "name", "value"),
    [
        ("ENDS[dining]", "ENDS", {**p.ENDS, "dining": (0.5,) * len(p.ENDINGS)}),
        ("ENDS", "ENDS", {"dining": p.ENDS["dining"]}),
        ("HABITS[fuel]", "HABITS", {**p.HABITS, "fuel": ((0.7, 0.4), (0.5,))}),
        ("HABITS[fuel]", "HABITS", {**p.HABITS, "fuel": ((0.1,) * (p.FAVOURITES + 1), (0.5,))}),
        ("CATEGORIES[dining].rhythm", "CATEGORIES", (replace(p.CATEGORIES[0], rhythm="siesta"), *p.CATEGORIES[1:])),
        ("HOURS_OF_MEALS", "HOURS_OF_MEALS", (1,) * 24),
    ],
)
def test_every_category_has_prices_and_habits_and_shops_close(field, name, value):
    refused(field, with_changes(**{name: value}))


def test_an_impossible_bank_leaves_no_trace(tmp_path):
    with pytest.raises(BilingualError):
        generate(replace(WORLD, months=0), tmp_path / "out")
    assert not list(tmp_path.iterdir())


@given(st.floats(1, 100, exclude_min=True))
def test_factors_lend_a_trait_no_more_than_all_of_it(loading):
    for loadings in ({"means": loading}, {"means": 0.8, "caution": -loading}):
        refused("LOADINGS['rate']", with_changes(LOADINGS={**p.LOADINGS, "rate": loadings}))


NEW_CHANCES = [
    *("ASK_SHARE", "ASKED", "RING_CIRCLE", "RING_JOINS", "RING_DEVICE", "BESIDE_DEVICE", "FAMILY_ACCOUNT", "COLLECTED"),
    *("MEETING_HALF", "BINDS_UNASKED", "GOAL_NEAR", "EXPLORES", "RECOMMENDED", "RISE_SHARE", "RISE_ACCEPTS"),
    *("STUCK", "HOLIDAY_PAID", "SEARCH_CLICK_RATE", "TRAINING_ATTENDED", "COMMISSION_TO_ACTIVE", "SHOCK_MIX"),
]


@pytest.mark.parametrize("name", NEW_CHANCES)
@given(value=NOT_A_CHANCE)
def test_the_second_editions_chances_lie_between_0_and_1(name, value):
    error = refused(name, with_changes(**{name: value}))
    assert "from 0 to 1" in error.en or value == float("inf")


def changed(name: str, place: int, **fields: object) -> tuple[object, ...]:
    entries = list(getattr(p, name))
    entries[place] = replace(entries[place], **fields)
    return tuple(entries)


@pytest.mark.parametrize(
    ("field", "name", "value", "why"),
    [
        ("RISE_MONTH", "RISE_MONTH", 24, "0 to 23"),
        ("ASK_MONTH", "ASK_MONTH", -1, "0 to 23"),
        ("DRIFT_MONTH", "DRIFT_MONTH", 7.5, "0 to 23"),
        ("MEETING_OPENED[1]", "MEETING_OPENED", (0, 30), "0 to 23"),
        ("RISE_LIMIT", "RISE_LIMIT", 0, "above 0"),
        ("RISE_MISS[2]", "RISE_MISS", (1.0, 1.0, -0.1), "0 or more"),
        ("RISE_MISS", "RISE_MISS", (1.0, 1.0), "one for each of PAY_STYLES"),
        ("RISE_STAYS", "RISE_STAYS", (1.0, 1.0, 0.0, 0.0), "one for each of PAY_STYLES"),
        ("FRIENDS_BY_TYPE[loyal]", "FRIENDS_BY_TYPE", {"loyal": -2}, "0 or more"),
        ("FRIENDS_BY_TYPE", "FRIENDS_BY_TYPE", {"royal": 2}, "choose from"),
        ("RING_PAYEES[0]", "RING_PAYEES", (0, 6), "above 0"),
        ("COLLECTORS", "COLLECTORS", 0, "above 0"),
        ("GOALS_FEN[1]", "GOALS_FEN", (100_000, 0, 5_000_000), "above 0"),
        ("GOAL_SHARES", "GOAL_SHARES", (0.5, 0.5), "one for each of GOALS_FEN"),
        ("GOAL_SHARES", "GOAL_SHARES", (0.3, 0.5, 0.3), "add up to 1"),
        ("WALLET_SHARES[0]", "WALLET_SHARES", (-0.1, 0.6, 0.5), "from 0 to 1"),
        ("ITEMS[1].click", "ITEMS", changed("ITEMS", 1, click=1.2), "from 0 to 1"),
        ("ITEMS[0].margin_yuan", "ITEMS", changed("ITEMS", 0, margin_yuan=-5), "0 or more"),
        ("DRIFT_CHANNEL", "DRIFT_CHANNEL", "fax", "choose from"),
        ("SPEND_A_CARD[app][1]", "SPEND_A_CARD", {**p.SPEND_A_CARD, "app": (95, -50, 6)}, "0 or more"),
        (
            "PATH_TOUCHES[0].chance[2]",
            "PATH_TOUCHES",
            changed("PATH_TOUCHES", 0, chance=(0, 0, 2, 0, 0)),
            "from 0 to 1",
        ),
        ("PATH_TOUCHES[0].chance", "PATH_TOUCHES", changed("PATH_TOUCHES", 0, chance=(0, 0)), "one for each of ACQ"),
        ("ENQUIRY_QUEUES.share", "ENQUIRY_QUEUES", changed("ENQUIRY_QUEUES", 0, share=0.5), "add up to 1"),
        ("PROBLEMS[limits].raised_by", "PROBLEMS", changed("PROBLEMS", 2, raised_by=(0.5, 0.4, 0.3)), "add up to 1"),
        ("STUCK_ON", "STUCK_ON", "abacus", "choose from"),
        ("BROKEN_DEVICE", "BROKEN_DEVICE", "abacus", "choose from"),
        ("THEMES[1].month", "THEMES", changed("THEMES", 1, month=24), "0 to 23"),
        ("STEP_SECONDS[1]", "STEP_SECONDS", (35, -1, 75, 30, 12), "0 or more"),
        ("WORK_FROM", "WORK_FROM", -1, "0 or more"),
        ("PAYROLL_SHARE", "PAYROLL_SHARE", 1.5, "from 0 to 1"),
        ("QR_BY_AFFINITY", "QR_BY_AFFINITY", float("nan"), "finite"),
    ],
)
def test_the_second_editions_parameters_name_field_and_range(field, name, value, why):
    assert why in refused(field, with_changes(**{name: value})).en
