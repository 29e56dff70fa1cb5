"""Two languages: which one this person reads, and a text in it."""

import locale
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from generators.errors import BilingualError, UnknownChoice, readers_language
from twinline.base.shown import shown

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")

_chosen: Language | None = None


def use_language(language: str) -> None:
    """Show everything from now on in `language`; raises `UnknownChoice` for anything but "en" or "zh"."""
    global _chosen
    if language not in LANGUAGES:
        raise UnknownChoice("language", "语言", language, list(LANGUAGES))
    _chosen = language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within the block everything is in `language`, afterwards as before; raises what `use_language` raises."""
    global _chosen
    before = _chosen
    use_language(language)
    try:
        yield
    finally:
        _chosen = before


def language() -> Language:
    """The language in use: the one chosen by `use_language`, else `TWINLINE_LANG`, else the system's."""
    if _chosen is not None:
        return _chosen
    named = os.environ.get("TWINLINE_LANG")
    if named in LANGUAGES:
        return named
    system = (
        os.environ.get("LC_ALL")
        or os.environ.get("LC_MESSAGES")
        or os.environ.get("LANG")
        or locale.getlocale()[0]
        or ""
    )
    return "zh" if system.lower().startswith(("zh", "chinese")) else "en"


readers_language(language)


def check_language() -> None:
    """Raise `UnknownChoice` where `TWINLINE_LANG` names a language that we do not speak."""
    named = os.environ.get("TWINLINE_LANG")
    if named and named not in LANGUAGES:
        raise UnknownChoice("language", "语言", named, list(LANGUAGES))


def t(en: str, zh: str) -> str:
    """The one of two texts that this person reads."""
    return zh if language() == "zh" else en


def say(error: BilingualError) -> str:
    """An error's text in the language in use."""
    return t(error.en, error.zh)


def fail(error: BilingualError) -> int:
    """Print an error as a person should see it, on standard error; returns the exit code 2."""
    print(shown(say(error), lines=True), file=sys.stderr)  # it may name what strangers called their files
    return 2
