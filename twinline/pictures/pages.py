"""Where our HTML pages come from: templates that share one look, with every text from outside escaped."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from twinline.base.text import t
from twinline.pictures import style


def house(folder: Path) -> Environment:
    """Templates of a folder, which may include the shared `base.css.j2`; they know `t` and the kit's `colours`."""
    found = Environment(
        loader=FileSystemLoader([folder, Path(__file__).parent]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals["t"] = t
    found.globals["colours"] = {
        "accent": style.ACCENT,
        "ink": style.INK,
        "quiet": style.QUIET,
        "soft": style.SOFT,
        "deep": style.DEEP,
    }
    return found
