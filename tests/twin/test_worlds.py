"""Twenty unseen worlds at course scale: whom to contact matters more than how many, and risk is the wrong list."""

import numpy as np
import pytest

from generators import parameters as p
from generators.parameters import world
from generators.policy import CAMPAIGNS
from generators.twin.observed import observed_rows
from generators.twin.run import Plan, Twin
from generators.twin.snapshot import lived
from twinline.twin.references import measure

CAP = 0.10  # of the open accounts
WATCHED = 6  # months in which customers stay or leave


def naive_and_pilot(books) -> tuple[float, float]:
    """What the rules' calls seem to add to staying beside everybody else, and what the lot says about those who asked."""
    groups: dict[str, list[np.ndarray]] = {name: [] for name in ("called", "others", "treated", "control")}
    calls, test = [CAMPAIGNS.index(rule) for rule in ("keep", "care_call")], CAMPAIGNS.index("after_enquiry")
    pilot = next(pilot for pilot in p.PILOTS if pilot.campaign == "after_enquiry")
    for month in range(pilot.month, pilot.last + 1):
        page, stayed = books[month], books[month + WATCHED].open
        rows = observed_rows(books[:month])
        treated = page.arm[rows] == p.ARM_NAMES.index("treated")
        drawn, called = page.campaign[rows] == test, np.isin(page.campaign[rows], calls)
        for name, chosen in (
            ("called", called),
            ("others", ~called & ~drawn),
            ("treated", drawn & treated),
            ("control", drawn & ~treated),
        ):
            groups[name].append(stayed[rows[chosen]])
    stay = {name: np.concatenate(parts).mean() for name, parts in groups.items()}
    return stay["called"] - stay["others"], stay["treated"] - stay["control"]


@pytest.mark.parametrize("seeds", [range(1, 11), range(11, 21)], ids=["1-10", "11-20"])
def test_the_right_list_earns_most_and_only_the_lot_tells_the_truth(seeds):
    """At least nine worlds of each ten, so eighteen of twenty."""
    better = losing = misled = 0
    everybody = anybody = 0.0
    for seed in seeds:
        twin = Twin(lived(world("course", seed)))
        most = int(CAP * len(observed_rows(twin.now.monthly_pages)))
        profit = {name: measure(twin, name, most, 6, 8)[0] for name in ("uplift", "churn", "random", "all")}
        better += profit["uplift"] > profit["churn"]
        losing += profit["all"] < 0
        naive, lot = naive_and_pilot(twin.now.monthly_pages)
        misled += naive < 0 < lot
        nothing = twin.run(Plan.nothing(), 6, 1)
        assert nothing.with_plan.profit.sum() == nothing.without.profit.sum() == 0
        everybody += profit["all"] / len(seeds)
        anybody += profit["random"] / len(seeds)
    assert better >= 9
    assert losing >= 8
    assert misled >= 8  # chance turns the sign of a difference of two points now and then
    assert everybody < 0
    assert anybody < 0
