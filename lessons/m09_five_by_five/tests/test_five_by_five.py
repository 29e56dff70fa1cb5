"""The branch centre's data keep their promises; the board and the sheet say what they hold, in both languages."""

import numpy as np
import pandas as pd
import pytest

import twinline as tw
from twinline.base.text import LANGUAGES, t, use_language
from twinline.modules.m09 import board, five_by_five, sheet


@pytest.fixture(scope="module")
def staff():
    return five_by_five.team()


@pytest.fixture(scope="module")
def listed():
    return five_by_five.tasks()


@pytest.fixture(scope="module")
def log():
    return five_by_five.month_log()


def test_the_list_is_screened_and_fits_the_slots(staff, listed):
    seen = tw.Bank.open("course").observed().set_index("customer_id").loc[listed["customer_id"]]
    assert (seen["city"] == five_by_five.CITY).all()
    assert not seen["call_opt_out"].any()
    assert (seen["bucket"] == 0).all()
    assert (seen["enquiries_12m"] > 0).all()
    assert listed["customer_id"].is_unique
    assert len(listed) <= staff["slots"].sum()


def test_the_best_plan_books_nobody_twice_or_over_and_cannot_be_bettered_by_a_swap(staff, listed):
    plan, values = five_by_five.best_plan(listed, staff), five_by_five.expected(listed, staff)
    assert (np.bincount(plan, minlength=len(staff)) <= staff["slots"]).all()
    mine = values[np.arange(len(plan)), plan]
    swapped = values[:, plan]  # what customer i would be worth with customer j's manager
    assert (swapped + swapped.T <= mine[:, None] + mine[None, :] + 1e-9).all()


def test_a_list_longer_than_the_slots_is_refused(staff, listed):
    with pytest.raises(ValueError, match="slots"):
        five_by_five.best_plan(listed, staff.assign(slots=1))


def test_expected_worth_by_hand():
    customer = pd.DataFrame({"need": ["credit"], "worth": [100.0]})
    manager = pd.DataFrame({"skill_activation": [1], "skill_retention": [1], "skill_credit": [4], "skill_wealth": [1], "willingness": [3]})  # fmt: skip
    assert five_by_five.expected(customer, manager) == pytest.approx(48.0)


def test_the_draft_has_every_kind_of_slip(staff, listed):
    plan = five_by_five.draft_plan()
    load = plan["manager_id"].value_counts().reindex(staff["manager_id"], fill_value=0).to_numpy()
    assert plan["customer_id"].duplicated().any()
    assert (load > staff["slots"]).any()
    assert (load == staff["slots"]).any()
    assert not listed["customer_id"].isin(plan["customer_id"]).all()


def test_matches_share_a_payer_and_some_stand_from_both_sides():
    pairs = five_by_five.matches(five_by_five.CITY)
    paid = tw.load("relationships").query("kind == 'payroll'").set_index("customer_id")["company_id"]
    assert (paid[pairs["customer_id"]].to_numpy() == paid[pairs["other_customer_id"]].to_numpy()).all()
    assert not pairs.loc[~pairs["checked"], "knows"].any()
    ends = pd.DataFrame({"low": pairs.iloc[:, :2].min(axis=1), "high": pairs.iloc[:, :2].max(axis=1)})
    assert ends.duplicated().any()
    by_pair = pairs.groupby([ends["low"], ends["high"]])["checked"]
    assert (by_pair.transform("first") == pairs["checked"]).all()


def test_the_log_is_the_same_every_time_and_owes_every_step(log):
    pd.testing.assert_frame_equal(log, five_by_five.month_log())
    assert set(log["step"]) == {step.number for step in five_by_five.STEPS}
    assert log.loc[log["step"].isin(five_by_five.ROUTES), "customer_id"].is_unique


def test_the_board_moves_from_nothing_to_nearly_done(log):
    first, last = board.standing(log, 1), board.standing(log, 31)
    assert (first["done"] == 0).all()
    assert (last["done"] <= last["owed"]).all()
    assert (last["state"] == "done").sum() > 15
    assert not (last["state"] == "open").any()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", board.VIEWS)
def test_a_view_names_its_jobs_in_the_language_in_use(log, language, view):
    use_language(language)
    page = board.picture(log, 17, view)
    assert page.count("<td") == 25
    for words in board.VIEWS[view][1].values():
        assert t(*words) in page


def test_another_day_redraws_the_board(log):
    box = board.live(log, 17)
    (day, role), shown = box.children[0].children, box.children[1]
    before = shown.value
    day.value = 24
    after = shown.value
    role.value = "front"
    assert len({before, after, shown.value}) == 3


def test_the_sheet_holds_five_parts_and_the_customer_s_words():
    seen = five_by_five.centre()
    customer = seen[seen["customer_id"].isin(five_by_five.tasks()["customer_id"])].iloc[0]
    use_language("en")
    parts = sheet.lines(customer)
    assert list(parts) == ["2.1", "2.2", "2.3", "2.4", "2.5"]
    assert "Own words" in parts["2.2"]
    assert str(customer["customer_id"]) in sheet.sheet(customer).data
