"""What a learner's function is asked to return, read into plain parts that can be compared, stored and sent on.

A part is a list of atoms: floats are compared with a tolerance, whole numbers and texts exactly.
"""

import math
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from twinline.base.words import Words

Atom = float | int | str
Parts = dict[str, list[Atom]]

MOST = 2_000_000  # atoms of one answer; more is a mistake, and would only fill the memory
MOST_NUMBERS = 10_000  # of those that are read one by one: an endless generator must not use up the time
WHOLE = ""  # the name of the only part of an answer that has but one


class WrongShape(Exception):
    """An answer that is not of the kind asked for; `words` tell its author so."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.words = Words(en=en, zh=zh)


class _Returns(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    tolerance: float = 1e-6
    """Of floats: absolute below 1, above that a share of the largest one's power of ten."""

    def parts(self, value: Any) -> Parts:
        """The answer as parts. Raises `WrongShape` for anything else than what is asked for, whatever it is."""
        if value is None:
            raise WrongShape(
                "Your function returns nothing. End it with `return` and the result.",
                "函数没有返回值。最后一行要写 `return` 加结果。",
            )
        try:
            read = self._read(value)
        except WrongShape:
            raise
        except Exception as error:  # an object made by a learner may raise whatever it likes
            raise self._not(value) from error
        if sum(map(len, read.values())) > MOST:
            raise WrongShape(
                f"The answer holds over {MOST:,} values. Return only what is asked for.",
                f"返回的结果超过 {MOST:,} 个值。请只返回题目要求的内容。",
            )
        return read

    def _read(self, value: Any) -> Parts:
        raise NotImplementedError

    @property
    def wanted(self) -> Words:
        """What is asked for, in a few words."""
        raise NotImplementedError

    def _not(self, value: Any) -> WrongShape:
        kind = type(value).__name__
        return WrongShape(
            f"The answer should be {self.wanted.en}; your function returns a {kind}.",
            f"应该返回{self.wanted.zh}，而您的函数返回的是 {kind}。",
        )


class Number(_Returns):
    """One number."""

    kind: Literal["number"] = "number"

    @property
    def wanted(self) -> Words:
        """One number."""
        return Words(en="one number", zh="一个数")

    def _read(self, value: Any) -> Parts:
        return {WHOLE: [_number(value, self._not(value))]}


class Numbers(_Returns):
    """Numbers in their order: a list, an array or a Series, of a given length if `size` says so."""

    kind: Literal["numbers"] = "numbers"
    size: int | None = None

    @property
    def wanted(self) -> Words:
        """Numbers in a row, and how many."""
        many = "" if self.size is None else f"{self.size} "
        return Words(
            en=f"{many}numbers in order (a list or an array)", zh=f"{many and many + '个'}按顺序排好的数（列表或数组）"
        )

    def _read(self, value: Any) -> Parts:
        if isinstance(value, str | Mapping | set | pd.DataFrame) or not isinstance(value, Iterable):
            raise self._not(value)
        most = MOST_NUMBERS if self.size is None else self.size  # one more tells that there are too many
        numbers = [_number(each, self._not(value)) for each in islice(value, most + 1)]
        if self.size is not None and len(numbers) != self.size:
            raise WrongShape(
                f"The answer should hold {self.size} numbers; yours holds {_many(len(numbers), self.size).en}.",
                f"应该返回 {self.size} 个数，您返回了{_many(len(numbers), self.size).zh}。",
            )
        return {WHOLE: list(numbers)}


class ByGroup(_Returns):
    """A number for each group: a Series indexed by group, or a dictionary."""

    kind: Literal["by_group"] = "by_group"

    @property
    def wanted(self) -> Words:
        """A number for each group."""
        return Words(
            en="one number for each group (a Series indexed by group)", zh="每组一个数（以组名为索引的 Series）"
        )

    def _read(self, value: Any) -> Parts:
        if not isinstance(value, pd.Series | Mapping) or _size(value) > MOST:
            raise self._not(value)
        found: Parts = {}
        for group, number in value.items():
            if _name(group) in found:
                raise WrongShape(
                    f"The group {_name(group)} comes twice in your answer.", f"结果里的“{_name(group)}”出现了两次。"
                )
            found[_name(group)] = [_number(number, self._not(value))]
        return dict(sorted(found.items()))


class Columns(_Returns):
    """A frame with some columns of numbers, a row a group; the groups are its index."""

    kind: Literal["columns"] = "columns"
    columns: tuple[str, ...]

    @property
    def wanted(self) -> Words:
        """A frame and its columns."""
        names = ", ".join(self.columns)
        return Words(
            en=f"a DataFrame indexed by group, with the columns {names}", zh=f"以组名为索引、含 {names} 列的 DataFrame"
        )

    def _read(self, value: Any) -> Parts:
        if not isinstance(value, pd.DataFrame) or len(value) > MOST:
            raise self._not(value)
        missing = [name for name in self.columns if name not in value.columns]
        if missing or not value.columns.is_unique:
            raise WrongShape(
                f"The answer needs the columns {', '.join(self.columns)}; yours has {_listed(value.columns)}.",
                f"结果要有这些列：{', '.join(self.columns)}；您的结果里是 {_listed(value.columns)}。",
            )
        if not value.index.is_unique:
            raise WrongShape("The answer has two rows for one group.", "结果里有的组出现了两行。")
        order = sorted(range(len(value)), key=lambda row: _name(value.index[row]))
        groups: list[Atom] = [_name(value.index[row]) for row in order]
        read: Parts = {}
        for name in self.columns:
            numbers = list(value[name])
            read[name] = [*groups, *(_number(numbers[row], self._not(value)) for row in order)]
        return read


class Ids(_Returns):
    """Whole numbers, such as customers, without regard to their order: a Series, a list, an array, a set."""

    kind: Literal["ids"] = "ids"

    @property
    def wanted(self) -> Words:
        """A list of customer ids."""
        return Words(en="customer ids (a Series or a list)", zh="一列客户号（Series 或列表）")

    def _read(self, value: Any) -> Parts:
        if isinstance(value, str | Mapping | pd.DataFrame) or not isinstance(value, Iterable):
            raise self._not(value)
        values = np.asarray(list(islice(value, MOST + 1)))
        if values.size and values.dtype.kind == "b":
            raise WrongShape(
                "Those are True and False. Use them to pick rows, then return the column of ids.",
                "这是一列 True/False。请用它筛选出行，再返回客户号那一列。",
            )
        if values.size and (
            values.ndim != 1 or values.dtype.kind not in "iuf" or not np.all(values == np.rint(values))
        ):
            raise self._not(value)
        if len(np.unique(values)) < values.size:
            raise WrongShape("Some ids come twice in your answer.", "结果里有重复的客户号。")
        return {WHOLE: [int(each) for each in np.sort(values)]}


class Rows(_Returns):
    """Several frames whose rows are picked from a table that was given; rows are told apart by the columns in `key`."""

    kind: Literal["rows"] = "rows"
    names: tuple[str, ...]
    key: tuple[str, ...]

    @property
    def wanted(self) -> Words:
        """The frames and their order."""
        return Words(
            en=f"DataFrames in this order: {', '.join(self.names)}", zh=f"按顺序返回 DataFrame：{'、'.join(self.names)}"
        )

    def _read(self, value: Any) -> Parts:
        frames = list(value) if isinstance(value, tuple | list) else [value]
        if len(frames) != len(self.names) or not all(isinstance(frame, pd.DataFrame) for frame in frames):
            raise self._not(value)
        read: Parts = {}
        for name, frame in zip(self.names, frames, strict=True):
            missing = [column for column in self.key if column not in frame.columns]
            if missing or len(frame) > MOST:
                raise WrongShape(
                    f"“{name}” lacks the column {', '.join(missing)}: keep all columns, only pick rows.",
                    f"“{name}”缺少 {', '.join(missing)} 列：请保留所有列，只筛选行。",
                )
            keys = [frame[column].astype(str).to_numpy(dtype=object) for column in self.key]
            read[name] = sorted("|".join(row) for row in zip(*keys, strict=True))
        return read


Returns = Annotated[Number | Numbers | ByGroup | Columns | Ids | Rows, Field(discriminator="kind")]


def _number(value: Any, refusal: WrongShape) -> float:
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.integer | np.floating):
        raise refusal
    return float(value)


def _many(found: int, wanted: int) -> Words:
    return Words(en="more", zh="更多") if found > wanted else Words(en=str(found), zh=f" {found} 个")


def _name(group: Any) -> str:
    """A group's name, however pandas holds it."""
    if isinstance(group, float | np.floating) and math.isfinite(group) and group == round(group):
        return str(int(group))
    return f"{group}"  # plain text, also of a text that only claims to be equal to others


def _size(value: Any) -> int:
    return len(value) if hasattr(value, "__len__") else 0


def _listed(columns: Iterable[Any]) -> str:
    names = [str(name) for name in columns]
    return ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
