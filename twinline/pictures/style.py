"""Pictures: one look for all of them, Chinese that shows, and a text for those who cannot see them."""

import base64
import html
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from twinline.base.text import t

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ACCENT = "#c8102e"  # the one colour that carries the finding; dark enough for greyscale and projectors
INK = "#1f2933"
QUIET = "#9aa5b1"
SOFT = "#e4e7eb"
DEEP = "#52606d"


_collecting: ContextVar[list[str] | None] = ContextVar("collecting", default=None)


class MissingGlyph(RuntimeError):
    """A picture holds a character that its font cannot draw."""


def setup() -> None:
    """Give every later picture the kit's look and a font with Chinese. Call it again after `sns.set_theme`."""
    import matplotlib as mpl
    import zhplot  # registers Noto Sans SC, which it carries
    from cycler import cycler

    zhplot.matplotlib_chineseize()
    mpl.rcParams.update(
        {
            "axes.edgecolor": QUIET,
            "axes.grid": False,
            "axes.labelcolor": DEEP,
            "axes.labelsize": 10.5,
            "axes.prop_cycle": cycler(color=[ACCENT, DEEP, QUIET, "#d9a441", "#2b6f77"]),
            "axes.spines.right": False,
            "axes.spines.top": False,
            "axes.titlecolor": INK,
            "axes.titlelocation": "left",
            "axes.titlepad": 14,
            "axes.titlesize": 14,
            "axes.unicode_minus": False,
            "figure.dpi": 110,
            "figure.figsize": (8.6, 4.2),
            "font.size": 10.5,
            "legend.frameon": False,
            "lines.linewidth": 2.2,
            "text.color": INK,
            "xtick.color": DEEP,
            "ytick.color": DEEP,
        }
    )


def blank(size: tuple[float, float], title: str) -> "tuple[Figure, Axes]":
    """A figure of a size in inches with one pair of axes and their title, outside of pyplot."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, layout="constrained")
    axes = figure.subplots()
    axes.set_title(title)
    return figure, axes


def date_axis(axes: "Axes", most: int = 8) -> None:
    """Write dates and times below axes, at `most` so many, without a year or day apart."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(minticks=2, maxticks=most)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    formats = ["%Y-%m", "%Y-%m", "%m-%d", "%H:%M", "%H:%M", "%S"]
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, formats=formats, show_offset=False))  # type: ignore[no-untyped-call]


def show(figure: Any, alt: str) -> None:
    """Display a figure (or the figure of an axes or a seaborn grid) with its text alternative, and close it.

    The picture is plain HTML, so that the text survives saving, reopening and export (a PNG output has no place for
    it). Raises `ValueError` where `alt` says next to nothing, and `MissingGlyph` where a character has no glyph.
    """
    from IPython.display import HTML, display

    drawn = picture(figure, alt)
    collecting = _collecting.get()
    if collecting is None:
        display(HTML(drawn, metadata={"alt": alt}))
    else:
        collecting.append(drawn)


@contextmanager
def collected() -> Iterator[list[str]]:
    """Pictures shown within are not displayed: the list that it gives receives them as HTML, for a page to place."""
    pictures: list[str] = []
    before = _collecting.set(pictures)
    try:
        yield pictures
    finally:
        _collecting.reset(before)


def picture(figure: Any, alt: str) -> str:
    """A figure as HTML that needs no other file, and its text alternative; closes it. Raises what `show` raises."""
    if len(alt.strip()) < 10:
        raise ValueError(t("alt must say what the picture shows.", "alt 要说清这张图在讲什么。"))
    return _figure(_png(figure.figure), alt)


def _png(figure: Any) -> bytes:
    import matplotlib.pyplot as plt

    buffer = io.BytesIO()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        figure.savefig(buffer, format="png", bbox_inches="tight", facecolor="white")
    plt.close(figure)
    for warning in caught:
        if "Glyph" in str(warning.message):
            raise MissingGlyph(str(warning.message) + t(" Call tw.setup() first.", " 请先运行 tw.setup()。"))
        warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
    return buffer.getvalue()


def _figure(png: bytes, alt: str) -> str:
    source = base64.b64encode(png).decode()
    return (
        f'<figure style="margin:0"><img style="max-width:100%;height:auto" alt="{html.escape(alt, quote=True)}" '
        f'src="data:image/png;base64,{source}"></figure>'
    )
