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


_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_STAYING = frozenset("\n\t\u200c\u200d\ufe0e\ufe0f")  # line ends; what joins emoji, and scripts that need it


def legible(text: str) -> str:
    """A long text as it was written: signs that turn the direction of a line are written out, hidden ones left out.

    Line ends, tabs, and what emoji are made of stay.
    """
    return "".join(map(_written_out, text))


def _written_out(sign: str) -> str:
    if sign in _TURNING:
        return f"⟨U+{ord(sign):04X}⟩"
    return "" if _acts(sign) and sign not in _STAYING else sign


def without_hidden_signs(text: str) -> str:
    """A text without the signs that are not to be seen, which come along when somebody copies from a web page or a dialogue.

    Line ends and tabs become blanks.
    """
    return "".join(" " if sign in "\t\n\r\v\f\x85\u2028\u2029" else "" if _acts(sign) else sign for sign in text)
