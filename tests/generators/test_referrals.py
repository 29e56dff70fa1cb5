"""Asking for friends, rewards and rings, as one who pays for referrals relies on them."""

import pandas as pd
import pytest

from generators import parameters as p
from generators.draws import Draws
from generators.people.rewards import rewards as make_rewards
from generators.population import draw_population
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


@pytest.fixture(scope="module")
def rewards():
    """Rewards of several banks with what an analyst sees of each, and `ring`, which the truth knows."""
    pages = []
    for seed in range(21, 27):
        world = small_world(6_000, seed)
        draws = Draws(seed, 0, world.customers)
        tables = make_rewards(draw_population(world, draws), draws, world)
        page = pd.DataFrame(tables["referral_rewards"])
        ring = dict(zip(*tables["truth_referral_rings"].values(), strict=True))
        pages.append(page.assign(bank=seed, ring=page.reward_id.map(ring)))
    paid = pd.concat(pages)
    account = paid.groupby(["bank", "payee_hash"])
    return paid.assign(
        referrers=account.referrer_customer_id.transform("nunique"), device=account.same_device.transform("mean")
    )


def test_a_rings_accounts_are_its_own_and_no_more_than_it_may_have(rewards):
    ring = rewards.ring.notna()
    assert 0 < ring.mean() < 0.25
    assert not set(rewards.payee_hash[ring]) & set(rewards.payee_hash[~ring])
    accounts = rewards[ring].groupby(["bank", "ring"]).payee_hash.nunique()
    assert accounts.max() <= sum(p.RING_PAYEES) - 1
    assert accounts.nunique() > 2
    assert rewards.same_device[ring].mean() > 0.6
    assert rewards.same_device[~ring].mean() < 0.15


def test_honest_families_share_an_account_and_whoever_is_paid_twice_names_the_same(rewards):
    honest = rewards[rewards.ring.isna()]
    shared = honest.referrers > 1
    assert 0.01 < shared.mean() < 0.10
    assert honest.groupby(["bank", "referrer_customer_id"]).payee_hash.nunique().max() == 1


def test_a_simple_rule_finds_most_rings_and_blames_some_who_are_honest(rewards):
    ring = rewards.ring.notna()
    caught = (rewards.referrers >= 2) & (rewards.device >= 0.5)
    assert 0.70 < caught[ring].mean() < 0.95  # recall
    assert 0.60 < ring[caught].mean() < 0.92  # precision
    for worse in (rewards.referrers >= 2, rewards.referrers >= 3, rewards.same_device):
        assert ring[worse].mean() < 0.80


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
