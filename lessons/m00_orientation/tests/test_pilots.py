"""The shipped bank's pilots, as the lessons of m00 open them."""

import pytest

import twinline as tw
from generators.errors import UnknownChoice
from twinline.data.pilots import CAMPAIGNS


def test_on_the_shipped_bank_the_lot_shows_no_more_than_chance():
    by_arm = tw.pilot("voucher_for_all").groupby("arm", observed=True)["spent"]
    gap = by_arm.mean()["treated"] - by_arm.mean()["control"]
    assert abs(gap) < 1.96 * (by_arm.sem() ** 2).sum() ** 0.5


def test_every_pilot_has_its_file_and_another_name_is_refused():
    assert all(len(tw.pilot(campaign)) > 1_000 for campaign in CAMPAIGNS)
    with pytest.raises(UnknownChoice, match="voucher_for_all"):
        tw.pilot("no_such_pilot")
