"""Twenty unseen worlds at course scale: whom to contact matters more than how many, and risk is the wrong list."""

import pytest

from generators.parameters import world
from generators.twin.observed import observed_rows
from generators.twin.run import Twin
from generators.twin.snapshot import lived
from twinline.references import measure

CAP = 0.10  # of the open accounts


@pytest.mark.parametrize("seeds", [range(1, 11), range(11, 21)], ids=["1-10", "11-20"])
def test_uplift_beats_churn_and_calling_everybody_loses_money(seeds):
    """At least nine worlds of each ten, so eighteen of twenty."""
    better = losing = 0
    everybody = anybody = 0.0
    for seed in seeds:
        twin = Twin(lived(world("course", seed)))
        most = int(CAP * len(observed_rows(twin.now.books)))
        profit = {name: measure(twin, name, most, 6, 8)[0] for name in ("uplift", "churn", "random", "all")}
        better += profit["uplift"] > profit["churn"]
        losing += profit["all"] < 0
        everybody += profit["all"] / len(seeds)
        anybody += profit["random"] / len(seeds)
    assert better >= 9
    assert losing >= 8
    assert everybody < 0
    assert anybody < 0
