"""Spending, paths before applications and two trials by place and week, as one who weighs channels relies on them."""

import pandas as pd
import pytest

from generators import parameters as p
from generators.marketing import ad_weeks, marketing_spend, scene_trial
from generators.pages import to_arrow
from generators.write import content_hash
from tests.support.banks import block_tables, frames, small_world

PATHS = ("path_touches", "application_identities", "truth_path_touches")


@pytest.fixture(scope="module")
def world():
    return small_world(3_000, 21)


@pytest.fixture(scope="module")
def bank(world):
    made = {name: make(world)[name] for name, make in REFERENCE.items()}
    return frames(block_tables(world, 0, 3_000) | {name: to_arrow(name, [page]) for name, page in made.items()})


REFERENCE = {"marketing_spend": marketing_spend, "ad_weeks": ad_weeks, "scene_trial": scene_trial}


@pytest.fixture(scope="module")
def paths(bank) -> pd.DataFrame:
    touches = bank["path_touches"].merge(bank["truth_path_touches"], on="path_touch_id", validate="one_to_one")
    return touches.merge(bank["applications"], on="application_id")


def test_touches_come_before_the_form_within_the_history_of_whoever_began_one(bank, paths):
    assert len(paths) == len(bank["path_touches"])
    assert (paths.timestamp < paths.started).all()
    assert paths.timestamp.min() >= pd.Timestamp("2024-01-01")
    begun = bank["applications"][bank["applications"].started >= "2024-01-01"]
    known = bank["application_identities"]
    assert set(known.application_id) == set(begun.application_id)
    assert known.phone_hash.is_unique
    kinds = paths.assign(stopped=paths.submitted.isna()).groupby(["approved", "stopped"]).size()
    assert set(kinds.index) == {(True, False), (False, False), (False, True)}  # customers, declined, stopped


def test_a_system_knows_people_by_its_own_key_and_never_by_anothers(bank, paths):
    known = bank["application_identities"].set_index("application_id")
    for key in ("phone_hash", "app_id"):
        noted = paths[paths[key].notna()]
        assert (noted[key].to_numpy() == known.loc[noted.application_id, key].to_numpy()).all()
    assert paths.device_id[paths.kind.isin(["feed_ad_seen", "feed_ad_clicked"])].notna().all()
    assert paths.phone_hash[paths.kind.isin(["feed_ad_seen", "feed_ad_clicked", "app_visit"])].isna().all()
    devices = paths[paths.device_id.notna()].groupby("application_id").device_id.nunique()
    assert devices.max() == 2
    assert paths.device_id.dropna().groupby(paths.application_id).nunique().eq(1).mean() > 0.5
    shared = paths.dropna(subset="device_id").groupby("device_id").application_id.nunique()
    assert (shared == 1).all()


def test_numbers_of_touches_do_not_tell_whose_they_are(paths):
    ordered = paths.sort_values("path_touch_id")
    neighbours = ordered.application_id.eq(ordered.application_id.shift())
    assert neighbours.mean() < 0.05


def test_nobody_clicks_a_search_ad_where_none_ran(bank, paths):
    weeks = bank["ad_weeks"]
    assert not weeks.duplicated(["city", "week"]).any()
    assert (weeks.week.dt.day_of_week == 0).all()
    day = paths.timestamp.dt.normalize()
    paths = paths.assign(week=day - pd.to_timedelta(day.dt.day_of_week, unit="D"))
    seen = paths.merge(weeks, on=["city", "week"], how="left")
    assert seen.search_ads.notna().all()
    assert seen.search_ads[seen.kind == "search_ad"].all()
    off = seen[~seen.search_ads.astype(bool)]
    assert (off.kind == "search_organic").any()
    assert (weeks.spend_fen[~weeks.search_ads] == 0).all()


def test_each_pair_of_weeks_is_split_by_lot_and_places_differ(bank):
    weeks = bank["ad_weeks"]
    lot = weeks[weeks.by_lot]
    assert weeks.search_ads[~weeks.by_lot].all()
    assert lot.groupby("city").search_ads.mean().eq(0.5).all()
    assert lot.pivot_table("search_ads", "week", "city", observed=True).T.drop_duplicates().shape[0] > 3
    trial = bank["scene_trial"]
    assert trial.groupby("branch_id").drawn.mean().eq(0.5).all()
    assert trial.week.nunique() == p.PLAY_WEEKS


def test_the_play_is_not_always_carried_out_and_brings_names(bank):
    trial = bank["scene_trial"]
    assert 0.6 < trial.carried_out[trial.drawn].mean() < 0.97
    assert 0 < trial.carried_out[~trial.drawn].mean() < 0.2
    assert (trial.leads <= trial.visitors).all()
    rate = trial.groupby("drawn")[["leads", "visitors"]].sum()
    rate = rate.leads / rate.visitors
    assert rate[True] > rate[False] + 0.01
    assert (trial.gifts_fen[~trial.carried_out] == 0).all()


def test_every_channel_city_and_month_has_its_spending(bank):
    spent = bank["marketing_spend"]
    assert not spent.duplicated(["channel", "city", "month"]).any()
    assert len(spent) == len(p.ACQUISITION) * len(p.CITIES) * 24
    assert set(spent.city) == set(bank["ad_weeks"].city) == {city.name for city in p.CITIES}
    staff = spent.groupby("channel", observed=True).staff_fen.sum()
    assert staff.idxmax() == "branch"


@pytest.mark.parametrize("months", [1, 7, 12])
def test_a_short_history_has_no_trial_that_does_not_fit(months):
    world = small_world(400, 3, months=months)
    lot = frames({"x": to_arrow("ad_weeks", [ad_weeks(world)["ad_weeks"]])})["x"].by_lot
    assert lot.any() == (months >= p.HOLDOUT_MONTH)
    trial = frames({"x": to_arrow("scene_trial", [scene_trial(world)["scene_trial"]])})["x"]
    assert (len(trial) > 0) == (months >= p.PLAY_MONTH)
    assert set(block_tables(world, 0, 400)) >= set(PATHS)


@pytest.mark.parametrize("block_size", [1_999, 677])
def test_paths_are_the_same_for_any_block_size(block_size):
    def hashes(size: int) -> dict[str, int]:
        world = small_world(2_100, 3, block_size=size)
        total = dict.fromkeys(PATHS, 0)
        for block in world.blocks():
            tables = block_tables(world, *block)
            total = {name: (total[name] + content_hash(tables[name])) % 2**64 for name in PATHS}
        return total

    assert hashes(block_size) == hashes(2_100)
