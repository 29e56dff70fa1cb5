"""Twinline (双线): the kit that lessons and learners import.

>>> import twinline as tw
>>> tw.setup("zh")
>>> transactions = tw.load("transactions")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from twinline.text import t, use_language

if TYPE_CHECKING:
    from twinline import campaign, charts, churn, progress
    from twinline.bank import Bank
    from twinline.cockpit_page import cockpit
    from twinline.data import label, load, readable, tables, titles
    from twinline.exams import exam
    from twinline.pilots import margin, pilot
    from twinline.plots import show
    from twinline.questions import exercise
    from twinline.scenarios import worlds
    from twinline.sizes import power
    from twinline.strategy import Strategy, segment
    from twinline.trials import Pilot

# Imported when first used: the `twinline` command runs at every start of the course, and needs none of it.
_HOMES = {
    "twinline.bank": ("Bank",),
    "twinline.cockpit_page": ("cockpit",),
    "twinline.data": ("label", "load", "readable", "tables", "titles"),
    "twinline.exams": ("exam",),
    "twinline.pilots": ("margin", "pilot"),
    "twinline.plots": ("show",),
    "twinline.questions": ("exercise",),
    "twinline.scenarios": ("worlds",),
    "twinline.sizes": ("power",),
    "twinline.strategy": ("Strategy", "segment"),
    "twinline.trials": ("Pilot",),
}


def __getattr__(name: str) -> Any:
    if name in ("campaign", "charts", "churn", "progress"):
        return import_module(f"twinline.{name}")
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__


def setup(language: str) -> None:
    """Begin a notebook: its language, the look and font of its pictures, and tables that show money and rows well."""
    import pandas as pd

    from twinline import plots

    use_language(language)
    plots.setup()
    pd.set_option("display.max_columns", 30, "display.precision", 2, "display.max_colwidth", 120)


__all__ = [
    "Bank",
    "Pilot",
    "Strategy",
    "campaign",
    "charts",
    "churn",
    "cockpit",
    "exam",
    "exercise",
    "label",
    "load",
    "margin",
    "pilot",
    "power",
    "progress",
    "readable",
    "segment",
    "setup",
    "show",
    "t",
    "tables",
    "titles",
    "use_language",
    "worlds",
]
