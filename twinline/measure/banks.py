"""The banks of other seeds, made once and kept below the datasets."""

from pathlib import Path

from generators.parameters import world
from generators.run import generate
from twinline.base.paths import datasets

SCALE = "course"


def bank_of(seed: int) -> Path:
    """A folder of datasets in which the bank of a seed is the `course`; it is made if it is not there yet."""
    below = datasets() / "seeds" / f"{SCALE}-{seed}"
    generate(world(SCALE, seed), below / SCALE)
    return below
