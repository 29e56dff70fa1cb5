"""Data for exercises as it would be in a world a little different from ours."""

from pathlib import Path

import pandas as pd

from twinline.prepared.campaign import waves

_EVERY = 10  # so many customers who were called, one of whom complains


def waves_with_complaints(dataset: str | Path | None = None) -> pd.DataFrame:
    """The file of the pilot "call_waves" (see `campaign.waves`) as if one in ten of those called had complained once more.

    In a small bank nobody may have complained in this pilot, and then it makes no difference whether complaints count.
    """
    file = waves(dataset)
    called = file["arm"] != "control"
    return file.assign(complaints=file["complaints"] + (called & (file["customer_id"] % _EVERY == 0)))
