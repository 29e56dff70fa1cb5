"""What is said of a slip."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Slip:
    """A slip in both languages; `line` counts from 1, `mended` is that line as it was probably meant."""

    en: str
    zh: str
    line: int | None = None
    mended: str = ""


def at(line: int, en: str, zh: str, mended: str = "") -> Slip:
    """A slip on a line: "Line 3: …"."""
    return Slip(f"Line {line}: {en}", f"第 {line} 行：{zh}", line, mended.strip())
