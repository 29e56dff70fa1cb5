"""No rule that a clever person may come to earns more than the best observable policy, nor that one more than the oracle.

One world and cap each run; with `--full` twenty worlds, every cap and every ready game, and many more rules
(`python -m benchmarks.ceilings` prints the table).
"""

import numpy as np
import pytest

from benchmarks import ceilings
from generators.twin.scenario import OPEN
from twinline.twin.scenarios import NAMES


def pytest_generate_tests(metafunc):
    full = metafunc.config.getoption("--full", default=False)
    seeds = range(ceilings.FIRST_WORLD, ceilings.FIRST_WORLD + (20 if full else 1))
    games = [(OPEN.name, caps) for caps in ceilings.CAPS] if full else [(OPEN.name, 0.02)]
    games += [(name, 0.0) for name in NAMES if full]
    metafunc.parametrize(("seed", "game", "cap"), [(seed, *game) for seed in seeds for game in games])


@pytest.fixture(autouse=True)
def course(monkeypatch):
    monkeypatch.delenv("TWINLINE_CACHE", raising=False)  # banks of the course are kept there, too


def test_no_rule_beats_the_best_observable_policy_nor_that_one_the_oracle(request, seed, game, cap):
    number, turns = (60, 2) if request.config.getoption("--full", default=False) else (12, 0)
    (cell,) = ceilings.cells([seed], [game], (cap or 1.0,), number, turns)
    for one, other in (("rule", "observable"), ("observable", "oracle"), ("uplift", "observable")):
        mean, error = cell.ahead(one, other)
        assert mean <= 2 * error, (one, other, cell.rule)
    assert np.isfinite(cell.profit["oracle"]).all()
