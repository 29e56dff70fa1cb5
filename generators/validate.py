"""Whether a bank with these parameters is possible at all: asked once, before anything is made.

Every rule names the field and what it may be. The engine itself checks nothing again.
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from generators import parameters
from generators.errors import BilingualError
from generators.parameters import MOST_SEED, World
from generators.ranges import (
    A_CHANCE,
    A_MONTH,
    A_SIZE,
    CHANCES,
    MONTHS,
    NAMED,
    NOT_NEGATIVE,
    ONE_EACH,
    POSITIVE,
    SHARES,
)

MOST_CUSTOMERS = 1_000_000_000  # a customer's number times the months and purchases must fit 64 bits
MOST_MONTHS = 100  # the numbers of touches and purchases have two digits for the month
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
_ROUNDING = 1e-9
_SCALE = re.compile(r"[\w-]+")  # folders are named by it: it must not lead out of the one where it is

_HOURS_OF_SHOPS = (
    *("HOURS_IN_SHOPS", "HOURS_IN_SHOPS_AT_WEEKENDS", "HOURS_OF_MEALS", "HOURS_OF_MEALS_AT_WEEKENDS"),
    *("HOURS_OF_COMMUTE", "HOURS_OF_TRIPS"),
)


def refuse_impossible(world: World, table: Any = parameters) -> None:
    """Raise a `BilingualError` of one line for the first thing that no bank can be: its field, and what it may be.

    `table` holds the parameters under the names of `generators.parameters`.
    """
    _check_world(world)
    for name, field in SHARES:
        values = [value for _, value in _between(table, name, field, 0, 1)]
        if not math.isclose(sum(values), 1, abs_tol=_ROUNDING):
            where = f"{name}.{field}" if field else name
            raise _impossible(where, f"{sum(values):g}", "shares must add up to 1", "各项占比之和必须等于 1")
    for name, field in CHANCES:
        list(_between(table, name, field, 0, 1))
    for name, field in NOT_NEGATIVE:
        list(_between(table, name, field, 0, math.inf))
    for name, field in POSITIVE:
        for where, value in _between(table, name, field, 0, math.inf):
            if value == 0:
                raise _impossible(where, value, "use a number above 0", "必须大于 0")
    for trait, loadings in table.LOADINGS.items():
        if sum(loading**2 for loading in loadings.values()) > 1:
            place, listed = f"LOADINGS[{trait!r}]", ", ".join(f"{loading:g}" for loading in loadings.values())
            raise _impossible(place, listed, "their squares may add up to 1 at most", "各因子载荷的平方和不得大于 1")
    _check_lists(table)
    _check_rolls(table)
    _check_contacts(table)
    _check_spending(table)
    for name in vars(parameters):
        if name.isupper():
            _check_by_name(name, name, getattr(table, name))


def _check_by_name(where: str, name: str, found: Any) -> None:
    """Every number of a parameter is finite, and what its name, or its entry's field, says that it is."""
    chance, size, month = (bool(kind.search(name)) for kind in (A_CHANCE, A_SIZE, A_MONTH))
    for place, value in _leaves(where, found):
        if isinstance(value, bool | str | date):
            continue
        if not isinstance(value, int | float):
            for field in fields(value) if is_dataclass(value) and not isinstance(value, type) else ():
                _check_by_name(f"{place}.{field.name}", field.name, getattr(value, field.name))
            continue
        if chance and not 0 <= value <= 1:
            raise _impossible(place, value, "use a number from 0 to 1", "请用 0 到 1 之间的数")
        if size and not value >= 0:
            raise _impossible(place, value, "use a number of 0 or more", "请用不小于 0 的数")
        if not math.isfinite(value):
            raise _impossible(place, value, "use a finite number", "请用有限的数")
        if month:
            _in_the_history(place, value)


def _check_lists(table: Any) -> None:
    """Months are in the usual history, lists have an entry for each of what they tell of, and what they name is there."""
    for name in MONTHS:
        for where, month in _leaves(name, getattr(table, name)):
            _in_the_history(where, month)
    for name, field, of in ONE_EACH:
        need = len(getattr(table, of))
        for where, values in _fields(table, name, field) if field else [(name, getattr(table, name))]:
            if len(values) != need:
                raise _impossible(
                    where, values, f"use {need} numbers, one for each of {of}", f"{of} 每项一个，共 {need} 个"
                )
    for name, of in NAMED:
        found = getattr(table, name)
        _among(name, [found] if isinstance(found, str) else found, set(getattr(table, of)))
    for problem in table.PROBLEMS:
        if not math.isclose(sum(problem.raised_by), 1, abs_tol=_ROUNDING):
            where, total = f"PROBLEMS[{problem.area}].raised_by", f"{sum(problem.raised_by):g}"
            raise _impossible(where, total, "shares must add up to 1", "各项占比之和必须等于 1")


def _in_the_history(where: str, month: Any) -> None:
    """A shorter history than the usual one ends before its pilots and trials; the usual one must hold them all."""
    last = World.months - 1
    if not (isinstance(month, int) and 0 <= month <= last):
        raise _impossible(where, month, f"use a month of the history, 0 to {last}", f"请用历史期内的月份，0 到 {last}")


def _check_rolls(table: Any) -> None:
    """An account of any bucket does one of the four things, and there is a row for each bucket before the write-off."""
    if len(table.ROLL_RATES) != table.WRITE_OFF_BUCKET - 1:
        need = table.WRITE_OFF_BUCKET - 1
        raise _impossible(
            "ROLL_RATES",
            f"({len(table.ROLL_RATES)} rows)",
            f"use a row for each of the {need} buckets before the write-off",
            f"核销前的 {need} 个逾期档各需一行",
        )
    for number, row in enumerate(table.ROLL_RATES):
        if len(row) != len(table.ROLLS) or min(row) < 0 or not math.isclose(sum(row), 1, abs_tol=_ROUNDING):
            raise _impossible(
                f"ROLL_RATES[{number}]",
                row,
                f"use {len(table.ROLLS)} shares that add up to 1",
                f"请用相加为 1 的 {len(table.ROLLS)} 个占比",
            )


def _check_world(world: World) -> None:
    for name, value, low, high in (
        ("customers", world.customers, 1, MOST_CUSTOMERS),
        ("months", world.months, 1, MOST_MONTHS),
        ("block_size", world.block_size, 1, MOST_CUSTOMERS),
        ("seed", world.seed, 0, MOST_SEED),
    ):
        if not isinstance(value, int) or not low <= value <= high:
            raise _impossible(
                name, value, f"use a whole number from {low} to {high}", f"请用 {low} 到 {high} 之间的整数"
            )
    if not isinstance(world.scale, str) or not _SCALE.fullmatch(world.scale):
        raise _impossible(
            "scale", repr(world.scale), "use a name of letters, digits, - and _", "请用由字母、数字、- 和 _ 组成的名称"
        )
    start = world.start
    if start.day != 1 or not EARLIEST <= start <= LATEST:
        raise _impossible(
            "start",
            start,
            f"use the first day of a month from {EARLIEST:%Y-%m} to {LATEST:%Y-%m}",
            f"请用 {EARLIEST:%Y-%m} 到 {LATEST:%Y-%m} 之间某月的第一天",
        )


def _check_contacts(table: Any) -> None:
    """Rules and pilots speak of channels, offers, segments and months that there are."""
    segments = set(table.SEGMENTS)
    channels, offers = ({entry.name for entry in entries} for entries in (table.CHANNELS, table.OFFERS))
    for number, action in enumerate(table.ACTIONS):
        _among(f"ACTIONS[{number}].channels", action.channels, channels)
        _among(f"ACTIONS[{number}].effect", [action.effect], set(table.EFFECTS))
        _among(f"ACTIONS[{number}].consent", [action.consent], set(table.CONSENTS))
    _among("HOOK.channel", [table.HOOK.channel], channels)
    _among("HOOK.offer", [table.HOOK.offer], offers)
    for number, rule in enumerate((*table.RULES, *table.PILOTS)):
        inside = number - len(table.RULES)
        where = f"RULES[{number}]" if inside < 0 else f"PILOTS[{inside}]"
        _among(f"{where}.channel", [rule.channel], channels)
        _among(f"{where}.offer", [rule.offer], offers)
        if inside >= 0:
            _among(f"{where}.segments", rule.segments, segments)
            _in_the_history(f"{where}.month", rule.month)


def _check_spending(table: Any) -> None:
    """Every category has its customers, its prices and its habits, and shops close for the night."""
    for category in table.CATEGORIES:
        _among(f"CATEGORIES[{category.name}].rhythm", [category.rhythm], set(table.RHYTHMS))
        for name in ("BY_STAGE", "ENDS", "HABITS"):
            _among(name, [category.name], set(getattr(table, name)))
        ends = table.ENDS[category.name]
        if not math.isclose(sum(ends), 1, abs_tol=_ROUNDING):
            where = f"ENDS[{category.name}]"
            raise _impossible(where, f"{sum(ends):g}", "shares must add up to 1", "各项占比之和必须等于 1")
        for shares in table.HABITS[category.name]:
            if len(shares) > table.FAVOURITES or not 0 <= sum(shares) <= 1 + _ROUNDING:
                where, most = f"HABITS[{category.name}]", table.FAVOURITES
                raise _impossible(
                    where, shares, f"use up to {most} shares, 1 in all", f"最多 {most} 项占比，合计不超过 1"
                )
    for order in table.STANDING_ORDERS:
        _among(f"STANDING_ORDERS[{order.name}].category", [order.category], set(table.ENDS))
    for name in _HOURS_OF_SHOPS:
        _closed_at_night(table, name)


def _closed_at_night(table: Any, name: str) -> None:
    night = getattr(table, name)[table.NIGHT_BEGINS : table.NIGHT_ENDS]
    if any(night):
        hours = f"{table.NIGHT_BEGINS}-{table.NIGHT_ENDS}"
        raise _impossible(name, night, f"use 0 from {hours} o'clock", f"{hours} 点必须为 0")


def _among(where: str, names: Iterable[str], known: set[str]) -> None:
    for name in names:
        if name not in known:
            listed = sorted(known)
            raise _impossible(where, name, f"choose from {', '.join(listed)}", f"可选：{'、'.join(listed)}")


def _between(table: Any, name: str, field: str, low: float, high: float) -> Iterator[tuple[str, float]]:
    """Each value of a parameter with its place, if it is a number from low to high."""
    for where, value in _fields(table, name, field):
        for place, number in _leaves(where, value):
            if (
                isinstance(number, bool)
                or not isinstance(number, int | float)
                or not low <= number <= high
                or number == math.inf
            ):
                if high == math.inf:
                    raise _impossible(place, number, "use a number of 0 or more", "请用不小于 0 的数")
                raise _impossible(
                    place, number, f"use a number from {low:g} to {high:g}", f"请用 {low:g} 到 {high:g} 之间的数"
                )
            yield place, number


def _fields(table: Any, name: str, field: str) -> Iterator[tuple[str, Any]]:
    """A field of each entry of a parameter with its place; without a field, the parameter itself."""
    if not field:
        yield name, getattr(table, name)
        return
    for where, entry in _leaves(name, getattr(table, name)):
        yield f"{where}.{field}", getattr(entry, field)


def _leaves(where: str, found: Any) -> Iterator[tuple[str, Any]]:
    """Each entry of a list, of a dictionary's values, or of lists in them, with its place; or the one thing that is there."""
    if isinstance(found, tuple | dict):
        for key, entry in found.items() if isinstance(found, dict) else enumerate(found):
            yield from _leaves(f"{where}[{key}]", entry)
    else:
        yield where, found


def _impossible(where: str, value: object, en: str, zh: str) -> BilingualError:
    return BilingualError(f"Impossible {where} = {value}: {en}.", f"参数 {where} = {value} 不可能成立：{zh}。")


def pilots_after(world: World) -> list[str]:
    """The campaigns of the pilots that this world's history is too short for, in the order of their months."""
    began = {pilot.campaign: pilot.month for pilot in parameters.PILOTS}
    began[parameters.HOOK.campaign] = parameters.HOOK.opened[0]
    return [campaign for campaign, month in sorted(began.items(), key=lambda one: one[1]) if month >= world.months]
