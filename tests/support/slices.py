"""Which banks a run of the tests measures again: a slice that the commit chooses, or all of them with `--full`.

Every commit takes one seed for all claims and facts, whose bank is then made once, and two of the twenty worlds.
`TWINLINE_SLICE` in the environment chooses as another commit would: with the name in a failed run's header its slice comes back.
"""

import hashlib
import os

import pytest

from tests.support.choose import git
from twinline.measure.parts import WORLDS
from twinline.measure.record import Part

_WORLDS_A_RUN = 2


def chooser() -> str:
    """What chooses the slice: `TWINLINE_SLICE`, else the commit, else always the same in a folder without one."""
    asked = os.environ.get("TWINLINE_SLICE")
    if asked:
        return asked
    return git("rev-parse", "HEAD") or "no commit"


def slice_of(part: Part, config: pytest.Config) -> list[int]:
    """The seeds of a part that this run measures again."""
    if config.getoption("--full", default=False):
        return list(part.seeds)
    number = int(hashlib.sha256(chooser().encode()).hexdigest(), 16)
    place, step = number % len(part.seeds), 1 + number // len(part.seeds) % max(len(part.seeds) - 1, 1)
    count = _WORLDS_A_RUN if part.name == WORLDS else 1
    return [part.seeds[(place + turn * step) % len(part.seeds)] for turn in range(count)]


def pytest_report_header(config: pytest.Config) -> str:
    """Say what is measured again, and how to have that again."""
    from twinline.measure.parts import planted_facts, twenty_worlds

    if config.getoption("--full", default=False):
        return "measured again: every seed and every world"
    (seed,), worlds = slice_of(planted_facts(), config), slice_of(twenty_worlds(), config)
    said = " and ".join(map(str, worlds))
    return f"measured again: seed {seed}, worlds {said} (TWINLINE_SLICE={chooser()})"
