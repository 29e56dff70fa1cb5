"""Banks that several tests look at: made once, shared by all workers of a run."""

from collections.abc import Callable

import pandas as pd
import pytest

from generators.parameters import world
from generators.run import generate
from tests.support.banks import stored


@pytest.fixture(scope="session", params=[11, 12, 13])
def course(request, shared) -> Callable[..., pd.DataFrame]:
    """Reads a table of a bank at course scale: each fact is looked for in three banks."""
    folder = shared / f"course-{request.param}"
    generate(world("course", request.param), folder)

    def read(name: str, columns: list[str] | None = None) -> pd.DataFrame:
        return stored(folder, name, columns)

    read.seed = request.param
    return read
