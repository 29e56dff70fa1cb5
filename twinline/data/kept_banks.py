"""Banks beside the ones in use: of other seeds, to compare with, to measure claims on, to grade on. Made once, kept in the cache."""

from pathlib import Path

from generators import cache, manifest
from generators.parameters import World
from twinline.data.tables import generate_with_progress


def kept_bank(wanted: World, workers: int | None = None, *, quiet: bool = False) -> Path:
    """The folder of the bank of a world, named by its scale; made if it is not there yet."""
    folder = cache.shelf(_name(wanted)) / wanted.scale
    if not manifest.is_current(folder, wanted):
        generate_with_progress(wanted, folder, workers, quiet=quiet)
    return folder


def _name(wanted: World) -> str:
    """For people its size, start and seed; for us all that makes it, so that no two engines share a folder."""
    size = f"{wanted.customers}x{wanted.months}"
    return f"{size}-{wanted.start:%Y-%m}-seed-{wanted.seed}-{manifest.fingerprint(wanted)}"


__all__ = ["kept_bank"]
