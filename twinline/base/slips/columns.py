"""Columns that somebody may have meant: near a name that is not there, with their titles."""

import difflib
from collections.abc import Iterable

_MOST = 4  # near columns that are named
_LISTED = 12  # columns of a table that are listed where none is near


def near(name: str, columns: Iterable[str]) -> list[str]:
    """Columns near a name, the nearest first: written alike, holding it, or called so (in either language)."""
    every = list(dict.fromkeys(columns))
    wanted = _bare(name)
    if not wanted:
        return []
    same = [each for each in every if _bare(each) == wanted]
    if same:
        return same[:_MOST]
    called = [each for each in every if any(name.strip().lower() == title.lower() for title in titles(each))]
    holding = [
        each
        for each in every
        if len(wanted) >= 3 and (wanted in _bare(each) or (_bare(each) in wanted and len(each) >= 4))
    ]
    if called or holding:
        return [*dict.fromkeys([*called, *holding])][:_MOST]
    alike = difflib.get_close_matches(name.lower(), [each.lower() for each in every], n=_MOST, cutoff=0.7)
    found = [each for like in alike for each in every if each.lower() == like]
    if not found and not name.isascii():
        found = [
            each for each in every if any(name in title or title in name for title in titles(each) if len(title) > 1)
        ]
    return [*dict.fromkeys(found)][:_MOST]


def titles(column: str) -> tuple[str, ...]:
    """A column's titles (English, Chinese) as the bank's dictionary has them; none for a column that it does not know."""
    from generators.schema import TABLES

    for table in TABLES.values():
        for each in table.columns:
            if each.name == column:
                return each.en, each.zh
    return ()


def missing(name: str, columns: Iterable[str]) -> tuple[str, str]:
    """What is said of a column that is not there: the near ones with their titles, else which there are."""
    every = list(dict.fromkeys(map(str, columns)))
    found = near(name, every)
    if found:
        en, zh = (_listed(found, place) for place in (0, 1))
        several = len(found) > 1
        return (
            f"There is no {name!r} here. Did you mean {'one of ' if several else ''}{en}?",
            f"这里没有“{name}”。是不是想写{'其中一个：' if several else ''}{zh}？",
        )
    en, zh = f"There is no {name!r} here.", f"这里没有“{name}”。"
    if every:
        more = " …" if len(every) > _LISTED else ""
        listed = ", ".join(every[:_LISTED]) + more
        return f"{en} The columns are: {listed}.", f"{zh}可用的列：{listed}。"
    return en, zh


def _listed(columns: list[str], language: int) -> str:
    said = []
    for each in columns:
        title = titles(each)
        quoted = f"{each!r}" if language == 0 else f"“{each}”"
        said.append(quoted + (f" ({title[0]})" if title and language == 0 else f"（{title[1]}）" if title else ""))
    return ", ".join(said) if language == 0 else "、".join(said)


def _bare(name: str) -> str:
    return name.lower().replace("_", "").replace(" ", "").replace("-", "")
