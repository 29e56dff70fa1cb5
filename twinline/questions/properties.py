"""Properties that an answer must have whatever the data: found by calling the function again on changed inputs."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from twinline.base.words import Words
from twinline.questions.returns import Parts

Again = Callable[[list[Any]], Parts | None]
"""Calls the function once more; None where it fails."""


class _Property(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = ""
    """The mistake whose message is to be shown; by default what is usually said of this property."""

    def lacking(self, again: Again, inputs: list[Any], parts: Parts) -> bool:
        """Whether the answer lacks the property."""
        raise NotImplementedError


class Between(_Property):
    """Every number of the answer lies between two bounds."""

    kind: Literal["between"] = "between"
    low: float
    high: float

    def lacking(self, again: Again, inputs: list[Any], parts: Parts) -> bool:
        """Looks at the answer alone."""
        numbers = [atom for atoms in parts.values() for atom in atoms if isinstance(atom, float)]
        return any(not self.low - 1e-9 <= number <= self.high + 1e-9 for number in numbers if number == number)


class AnyOrder(_Property):
    """The answer does not depend on the order of the rows of one input."""

    kind: Literal["any_order"] = "any_order"
    input: int = 0

    def lacking(self, again: Again, inputs: list[Any], parts: Parts) -> bool:
        """Reverses the rows."""
        turned = list(inputs)
        turned[self.input] = inputs[self.input].iloc[::-1].reset_index(drop=True)
        return not _same(again(turned), parts)


class Blind(_Property):
    """The answer does not change when columns that must not be used hold other values."""

    kind: Literal["blind"] = "blind"
    input: int = 0
    columns: tuple[str, ...]

    def lacking(self, again: Again, inputs: list[Any], parts: Parts) -> bool:
        """Shifts each column's values by a row."""
        turned = list(inputs)
        frame: pd.DataFrame = inputs[self.input]
        turned[self.input] = frame.assign(**{name: np.roll(frame[name].to_numpy(), 1) for name in self.columns})
        return not _same(again(turned), parts)


class InTime(_Property):
    """Of an answer made of rows, those in `first` come before those in `then`; `place` is that of the day in the key."""

    kind: Literal["in_time"] = "in_time"
    first: str
    then: str
    place: int

    def lacking(self, again: Again, inputs: list[Any], parts: Parts) -> bool:
        """Looks at the answer alone."""
        early, late = (
            [str(row).split("|")[self.place] for row in parts.get(name, [])] for name in (self.first, self.then)
        )
        return bool(early and late) and max(early) >= min(late)


USUALLY: dict[str, Words] = {
    "between": Words(en="A value lies where it cannot be: outside its range.", zh="有的值超出了可能的范围。"),
    "any_order": Words(
        en="With the same rows in another order your answer changes. Nothing may depend on the order of rows.",
        zh="同样的数据换个行序，结果就变了。结果不应依赖行的先后。",
    ),
    "blind": Words(
        en="Your answer uses a column that is known only afterwards.", zh="您的结果用到了事后才知道的信息。"
    ),
    "in_time": Words(
        en="Some of the earlier rows are later than the later ones.", zh="前一部分里，有的行比后一部分还晚。"
    ),
}

Property = Annotated[Between | AnyOrder | Blind | InTime, Field(discriminator="kind")]


def _same(one: Parts | None, other: Parts) -> bool:
    if one is None or one.keys() != other.keys():
        return False
    return all(
        len(one[name]) == len(other[name]) and all(_alike(*both) for both in zip(one[name], other[name], strict=True))
        for name in other
    )


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return bool(np.isclose(one, other, rtol=1e-6, atol=1e-9, equal_nan=True))
    return bool(one == other)
