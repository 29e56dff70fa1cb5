"""Twenty unseen worlds at course scale: whom to contact matters more than how many, and risk is the wrong list.

Asserted on a record (`twinline measure --worlds`); two worlds are played again, see `tests.support.slices`.
"""

import pytest

from tests.support.again import assert_agrees
from tests.support.slices import slice_of
from twinline.measure.parts import twenty_worlds

WORLDS = twenty_worlds()
TENS = [pytest.param(seeds, id=f"{seeds[0]}-{seeds[-1]}") for seeds in (WORLDS.seeds[:10], WORLDS.seeds[10:])]


def pytest_generate_tests(metafunc):
    if "again" in metafunc.fixturenames:
        metafunc.parametrize("again", slice_of(WORLDS, metafunc.config))


@pytest.fixture
def played(seeds):
    """What was found in ten worlds."""
    held = WORLDS.held()
    return [held[seed] for seed in seeds]


def test_the_record_is_whole_and_of_this_code():
    assert len(WORLDS.recorded()) == 20


@pytest.mark.parametrize("seeds", TENS)
def test_the_right_list_earns_more_than_the_risky_one(played):
    """At least nine worlds of each ten, so eighteen of twenty."""
    assert sum(world["profit"]["uplift"] > world["profit"]["churn"] for world in played) >= 9


@pytest.mark.parametrize("seeds", TENS)
def test_contacting_everybody_or_anybody_loses(played):
    profits = [world["profit"] for world in played]
    assert sum(profit["all"] < 0 for profit in profits) >= 8
    assert sum(profit["all"] for profit in profits) < 0
    assert sum(profit["random"] for profit in profits) < 0


@pytest.mark.parametrize("seeds", TENS)
def test_only_the_lot_tells_the_truth(played):
    """Chance turns the sign of a difference of two points now and then."""
    assert sum(world["calls"]["naive"] < 0 < world["calls"]["by_lot"] for world in played) >= 8


@pytest.mark.parametrize("seeds", TENS)
def test_doing_nothing_changes_nothing(played):
    assert all(world["nothing"] == {"with_plan": 0, "without": 0} for world in played)


def test_a_world_played_again_agrees_with_the_record(again):
    assert_agrees(WORLDS, again)
