"""The wallet elsewhere: what one who looks for room to grow relies on."""

import numpy as np
import pytest

from generators import parameters as p
from tests.support.banks import block_tables, frames, small_world


@pytest.fixture(scope="module")
def bank():
    return frames(block_tables(small_world(6_000, 21), 0, 6_000))


@pytest.fixture(scope="module")
def wallets(bank):
    return bank["truth_wallets"].merge(bank["bureau"], on="customer_id", validate="one_to_one")


def test_every_customer_has_one_and_the_bureau_shows_what_it_weighs(bank, wallets):
    assert len(wallets) == len(bank["customers"]) == len(bank["truth_wallets"])
    used = wallets.lines_elsewhere_fen / p.FEN * wallets.utilisation_elsewhere.fillna(0.0)
    np.testing.assert_allclose(wallets.weight_elsewhere, used / (used + p.WALLET_HALF_YUAN), atol=1e-3)
    assert (wallets.weight_elsewhere[wallets.other_cards == 0] == 0).all()


def test_who_is_full_neither_grows_nor_hears_an_invitation(wallets):
    full = wallets[wallets.room == 0]
    assert len(full) > 500
    assert (full.growth == 0).all()
    assert (full.upgrade_push == 0).all()


def test_what_moves_between_cards_is_next_to_nothing_on_the_whole(wallets):
    assert abs(wallets.growth.mean()) < 0.02
    assert wallets.growth.max() <= p.WALLET_GROWTH * (1 - p.WALLET_MIDDLE)
    assert wallets.upgrade_push.min() >= 0


def test_those_who_the_truth_says_grow_do(bank, wallets):
    yuan = bank["statements"].assign(at=lambda made: made.month.rank(method="dense"))
    first, last = (
        yuan[yuan["at"].between(at, at + 5)].groupby("customer_id").purchases_fen.sum()
        for at in (1, p.World.months - 5)
    )
    both = wallets.set_index("customer_id").assign(first=first, last=last).query("first > 0 and last > 0 and room == 1")
    opened = bank["accounts"].set_index("customer_id").open_date
    both = both[opened.reindex(both.index) < yuan.month.min()]
    grown = np.log(both["last"] / both["first"])
    high = both.growth > both.growth.median()
    error = np.hypot(*(grown[half].std() / np.sqrt(half.sum()) for half in (high, ~high)))
    assert grown[high].mean() - grown[~high].mean() > 2 * error
