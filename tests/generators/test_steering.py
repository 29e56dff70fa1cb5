"""Managers' work, a training by lot, a commission rule and shocks of branches, as one who steers relies on them."""

import numpy as np
import pandas as pd
import pytest

from generators import parameters as p
from generators.pages import to_arrow
from generators.staff import managers
from generators.steering import manager_months, merchant_months, training_trial
from tests.support.banks import frames, small_world

MADE = (manager_months, training_trial, merchant_months, managers)


def made_of(world) -> dict[str, pd.DataFrame]:
    pages = {name: page for make in MADE for name, page in make(world).items()}
    return frames({name: to_arrow(name, [page]) for name, page in pages.items()})


@pytest.fixture(scope="module")
def bank():
    return made_of(small_world(400, 21))


def test_the_lot_draws_half_of_each_branch_and_only_those_drawn_attend(bank):
    lot = bank["training_trial"].merge(bank["managers"], on="manager_id", validate="one_to_one")
    by_branch = lot.groupby("branch_id").drawn.agg(["sum", "size"])
    assert (abs(by_branch["sum"] - by_branch["size"] / 2) <= 0.5).all()
    assert not lot.attended[~lot.drawn].any()
    assert 0.7 < lot.attended[lot.drawn].mean() < 1


def test_the_lot_has_nothing_to_do_with_skill_and_willingness():
    apart = []
    for seed in range(30):
        made = made_of(small_world(400, seed))
        lot = made["training_trial"].merge(made["managers"], on="manager_id")
        care = lot.willingness * lot.skill_activation
        apart.append(care[lot.drawn].mean() - care[~lot.drawn].mean())
    assert abs(np.mean(apart)) < 3 * np.std(apart) / np.sqrt(len(apart))


def test_what_skill_and_training_do_in_truth(bank):
    true = bank["truth_training"].merge(bank["managers"], on="manager_id")
    care = true.willingness * true.skill_activation
    assert care.corr(true.rate_without) > 0.4
    assert (true.rate_with > true.rate_without).all()


def test_a_commission_by_contact_brings_contacts_and_not_activations(bank):
    rows = bank["manager_months"].merge(bank["truth_manager_months"], on=["manager_id", "month"], validate="one_to_one")
    new = rows.commission_rule == "by_contact"
    assert rows.month[new].nunique() == p.COMMISSION_MONTH
    gamed = rows[new]
    assert (gamed.contacts >= gamed.contacts_by_result).all()
    assert gamed.activations.sum() < gamed.activations_by_result.sum()
    assert gamed.complaints.sum() > gamed.complaints_by_result.sum()
    old = rows[~new]
    for name in ("contacts", "to_active", "activations", "complaints"):
        assert (old[name] == old[f"{name}_by_result"]).all()


def test_a_shock_changes_its_own_factor_from_its_month_on(bank):
    rows, true = bank["merchant_months"], bank["truth_shocks"]
    assert true.branch_id.is_unique
    assert true.factor.value_counts().eq(p.SHOCK_BRANCHES).all()
    for shock in true.itertuples():
        mine = rows[rows.branch_id == shock.branch_id]
        others = rows[~rows.branch_id.isin(true.branch_id)]
        rise = {}
        for name, table in (("mine", mine), ("others", others)):
            late = table.month >= shock.first_month
            sums = table.groupby([late, "merchant_class"], observed=True)[["volume_fen", "fee_fen"]].sum()
            whole = sums.volume_fen.groupby(level=0).sum()
            price = sums.fee_fen / sums.volume_fen
            standard = sums.volume_fen.xs("standard", level=1) / whole
            rise[name] = {
                "price": float(np.log(price[True] / price[False]).mean()),
                "volume": float(np.log(whole[True] / whole[False])),
                "mix": float(np.log(standard[True] / standard[False])),
            }
        for factor, size in rise["mine"].items():
            apart = size - rise["others"][factor]
            assert (apart < -0.12) == (factor == shock.factor), (shock.factor, factor, apart)


@pytest.mark.parametrize("months", [1, 8, 12, 18])
def test_a_short_history_has_its_tables_too(months):
    made = made_of(small_world(400, 3, months=months))
    assert (len(made["training_trial"]) > 0) == (months >= p.TRAINING_MONTH)
    assert (len(made["truth_shocks"]) > 0) == (months > p.SHOCK_EARLIEST)
    assert (made["manager_months"].commission_rule == "by_contact").any() == (months > p.COMMISSION_MONTH)
