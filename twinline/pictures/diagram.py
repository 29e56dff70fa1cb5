"""The bank's tables as a picture: who points to whom, drawn from the dictionary's keys as one SVG without scripts."""

from collections.abc import Iterable, Mapping
from html import escape
from unicodedata import east_asian_width

from generators.schema import TABLES, Table
from twinline.pictures.style import ACCENT, DEEP, INK, QUIET, SOFT

_HIGH, _GAP = 46, 14
_NAME, _TITLE = 14, 12  # sizes of a table's name and titles
_BETWEEN = 96  # columns
_EDGE = 24
_FONTS = "'Noto Sans SC','PingFang SC','Microsoft YaHei',system-ui,sans-serif"


def diagram(only: Iterable[str] = ()) -> str:
    """The entity diagram as SVG text: tables from left to right, each to the right of those that it points to.

    `only` names the tables to show; all of them where it names none.
    """
    tables = {name: TABLES[name] for name in only} or TABLES
    columns = _columns(tables)
    box = 24 + max(map(_width, tables.values()))
    tallest = max(map(len, columns)) * (_HIGH + _GAP) - _GAP
    places = {}
    for across, names in enumerate(columns):
        top = _EDGE + (tallest - len(names) * (_HIGH + _GAP) + _GAP) / 2
        for down, name in enumerate(names):
            places[name] = (_EDGE + across * (box + _BETWEEN), top + down * (_HIGH + _GAP))
    wide = 2 * _EDGE + len(columns) * (box + _BETWEEN) - _BETWEEN
    high = 2 * _EDGE + tallest
    parts = [_line(places[parent], places[name], box) for name in tables for parent in sorted(_nearest(name, tables))]
    parts += [_box(tables[name], *place, box) for name, place in places.items()]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" height="{high:g}" '
            f'font-family="{_FONTS}" role="img">',
            "<title>云渡银行的数据表与主外键 · The bank's tables and their keys</title>",
            f'<rect width="{wide:g}" height="{high:g}" fill="#ffffff"/>',
            *parts,
            "</svg>",
            "",
        ]
    )


def _width(table: Table) -> float:
    """About how wide a table's name or its titles are, whichever is wider."""
    titles = f"{table.zh} · {table.en}"
    wide = sum(_TITLE if east_asian_width(sign) in "WF" else 0.54 * _TITLE for sign in titles)
    return max(wide, 0.62 * _NAME * len(table.name))


def _parents(name: str, tables: Mapping[str, Table]) -> set[str]:
    return {column.key[0] for column in tables[name].columns if column.key and column.key[0] in tables} - {name}


def _ancestors(name: str, tables: Mapping[str, Table]) -> set[str]:
    parents = _parents(name, tables)
    return parents.union(*(_ancestors(parent, tables) for parent in parents))


def _nearest(name: str, tables: Mapping[str, Table]) -> set[str]:
    """The tables that a table points to, but for those that are reached through another of them."""
    parents = _parents(name, tables)
    return parents - set().union(*(_ancestors(parent, tables) for parent in parents))


def _columns(tables: Mapping[str, Table]) -> list[list[str]]:
    """The tables' names by column; within one, near those that they point to."""

    def depth(name: str) -> int:
        return 1 + max((depth(parent) for parent in _parents(name, tables)), default=-1)

    def column(name: str) -> int:
        # What points nowhere stands just left of the first table that points to it: no line runs behind other tables.
        children = [depth(child) for child in tables if name in _nearest(child, tables)]
        return min(children) - 1 if children and not _parents(name, tables) else depth(name)

    columns: list[list[str]] = [[] for _ in range(1 + max(map(depth, tables)))]
    for name in tables:
        columns[column(name)].append(name)
    height: dict[str, float] = {}
    for names in columns:
        order = list(tables).index
        names.sort(key=lambda name: (_mean([height[parent] for parent in _nearest(name, tables)]), order(name)))
        height |= {name: (place + 0.5) / len(names) for place, name in enumerate(names)}
    return columns


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.5


def _line(start: tuple[float, float], end: tuple[float, float], box: float) -> str:
    (x0, y0), (x1, y1) = (start[0] + box, start[1] + _HIGH / 2), (end[0], end[1] + _HIGH / 2)
    bend = x1 - _BETWEEN / 2
    return (
        f'<path d="M{x0:g} {y0:g} H{bend - _BETWEEN / 2:g} C{bend:g} {y0:g} {bend:g} {y1:g} {x1:g} {y1:g}" fill="none" '
        f'stroke="{QUIET}" stroke-width="1.4"/><circle cx="{x1:g}" cy="{y1:g}" r="3" fill="{DEEP}"/>'
    )


def _box(table: Table, x: float, y: float, box: float) -> str:
    edge = f'stroke="{ACCENT}" stroke-dasharray="5 3"' if table.truth else f'stroke="{DEEP}"'
    fill = "#ffffff" if table.truth else SOFT
    return (
        f'<g><rect x="{x:g}" y="{y:g}" width="{box:g}" height="{_HIGH}" rx="5" fill="{fill}" {edge}/>'
        f'<text x="{x + 12:g}" y="{y + 19:g}" font-size="{_NAME}" font-weight="600" fill="{INK}">{escape(table.name)}</text>'
        f'<text x="{x + 12:g}" y="{y + 37:g}" font-size="{_TITLE}" fill="{DEEP}">{escape(table.zh)} · {escape(table.en)}</text>'
        "</g>"
    )
