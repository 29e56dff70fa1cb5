"""The small table of a question, shown with what is expected of it; and how an answer to it differs from that."""

import html
from typing import Any

import pandas as pd

from twinline.base.card import card, code_block, paragraph
from twinline.base.slips.columns import titles
from twinline.base.text import t
from twinline.questions.returns import WHOLE, Atom, Columns, Ids, Parts, Returns, Rows

_MOST = 12  # ids, groups or rows that are named
_COLOUR = "#1971c2"


class Inputs(list[Any]):
    """Several inputs: a list to be handed to a function as `f(*inputs)`, shown one below the other."""

    def __init__(self, inputs: list[Any], names: tuple[str, ...]) -> None:
        super().__init__(inputs)
        self._names = names

    def _repr_html_(self) -> str:
        shown = []
        for name, value in zip(self._names, self, strict=False):
            table = value.to_html(max_rows=60) if isinstance(value, pd.DataFrame) else html.escape(_plainly(value))
            shown.append(f"<div><b>{html.escape(name)}</b> = {table}</div>")
        return "".join(shown)


class Expected:
    """What is asked of the small table: its title, what a right answer gives for it, what its columns are called."""

    def __init__(self, title: str, function: str, inputs: list[Any], expected: str) -> None:
        self._title, self._expected = title, expected
        several = len(inputs) > 1
        self._call = f"{function}({'*' if several else ''}…)"
        self._columns = {
            str(column): title
            for each in inputs
            if isinstance(each, pd.DataFrame)
            for column in each.columns
            if (title := _title(str(column)))
        }

    def _lines(self) -> tuple[str, str]:
        said = t(f"A right answer gives for this table, `{self._call}`:", f"对这张表，正确的 `{self._call}` 应得到：")
        listed = t(", ", "，").join(f"`{name}` {title}" for name, title in self._columns.items())
        return said, t(f"Columns: {listed}.", f"各列：{listed}。") if listed else ""

    def __repr__(self) -> str:
        said, columns = self._lines()
        return "\n".join(filter(None, [self._title, said.replace("`", ""), self._expected, columns.replace("`", "")]))

    def _repr_html_(self) -> str:
        said, columns = self._lines()
        rows = [paragraph(said), code_block(self._expected)]
        return card(_COLOUR, self._title, rows + ([paragraph(columns, "font-size: 13px")] if columns else []))


def as_text(parts: Parts, returns: Returns) -> str:
    """An answer as a person reads it."""
    if isinstance(returns, Columns):
        size = len(next(iter(parts.values()))) // 2
        groups = next(iter(parts.values()))[:size]
        return pd.DataFrame(
            {name: [_short(each) for each in atoms[size:]] for name, atoms in parts.items()}, groups
        ).to_string()
    if set(parts) == {WHOLE}:
        return ", ".join(map(_short, parts[WHOLE])) or t("(empty)", "（空）")
    if isinstance(returns, Rows):
        return "\n".join(f"{name}: {_many(list(map(str, atoms)))}" for name, atoms in parts.items())
    return "\n".join(f"{name}: {', '.join(map(_short, atoms))}" for name, atoms in parts.items())


def difference(parts: Parts, expected: Parts, returns: Returns) -> tuple[str, ...]:
    """What an answer to the small table has too many or lacks, or what it should be."""
    if not isinstance(returns, Ids | Rows):
        return (
            t(f"It should be: `{_flat(as_text(expected, returns))}`", f"应该是：`{_flat(as_text(expected, returns))}`"),
        )
    said = []
    for name in expected:
        given, wanted = set(parts.get(name, ())), set(expected[name])
        extra, lacking = sorted(given - wanted, key=_key), sorted(wanted - given, key=_key)
        where = f"{name}: " if name else ""
        if extra and not lacking:
            said.append(
                t(
                    f"{where}All that should be there are, but {_many(extra)} should not: a condition is missing, or one is too wide. "
                    "Look at their rows in the small table.",
                    f"{where}该有的都有了，但多了 {_many(extra)}：少了一个条件，或某个条件太宽。请在小表里看看这几行。",
                )
            )
        elif lacking and not extra:
            said.append(
                t(
                    f"{where}{_many(lacking)} should be there too: a condition is too strict, or one too many. Look at their rows in "
                    "the small table.",
                    f"{where}还应该有 {_many(lacking)}：某个条件太严，或多了一个条件。请在小表里看看这几行。",
                )
            )
        elif extra:
            said.append(
                t(
                    f"{where}{_many(extra)} should not be there, {_many(lacking)} should. Look at their rows in the small table.",
                    f"{where}多了 {_many(extra)}，少了 {_many(lacking)}。请在小表里看看这几行。",
                )
            )
    return tuple(said)


def _key(atom: Atom) -> tuple[bool, Atom]:
    return isinstance(atom, str), atom


def _many(atoms: list[Any]) -> str:
    return ", ".join(map(_short, atoms[:_MOST])) + (" …" if len(atoms) > _MOST else "")


def _flat(text: str) -> str:
    return "; ".join(" ".join(line.split()) for line in text.splitlines())


def _short(atom: Any) -> str:
    return (
        f"{atom:.6g}"
        if isinstance(atom, float) and abs(atom) < 1e6
        else f"{atom:,.2f}"
        if isinstance(atom, float)
        else str(atom)
    )


def _plainly(value: Any) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else repr(value)


def _title(column: str) -> str:
    found = titles(column)
    return t(*found) if found else ""
