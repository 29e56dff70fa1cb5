"""Cohorts, loans of branches, enquiries, problems and a step that breaks, as one who diagnoses relies on them."""

import pandas as pd
import pytest

from generators import parameters as p
from generators.diagnosis import branch_loans, cobrand_cohorts, enquiries, problems
from generators.pages import to_arrow
from tests.support.banks import block_tables, frames, small_world

MADE = (cobrand_cohorts, branch_loans, enquiries, problems)


def made_of(world) -> dict[str, pd.DataFrame]:
    pages = {name: page for make in MADE for name, page in make(world).items()}
    return frames({name: to_arrow(name, [page]) for name, page in pages.items()})


@pytest.fixture(scope="module")
def bank():
    return made_of(small_world(400, 21))


def test_new_cohorts_are_larger_and_worse_at_the_same_age(bank):
    rows = bank["cobrand_cohorts"]
    assert not rows.duplicated(["cohort", "month"]).any()
    assert (rows.cohort <= rows.month).all()
    first = rows[rows.cohort == rows.month].sort_values("month")
    rate = first.active / first.issued
    assert rate.iloc[-3:].mean() < rate.iloc[:6].mean() - 0.03
    assert first.issued.iloc[-1] > 2 * first.issued.iloc[0]


def test_of_two_branches_that_fall_one_gets_back_what_was_due(bank):
    true = bank["truth_branch_dips"].set_index("kind")
    assert set(true.index) == {"payment_holiday", "real_dip"}
    assert true.branch_id.is_unique
    due_in_a_month = bank["branch_loans"].groupby("branch_id").due_fen.mean()
    lost = true.lost_fen / due_in_a_month[true.branch_id].to_numpy()
    assert lost["payment_holiday"] == pytest.approx(0, abs=0.01)
    assert lost["real_dip"] > 1.5


def test_an_enquiry_is_asked_when_its_queue_is_open_and_lost_only_where_nobody_hands_it_on(bank):
    rows = bank["card_enquiries"].merge(bank["truth_enquiries"], on="enquiry_id", validate="one_to_one")
    assert rows.asked.is_monotonic_increasing
    evening = rows.queue == "evening_box"
    assert rows.asked.dt.hour[evening].min() >= p.EVENING[0]
    assert rows.asked.dt.hour[~evening].max() < p.OFFICE_HOURS[1]
    handed = rows.handed_on.notna()
    assert handed[evening].mean() < 0.06 < 0.8 < handed[~evening].mean()
    assert (rows.handed_on[handed] > rows.asked[handed]).all()
    assert (rows.applied == rows.applies_if_handed.where(handed, rows.applies_if_not)).all()
    assert (rows.applies_if_handed >= rows.applies_if_not).all()


def test_the_loudest_problem_is_not_the_dearest(bank):
    total = bank["problem_log"].groupby("area", observed=True)[["complaints", "cost_fen"]].sum()
    assert total.complaints.idxmax() == "points"
    assert total.cost_fen.idxmax() == "limits"


def test_applicants_get_stuck_at_one_step_on_one_device_of_late_and_nobody_else_moves(monkeypatch):
    world = small_world(3_000, 21)

    def made() -> dict[str, pd.DataFrame]:
        tables = frames(block_tables(world, 0, 3_000))
        return {name: tables[name] for name in ("applications", "application_steps", "path_touches")}

    with_it = made()
    monkeypatch.setattr(p, "STUCK", 0.0)
    without = made()
    old = set(without["applications"].application_id)
    extra = with_it["applications"][~with_it["applications"].application_id.isin(old)]
    assert len(extra) >= 3
    assert (extra.device == p.STUCK_ON).all()
    assert extra.submitted.isna().all()
    assert extra.started.min() >= pd.Timestamp("2025-04-25")
    stopped = with_it["application_steps"].query("abandoned")
    assert (stopped.step[stopped.application_id.isin(extra.application_id)] == "consent").all()
    steps = with_it["application_steps"]
    same = steps[steps.application_id.isin(old)].reset_index(drop=True)
    pd.testing.assert_frame_equal(same, without["application_steps"].reset_index(drop=True))


@pytest.mark.parametrize("months", [1, 7, 12])
def test_a_short_history_has_its_tables_too(months):
    tables = made_of(small_world(400, 3, months=months))
    assert len(tables["cobrand_cohorts"]) > 0
    assert len(tables["truth_branch_dips"]) == (2 if months >= p.DIP_BEGINS else 0)
    assert tables["card_enquiries"].asked.max() < pd.Timestamp("2024-01-01") + pd.DateOffset(months=months)
