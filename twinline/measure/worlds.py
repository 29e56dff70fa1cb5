"""A world at course scale that nobody tuned: what lists of customers earn in it, and what comparisons say."""

import numpy as np

from generators import parameters as p
from generators.parameters import world
from generators.policy import CAMPAIGNS
from generators.twin.monthly_pages import MonthlyPage
from generators.twin.observed import observed_rows
from generators.twin.run import Plan, Twin
from generators.twin.snapshot import lived
from twinline.measure.numbers import Numbers, plain
from twinline.twin.references import measure
from twinline.twin.simple_policies import WATCHED

CAP = 0.10  # of the open accounts
LISTS = ("uplift", "churn", "random", "all")
MONTHS, FUTURES = 6, 8
_PILOT = "after_enquiry"
_CALLS = ("keep", "care_call")


def measure_world(seed: int) -> dict[str, Numbers]:
    """What each list earns, what doing nothing changes, and what the calls seem to keep and do keep."""
    twin = Twin(lived(world("course", seed)))
    most = int(CAP * len(observed_rows(twin.now.monthly_pages)))
    nothing = twin.run(Plan.nothing(), MONTHS, 1)
    naive, by_lot = naive_and_pilot(twin.now.monthly_pages)
    found = {
        "profit": {name: measure(twin, name, most, MONTHS, FUTURES).profit for name in LISTS},
        "nothing": {"with_plan": nothing.with_plan.profit.sum(), "without": nothing.without.profit.sum()},
        "calls": {"naive": naive, "by_lot": by_lot},
    }
    return {name: plain(numbers) for name, numbers in found.items()}


def naive_and_pilot(pages: tuple[MonthlyPage, ...]) -> tuple[float, float]:
    """What the rules' calls seem to add to staying beside everybody else, and what the lot says about those who asked."""
    groups: dict[str, list[np.ndarray]] = {name: [] for name in ("called", "others", "treated", "control")}
    calls, test = [CAMPAIGNS.index(rule) for rule in _CALLS], CAMPAIGNS.index(_PILOT)
    pilot = next(pilot for pilot in p.PILOTS if pilot.campaign == _PILOT)
    assert pilot.last is not None
    for month in range(pilot.month, pilot.last + 1):
        page, stayed = pages[month], pages[month + WATCHED].open
        rows = observed_rows(pages[:month])
        treated = page.arm[rows] == p.ARM_NAMES.index("treated")
        drawn, called = page.campaign[rows] == test, np.isin(page.campaign[rows], calls)
        chosen = {
            "called": called,
            "others": ~called & ~drawn,
            "treated": drawn & treated,
            "control": drawn & ~treated,
        }
        for name, which in chosen.items():
            groups[name].append(stayed[rows[which]])
    stay = {name: float(np.concatenate(parts).mean()) for name, parts in groups.items()}
    return stay["called"] - stay["others"], stay["treated"] - stay["control"]
