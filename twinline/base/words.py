"""A text in both languages, as sheets of questions hold it."""

from pydantic import BaseModel, ConfigDict

from twinline.base.text import t

Pair = tuple[str, str]  # (English, Chinese), as authors write it


class Words(BaseModel):
    """A text in both languages; `str()` is the reader's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    en: str
    zh: str

    @classmethod
    def of(cls, pair: "Pair | Words") -> "Words":
        """A pair as authors write it."""
        return pair if isinstance(pair, Words) else cls(en=pair[0], zh=pair[1])

    def __str__(self) -> str:
        return t(self.en, self.zh)
