"""What the lessons teach is there to be found at course scale, for three seeds, as the report's own rows judge it."""

import pytest

from generators import parameters as p
from twinline.data import views
from twinline.data.books import Books
from twinline.report import CALIBRATION, PLANTED, Verdict

ROWS = {**PLANTED, **CALIBRATION}


@pytest.fixture(scope="session")
def bank(course, shared) -> Books:
    return Books(shared / f"course-{course.seed}")


@pytest.mark.parametrize("code", ROWS)
def test_the_row_is_green_or_says_why_not(bank, code):
    fact = ROWS[code]
    found = fact.measure(bank)
    assert fact.verdict(found) in (Verdict.GREEN, Verdict.LABELLED), f"{found}, to be {fact.target}"


def test_only_the_first_voucher_pilot_draws_regular_customers(bank):
    first, second = (pilot.campaign for pilot in p.PILOTS if pilot.campaign.startswith("voucher"))
    assert "regular" in set(views.pilot_file(bank, first).segment)
    assert set(views.pilot_file(bank, second).segment) == {"new_unused", "asleep"}


def test_the_calls_that_asked_are_the_care_lists_own_stratum(bank, course):
    """An analyst who reads the hotline's calls finds the very customers whom the care list treated differently."""
    touches = course("touches", ["campaign", "customer_id", "date", "propensity"])
    care = touches[touches.campaign.isin(["care_call", "care_sms"])]
    asked = views.in_pairs(care.customer_id, bank.month(care.date) - 1, views.enquiries(bank))
    assert asked.any()
    assert (asked == (care.propensity > 0.1)).all()
