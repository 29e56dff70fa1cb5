"""Errors that a person meets: each carries its text in both languages, and says what to do."""


class BilingualError(Exception):
    """An error shown to a person rather than to a programmer.

    `en` and `zh` say what was wrong, where, and what to do, in one or two lines. `str(error)` is the English text;
    whoever shows it picks the language (see `twinline.text.say`).
    """

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.en = en
        self.zh = zh


class UnknownChoice(BilingualError):
    """A value that is not among the allowed ones; the message lists them on one line."""

    def __init__(self, what_en: str, what_zh: str, given: object, allowed: list[str]) -> None:
        listed = ", ".join(allowed)
        super().__init__(
            f"Unknown {what_en} {str(given)!r}: choose one of {listed}.",
            f"没有{what_zh}“{given}”，可选：{'、'.join(allowed)}。",
        )
        self.allowed = allowed
