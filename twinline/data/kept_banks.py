"""Banks beside the ones in use: of other seeds, to compare with, to measure claims on, to grade on. Made once, kept in the cache."""

from contextlib import suppress
from pathlib import Path

from generators import cache, manifest
from generators.errors import FolderRefused
from generators.parameters import World
from generators.validate import refuse_impossible
from twinline.data.tables import generate_with_progress


def kept_bank(wanted: World, workers: int | None = None, *, quiet: bool = False) -> Path:
    """The folder of the bank of a world, named by its scale: made if it is not there yet, mended where it lacks files.

    Whatever else may lie in its place is deleted, and a bank that the cache cannot take goes with this process. Raises
    `BilingualError` for a world that no bank can be, where workers died, and where there is no room anywhere.
    """
    refuse_impossible(wanted)
    name = _name(wanted)

    def on(shelf: Path) -> Path:
        folder = shelf / wanted.scale
        if folder.is_symlink():  # it would be written to wherever that leads
            folder.unlink()
        if not manifest.is_whole(folder, wanted):
            generate_with_progress(wanted, folder, workers, quiet=quiet)
        return folder

    with suppress(FolderRefused, OSError):
        return on(cache.shelf(name))
    cache.drop(name)  # it holds something else, or is not as we wrote it: a new one may do
    with suppress(FolderRefused, OSError):
        return on(cache.shelf(name))
    return on(cache.passing_shelf(name))


def _name(wanted: World) -> str:
    """For people its size, start and seed; for us all that makes it, so that no two engines share a folder."""
    size = f"{wanted.customers}x{wanted.months}"
    return f"{size}-{wanted.start:%Y-%m}-seed-{wanted.seed}-{manifest.fingerprint(wanted)}"


__all__ = ["kept_bank"]
