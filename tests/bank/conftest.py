"""Banks that several tests look at: made once, shared by all workers of a run."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from banks import Frames, stored

from generators.parameters import world
from generators.run import generate
from generators.schema import TABLES


@pytest.fixture(scope="session")
def shared(tmp_path_factory, worker_id) -> Path:
    """A folder that all workers of a parallel run share: `generate` lets one make what the others wait for."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def tiny_folder(shared) -> Path:
    """The tiny bank, finished. Look, do not touch."""
    folder = shared / "datasets" / "tiny"
    generate(world("tiny"), folder)
    return folder


@pytest.fixture(scope="session")
def tiny(tiny_folder) -> Frames:
    """The tiny bank's tables as they lie, money in fen."""
    return {name: stored(tiny_folder, name) for name in TABLES}


@pytest.fixture(scope="session", params=[11, 12, 13])
def course(request, shared) -> Callable[..., pd.DataFrame]:
    """Reads a table of a bank at course scale: each fact is looked for in three banks."""
    folder = shared / f"course-{request.param}"
    generate(world("course", request.param), folder)

    def read(name: str, columns: list[str] | None = None) -> pd.DataFrame:
        return stored(folder, name, columns)

    read.seed = request.param
    return read
