"""What the lessons teach is there to be found at course scale, for the learners' bank and five others, as the report's own rows judge it.

The rows are asserted on a record (`twinline measure --facts`); a bank is measured again, see `tests.support.slices`.
"""

import numpy as np
import pytest
from scipy.stats import chi2

from generators import parameters as p
from tests.support.again import assert_agrees
from tests.support.slices import slice_of
from twinline.data import views
from twinline.data.books import Books, Measured
from twinline.measure.banks import SCALE, bank_of
from twinline.measure.parts import planted_facts
from twinline.report import CALIBRATION, PLANTED, FactVerdict

ROWS = {**PLANTED, **CALIBRATION}
FACTS = planted_facts()


def pytest_generate_tests(metafunc):
    if "again" in metafunc.fixturenames:
        metafunc.parametrize("again", slice_of(FACTS, metafunc.config))


@pytest.fixture(scope="session")
def bank(course) -> Books:
    return Books(bank_of(course.seed) / SCALE)


def test_the_record_is_whole_and_of_this_code():
    assert all(found.keys() == ROWS.keys() for found in FACTS.recorded().values())


@pytest.mark.parametrize("code", ROWS)
def test_the_row_is_green_or_says_why_not(code):
    fact = ROWS[code]
    for seed, rows in FACTS.held().items():
        found = {name: value for name, value in rows[code].items() if name != "verdict"}
        verdict = fact.verdict(Measured(**found)) if "value" in found else FactVerdict.ABSENT
        assert verdict == rows[code]["verdict"], seed
        assert verdict in (FactVerdict.GREEN, FactVerdict.LABELLED), f"seed {seed}: {found}, to be {fact.target}"


def test_a_bank_measured_again_agrees_with_the_record(again):
    assert_agrees(FACTS, again)


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


LUCK = 1e-5  # below it no spread over seeds is luck, among some hundred rows


def spreads() -> dict[str, tuple[float, int]]:
    """By row with a standard error in each bank: the squared distances of the banks from their middle, in squared standard
    errors, and how many are free.
    """
    found = {}
    for code in ROWS:
        banks = [rows.get(code, {}) for rows in FACTS.held().values()]
        if all(bank.get("error") for bank in banks):
            value, error = (np.array([bank[name] for bank in banks]) for name in ("value", "error"))
            middle = np.average(value, weights=error**-2)
            found[code] = (float((((value - middle) / error) ** 2).sum()), len(banks) - 1)
    return found


def test_between_seeds_only_luck_differs():
    """The banks lie around each other as their standard errors say: neither further apart nor closer."""
    found = spreads()
    assert len(found) > 30
    unlikely = {code: chi2.sf(spread, free) for code, (spread, free) in found.items() if chi2.sf(spread, free) < LUCK}
    assert not unlikely
    # Altogether: rows share banks, so that their sum strays further than that of as many that do not.
    total, free = np.sum(list(found.values()), axis=0)
    assert 0.7 < total / free < 1.5
