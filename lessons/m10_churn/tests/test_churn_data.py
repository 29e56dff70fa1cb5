"""The data that lesson and exercise of m10 share."""

import pandas as pd
import pytest

import twinline as tw
from generators.errors import BilingualError
from twinline.data import views
from twinline.data.books import Books
from twinline.prepared import churn


@pytest.fixture(scope="module")
def accounts():
    return tw.load("accounts").set_index("customer_id")


@pytest.fixture(scope="module")
def seen():
    return list(tw.Bank.open().observed().columns)


def test_careers_follow_cards_opened_within_the_history(accounts):
    found = churn.careers()
    assert list(found) == ["customer_id", "product", "acquisition", "app_user", "months", "closed"]
    ours = accounts.loc[found["customer_id"]]
    assert set(found["customer_id"]) == set(accounts.index[accounts["open_date"] >= "2024-01-01"])
    assert (found["closed"].to_numpy() == ours["close_date"].notna().to_numpy()).all()
    end = ours["close_date"].fillna(pd.Timestamp("2026-01-01")).to_numpy()
    days = (end - ours["open_date"].to_numpy()).astype("timedelta64[D]").astype(int)
    assert ((found["months"] * 28 <= days) & (days < (found["months"] + 1) * 31)).all()


def test_the_panel_knows_who_left_within_the_horizon(accounts, seen):
    found = churn.panel(["2025-01", "2025-04-01"], horizon=3)
    assert list(found) == [*seen, "morning", "left"]
    assert found["morning"].dt.strftime("%Y-%m-%d").unique().tolist() == ["2025-01-01", "2025-04-01"]
    closing = found["customer_id"].map(accounts["close_date"])
    assert not (closing < found["morning"]).any()
    assert (found["left"] == (closing < found["morning"] + pd.DateOffset(months=3))).all()


def test_the_panel_s_own_mornings_all_have_an_outcome():
    mornings = churn.panel()["morning"].unique()
    assert [f"{day:%Y-%m}" for day in mornings] == ["2024-07", "2024-10", "2025-01", "2025-04", "2025-07"]
    with pytest.raises(BilingualError):
        churn.panel(["2030-01"])


@pytest.mark.parametrize("campaign", ["retention_call", "after_enquiry", "call_waves"])
def test_a_pilot_s_file_has_its_outcome_and_what_was_known(campaign, accounts, seen):
    found = churn.pilot_file(campaign)
    first = ["customer_id", "morning", "arm", "reached", "redeemed", "complained", "cost", "stayed"]
    assert list(found) == [*first, *(name for name in seen if name != "customer_id")]
    assert found["customer_id"].is_unique
    assert "control" in set(found["arm"])
    assert not found.loc[found["arm"] == "control", ["reached", "redeemed", "complained", "cost"]].any().any()
    assert found["tenure_months"].notna().all()
    closing = found["customer_id"].map(accounts["close_date"])
    assert (found["stayed"] == ~(closing < found["morning"] + pd.DateOffset(months=7))).all()
    assert found["morning"].max() <= pd.Timestamp("2025-06-01")


def test_a_pilot_too_late_or_unknown_is_refused():
    for campaign, horizon in (("retention_call", 12), ("no_such_pilot", 6)):
        with pytest.raises(BilingualError, match=campaign):
            churn.pilot_file(campaign, horizon)


def test_win_back_is_who_fell_below_half_of_their_usual():
    found = churn.win_back()
    assert list(found) == ["customer_id", "arm", "usual", "before", "after", "cost", "redeemed"]
    assert (found["before"] < found["usual"] / 2).all()
    spent = tw.load("statements").pivot_table("purchases", "customer_id", "month", "sum", fill_value=0.0)
    row = found.iloc[0]
    theirs = spent.loc[row["customer_id"]]
    assert row["before"] == pytest.approx(theirs["2024-12-01"])
    assert row["after"] == pytest.approx(theirs["2025-01-01":"2025-03-01"].mean())
    assert row["usual"] == pytest.approx(theirs[:"2024-11-01"].mean())


def test_enquiries_come_in_order_and_say_who_was_rung():
    found = churn.enquiries()
    assert set(found["topic"]) == {"fee_question", "cancel_card"}
    assert found["timestamp"].is_monotonic_increasing
    touches = tw.load("touches")
    rung = touches[(touches["channel"] == "call") & (touches["assignment"] == "targeted")]
    for row in found[found["called"]].head(3).itertuples():
        days = (rung.loc[rung["customer_id"] == row.customer_id, "date"] - row.timestamp.normalize()).dt.days
        assert days.between(0, 30).any()


def test_the_run_up_sets_leavers_beside_the_same_months_of_who_stayed():
    found = churn.run_up(4)
    assert found.index.tolist() == [-4, -3, -2, -1]
    assert ((found > 0) & (found < 1)).all().all()
    stayed = found["asked"]["stayed"]
    assert stayed.max() < 1.2 * stayed.min()


def test_usual_calls_say_who_bought_in_the_next_month():
    found = churn.usual_calls().set_index(["customer_id", "month"])
    used = found["active"]
    following = pd.MultiIndex.from_arrays([used.index.get_level_values(0), used.index.get_level_values(1) + 1])
    both = following.isin(used.index)
    assert (found["buys_next"].to_numpy()[both] == used.loc[following[both]].to_numpy()).all()


def test_the_qini_curve_counts_customers_kept():
    arms = ["treated", "control"] * 4
    file = pd.DataFrame({"arm": arms, "stayed": [True, False, True, False, False, True, False, True]})
    curve = churn.kept_by_share(file, pd.Series(range(8, 0, -1)), step=50)
    assert curve.to_dict() == {0: 0.0, 50: 500.0, 100: 0.0}  # the first half all kept by the call, the second all lost


def test_the_report_and_the_lesson_measure_one_thing():
    drawn = views.entries(Books(), "retention_call").set_index("customer_id")["stayed"]
    file = churn.pilot_file("retention_call").set_index("customer_id")["stayed"]
    assert file.sort_index().equals(drawn.sort_index())
