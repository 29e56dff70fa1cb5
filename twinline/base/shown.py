"""Texts that others wrote, as they may stand in a line of a terminal or of a table: nothing in them that acts, or hides."""

import unicodedata

# Controls, formats (those that turn the direction of a line round among them), surrogates, private signs, line ends.
_ACTING = frozenset(["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters by their kind, and nothing to be seen


def _acts(sign: str) -> bool:
    return unicodedata.category(sign) in _ACTING or sign in _BLANK or 0xFE00 <= ord(sign) <= 0xFE0F


def shown(text: str, *, lines: bool = False) -> str:
    """A text with every sign that is not to be seen written out, such as <U+202E>; with `lines` line ends and tabs stay."""
    kept = "\n\t" if lines else ""
    return "".join(f"<U+{ord(sign):04X}>" if _acts(sign) and sign not in kept else sign for sign in text)


def without_hidden_signs(text: str) -> str:
    """A text without the signs that are not to be seen, which come along when somebody copies from a web page or a dialogue.

    Line ends and tabs become blanks.
    """
    return "".join(" " if sign in "\t\n\r\v\f\x85\u2028\u2029" else "" if _acts(sign) else sign for sign in text)
