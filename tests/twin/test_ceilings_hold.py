"""No rule that a clever person may come to earns more than the best observable policy, nor that one more than the oracle.

Few worlds, rules and one cap each run; with `--full` twenty worlds, every cap and every ready game, and many more rules
(`python -m benchmarks.ceilings` prints the table).
"""

import pytest

from benchmarks import ceilings
from generators.twin.scenario import OPEN
from twinline.twin.scenarios import NAMES


def pytest_generate_tests(metafunc):
    full = metafunc.config.getoption("--full", default=False)
    places = ceilings.places([OPEN.name, *NAMES], ceilings.CAPS) if full else [(OPEN.name, 0.02)]
    metafunc.parametrize(("game", "share"), list(places))


@pytest.fixture(autouse=True)
def course(monkeypatch):
    monkeypatch.delenv("TWINLINE_CACHE", raising=False)  # banks of the course are kept there, too


def test_no_rule_beats_the_best_observable_policy_nor_that_one_the_oracle(request, game, share):
    full = request.config.getoption("--full", default=False)
    rules = ceilings.searched(game, share, *((300, 4, 2) if full else (12, 1, 0)))
    seeds = [ceilings.FIRST_WORLD + number for number in range(20 if full else 4)]
    cell = ceilings.cell(game, share, seeds, rules, ceilings.FUTURES if full else ceilings.FUTURES[:2])
    for one, other in (
        *((rule, "observable") for rule in cell.names),
        ("uplift", "observable"),
        ("observable", "oracle"),
    ):
        mean, error = cell.ahead(one, other)
        assert mean <= 2 * error, (one, other, cell.found)
    assert cell.mean("oracle") > 0
