"""Small tables are counted: “six customers, by hand” has six."""

import re

import pandas as pd

from generators.errors import BilingualError
from twinline.build.numbers import ENGLISH
from twinline.questions.author.authoring import Question
from twinline.questions.cases import Case

_TENS = {
    name: 10 * ten
    for ten, name in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_UNITS = {name: number for number, name in enumerate(ENGLISH) if number}
_ENGLISH = re.compile(
    rf"\b(?:(?P<ten>{'|'.join(_TENS)})(?:-(?P<one>\w+))?|(?P<unit>{'|'.join(_UNITS)}))\b", re.IGNORECASE
)
_DIGITS = {char: number for number, char in enumerate("一二三四五六七八九", 1)} | {"两": 2}
_CHINESE = re.compile(
    r"([一二三四五六七八九]?十[一二三四五六七八九几]?|[一二两三四五六七八九])(?=[位笔张行个次条组名家])"
)


def check_counts(module: str, question: Question) -> None:
    """Raise `BilingualError` where the title of a small table names a number that is neither its rows nor its customers."""
    for case in question.cases:
        if case.on_bank:
            continue
        counts = _counts(case)
        english, chinese = _in_english(case.title.en), _in_chinese(case.title.zh)
        if english == chinese and all(number in counts for number in english):
            continue
        held = ", ".join(map(str, sorted(counts)))
        raise BilingualError(
            f"{module} {question.id}: “{case.title.en}” and “{case.title.zh}” should name what the table holds. It has {held}.",
            f"{module} {question.id}：“{case.title.en}”和“{case.title.zh}”说的个数要与表一致。表里可数出：{held}。",
        )


def _counts(case: Case) -> set[int]:
    """The rows of each table, and how many different ones its columns of names, numbers and days hold."""
    tables = [each for each in case.read() if isinstance(each, pd.DataFrame)]
    named = [
        table[column]
        for table in tables
        for column in table.columns
        if str(column).endswith("_id") or not pd.api.types.is_numeric_dtype(table[column])
    ]
    return {len(table) for table in tables} | {column.nunique() for column in named}


def _in_english(title: str) -> list[int]:
    found = []
    for match in _ENGLISH.finditer(title):
        ten, one, unit = (str(match[each] or "").lower() for each in ("ten", "one", "unit"))
        found.append(_UNITS[unit] if unit else _TENS[ten] + _UNITS.get(one, 0))
    return sorted(number for number in found if number > 1)  # “one small table” counts nothing


def _in_chinese(title: str) -> list[int]:
    found = []
    for word in _CHINESE.findall(title):
        ten, has_ten, one = word.rpartition("十") if "十" in word else ("", "", word)
        found.append((10 * _DIGITS.get(ten, 1) if has_ten else 0) + _DIGITS.get(one, 0))
    return sorted(number for number in found if number > 1)
