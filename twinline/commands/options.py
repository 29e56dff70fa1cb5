"""What commands are given as text, and what it means."""

from generators.errors import BilingualError


def whole_number(what_en: str, what_zh: str, given: str, low: int, high: int) -> int:
    """The whole number that a text says; raises `BilingualError` for others, with what is allowed."""
    try:
        number = int(given)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise BilingualError(
            f"Unknown {what_en} {given!r}: use a whole number from {low} to {high}.",
            f"{what_zh}“{given}”不可用：请用 {low} 到 {high} 之间的整数。",
        )
    return number
