"""Twinline (双线): the kit that lessons and learners import.

>>> import twinline as tw
>>> tw.setup("zh")
>>> transactions = tw.load("transactions")

The public names stand in `__init__.pyi`, once for Python and for type checkers.
"""

import lazy_loader

from twinline.base.text import t as t
from twinline.base.text import use_language

# Imported when first used: the `twinline` command runs at every start of the course, and needs none of it.
__getattr__, _, _lazy = lazy_loader.attach_stub(__name__, __file__)


def setup(language: str) -> None:
    """Begin a notebook: its language, the look and font of its pictures, and tables that show money and rows well."""
    import pandas as pd

    from twinline.pictures import style

    use_language(language)
    style.setup()
    pd.set_option("display.max_columns", 30, "display.precision", 2, "display.max_colwidth", 120)


__all__ = [*_lazy, "setup"]


def __dir__() -> list[str]:
    return __all__
