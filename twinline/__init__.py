"""Twinline (双线): the kit that lessons and learners import.

>>> import twinline as tw
>>> tw.setup("zh")
>>> transactions = tw.load("transactions")
"""

from twinline import charts
from twinline.data import label, load, readable, tables, titles
from twinline.pilots import margin, pilot
from twinline.plots import show
from twinline.text import t, use_language


def setup(language: str) -> None:
    """Begin a notebook: its language, the look and font of its pictures, and tables that show money and rows well."""
    import pandas as pd

    from twinline import plots

    use_language(language)
    plots.setup()
    pd.set_option("display.max_columns", 30, "display.precision", 2, "display.max_colwidth", 120)


__all__ = [
    "charts",
    "label",
    "load",
    "margin",
    "pilot",
    "readable",
    "setup",
    "show",
    "t",
    "tables",
    "titles",
    "use_language",
]
