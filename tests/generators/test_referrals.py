"""Asking for friends, rewards and rings, as one who pays for referrals relies on them."""

import pytest

from generators.write import content_hash
from tests.support.banks import block_tables, frames, small_world

TABLES = ("referral_asks", "referral_rewards", "truth_referral_rings")


@pytest.fixture(scope="module")
def bank():
    return frames(block_tables(small_world(6_000, 21), 0, 6_000))


def test_only_users_of_the_app_who_allow_it_are_in_the_trial(bank):
    drawn = bank["referral_asks"].merge(bank["customers"], on="customer_id").merge(bank["contacts"], on="customer_id")
    assert len(drawn) == len(bank["referral_asks"]) > 600
    assert drawn.app_user.all()
    assert (drawn.consent_date <= drawn.date).all()
    assert 0.45 < drawn.asked.mean() < 0.55
    named = drawn.groupby("asked").friends_named.mean()
    assert named[True] > 1.3 * named[False] > 0


def test_a_reward_follows_a_referral_that_the_application_names(bank):
    paid = bank["referral_rewards"].merge(bank["applications"], on="customer_id", suffixes=("", "_told"))
    assert len(paid) == len(bank["referral_rewards"]) > 50
    assert (paid.referrer_customer_id == paid.referrer_customer_id_told).all()
    assert (paid.paid_on > paid.decided).all()
    assert (paid.channel == "referral").all()


def test_rings_share_accounts_and_devices_and_nobody_else_has_their_accounts(bank):
    paid = bank["referral_rewards"].merge(bank["truth_referral_rings"], on="reward_id", how="left")
    ring = paid.ring_id.notna()
    assert 0 < ring.mean() < 0.25
    assert not set(paid.payee_hash[ring]) & set(paid.payee_hash[~ring])
    assert paid[ring].groupby("ring_id").payee_hash.nunique().max() <= 2
    assert (paid[~ring].groupby("payee_hash").referrer_customer_id.nunique() == 1).all()
    assert paid.same_device[ring].mean() > 0.6
    assert paid.same_device[~ring].mean() < 0.1


@pytest.mark.parametrize("block_size", [1_999, 677])
def test_they_are_the_same_for_any_block_size(block_size):
    def hashes(size: int) -> dict[str, int]:
        world = small_world(4_100, 3, block_size=size)
        total = dict.fromkeys(TABLES, 0)
        for block in world.blocks():
            tables = block_tables(world, *block)
            total = {name: (total[name] + content_hash(tables[name])) % 2**64 for name in TABLES}
        return total

    assert hashes(block_size) == hashes(4_100)


@pytest.mark.parametrize("months", [1, 16])
def test_a_short_history_has_the_tables_and_no_trial_that_does_not_fit(months):
    tables = block_tables(small_world(400, 3, months=months), 0, 400)
    assert set(TABLES) <= set(tables)
    assert not len(tables["referral_asks"])
