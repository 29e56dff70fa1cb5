"""Where customers come from, as one who judges channels and scenes relies on it."""

import numpy as np
import pandas as pd
import pytest

from generators import parameters as p
from generators.acquisition import truth_acquisition
from generators.draws import Draws
from generators.pages import to_arrow
from generators.population import draw_population
from tests.support.banks import block_tables, frames, small_world


@pytest.fixture(scope="module")
def bank():
    world = small_world(3_000, 21)
    truth = to_arrow("truth_acquisition", [truth_acquisition(world)["truth_acquisition"]])
    return frames(block_tables(world, 0, 3_000) | {"truth_acquisition": truth})


def test_the_truth_has_each_way_and_month_once_and_shifts_only_one_channel_later(bank):
    truth = bank["truth_acquisition"]
    assert not truth.duplicated(["channel", "scene", "month"]).any()
    assert truth.month.nunique() == 24
    ways = set(map(tuple, bank["applications"][["channel", "scene"]].drop_duplicates().astype(str).to_numpy()))
    assert ways == set(map(tuple, truth[["channel", "scene"]].drop_duplicates().astype(str).to_numpy()))
    moves = truth.groupby(["channel", "scene"], observed=True).risk_shift.agg(np.ptp) > 0
    assert set(moves[moves].index.get_level_values("channel")) == {p.DRIFT_CHANNEL}
    drifting = truth[(truth.channel == p.DRIFT_CHANNEL) & (truth.risk_shift > 0)]
    assert drifting.month.min() == pd.Timestamp(2024, 1 + p.DRIFT_MONTH, 1)


def test_scenes_hardly_move_the_middling_customer():
    people = draw_population(small_world(20_000, 3), Draws(3, 0, 20_000))
    before = people.open_month < p.DRIFT_MONTH
    assert abs(people.risk[before].mean()) < 0.06
    later = (people.acquisition == p.ACQUISITION.index(p.DRIFT_CHANNEL)) & ~before
    assert people.risk[later].mean() > people.risk[before].mean() + 1
    assert (people.pay_style[later] == p.PAY_STYLES.index("minimum")).mean() > 0.35


def test_the_application_says_the_scene_that_the_customer_came_by(bank):
    people = draw_population(small_world(3_000, 21), Draws(21, 0, 3_000))
    own = bank["applications"].dropna(subset="customer_id").sort_values("customer_id")
    assert own.scene.astype(str).to_list() == [p.SCENES[code] for code in people.scene]


def test_the_declined_of_the_drifting_channel_are_worse_too(bank):
    scored = bank["application_scores"].merge(bank["applications"], on="application_id")
    later = scored.scored_on >= pd.Timestamp(2024, 1 + p.DRIFT_MONTH, 1)
    ours = scored.channel == p.DRIFT_CHANNEL
    middle = scored.groupby([ours, later, scored.approved_x]).score.mean()
    for approved in (False, True):
        assert middle[True, True, approved] < middle[True, False, approved] - 15
        assert abs(middle[False, True, approved] - middle[False, False, approved]) < 15
