"""The banks of other seeds that claims are measured on."""

from pathlib import Path

from generators.parameters import world
from twinline.data.kept_banks import kept_bank

SCALE = "course"


def bank_of(seed: int) -> Path:
    """A folder of datasets in which the bank of a seed is the `course`; it is made if it is not there yet."""
    return kept_bank(world(SCALE, seed), quiet=True).parent
