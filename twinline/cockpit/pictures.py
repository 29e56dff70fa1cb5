"""The page's pictures, in the house style, as HTML with their text alternatives."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from twinline.base.text import t
from twinline.cockpit.footing import Profits, half_interval, leaders, leading, number_name, round_name
from twinline.pictures.style import collected

if TYPE_CHECKING:
    from twinline.cockpit.log import Trial
    from twinline.twin.result import Result

LAST: Final = 8  # plans that fit into a picture
_NORMAL: Final = 1.96  # of the errors that `charts.effects` draws


def waterfall(result: "Result") -> str:
    """From what responders are worth to what was truly gained."""
    with collected() as pictures:
        result.plot()
    return "".join(pictures)


def trials(tried: "list[Trial]") -> str:
    """The last trials of one round beside each other; "" for fewer than two."""
    return _beside({trial.number: trial.profits for trial in tried[-LAST:]}, number_name, "")


def rounds(played: "list[Trial]") -> str:
    """What the rounds' plans would have earned on the same first morning; "" for fewer than two."""
    found = {trial.round: trial.first for trial in played[-LAST:] if trial.first is not None}
    return _beside(found, round_name, t("On the first morning: ", "放到开局时："))


def _beside(found: Mapping[int, Profits], name: Callable[[int], str], where: str) -> str:
    if len(found) < 2:
        return ""
    import pandas as pd

    from twinline.pictures import charts

    values = pd.Series({name(number): float(np.mean(profits)) for number, profits in found.items()})
    halves = [half_interval(profits) for profits in found.values()]
    first, *others = leaders(found)
    alt = t("Incremental profit in yuan with its 95 % interval: ", "增量利润（元）及其 95% 区间：") + t(
        "; ", "；"
    ).join(f"{label} {value:,.0f} ± {half:,.0f}" for (label, value), half in zip(values.items(), halves, strict=True))
    with collected() as pictures:
        charts.effects(
            values,
            pd.Series([half / _NORMAL for half in halves]),
            where + leading(found, name) + t(" (yuan)", "（元）"),
            alt=alt,
            accent=None if others else name(first),
            fmt="{:,.0f}",
        )
    return "".join(pictures)
