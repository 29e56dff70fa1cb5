"""Whether a bank with these parameters is possible at all: asked once, before anything is made.

Every rule names the field and what it may be. The engine itself checks nothing again.
"""

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from generators import parameters
from generators.errors import BilingualError
from generators.parameters import MOST_SEED, World

MOST_CUSTOMERS = 1_000_000_000  # a customer's number times the months and purchases must fit 64 bits
MOST_MONTHS = 100  # the numbers of touches and purchases have two digits for the month
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
_ROUNDING = 1e-9
_SCALE = re.compile(r"[\w-]+")  # folders are named by it: it must not lead out of the one where it is

# What adds up to 1: (list, field of its entries, or nothing where the list holds the shares themselves).
_SHARES = (
    ("TYPES", "share"),
    ("CATEGORIES", "share"),
    ("CITIES", "weight"),
    ("HALVES", "share"),
    ("WAVES", "share"),
    ("TIMINGS", "share"),
    *(
        (name, "")
        for name in ("PAY_SHARES", "ACQUISITION_SHARES", "STOP_AT", "DELINQUENT", "INDUSTRY_SHARES", "TEAM_SHARES")
    ),
    *((name, "") for name in ("APP_DEVICES", "OFFERS_IN_APP", "MESSAGES", "PLATFORMS", "MOOD_BEFORE_LEAVING")),
)
_CHANCES = (
    ("TYPES", "closure"),
    ("TYPES", "redeem"),
    ("TYPES", "complain"),
    ("CHANNELS", "reach"),
    ("RULES", "chance"),
    ("PILOTS", "share"),
    ("ENQUIRE_ELSE", ""),
    ("OPT_OUT_ELSE", ""),
    ("DOUBT_DECAY", ""),
    *((name, "") for name in ("ACTIVATION", "MISS_PAYMENT", "PAY_FRACTIONS", "PRODUCT_CUTS", "OPENED_BEFORE")),
    *(
        (name, "")
        for name in (
            "ACTIVATED_BEFORE",
            "FALL_ASLEEP",
            "WAKE_UP",
            "ASLEEP_AT_START",
            "RATE_MEMORY",
            "CURE",
            "CURE_FADE",
        )
    ),
    *((name, "") for name in ("APR", "INTERCHANGE", "NETWORK_FEE", "POINTS_COST", "FUNDING", "MINIMUM_DUE")),
    *(
        (name, "")
        for name in ("REDEEM_CHANCE_ELSE", "ROUND_AMOUNTS", "FATIGUE_DECAY", "RETENTION_DECAY", "SPEND_DECAY")
    ),
)
_NOT_NEGATIVE = (
    ("CHANNELS", "cost_fen"),
    ("CHANNELS", "strength"),
    ("OFFERS", "cost_fen"),
    ("OFFERS", "strength"),
    ("CATEGORIES", "sigma"),
    ("PILOTS", "quiet_months"),
    *(
        (name, "")
        for name in ("HONEYMOON", "SECOND_WAVE", "FATIGUE_SLOPE", "RATE_SHOCK", "TICKET_SIGMA", "LIMIT_SIGMA")
    ),
    *((name, "") for name in ("COMPLAINT_COST_FEN", "ANNUAL_FEE_FEN", "SEASON", "MONTHS_OWED_AT_START")),
)
_POSITIVE = (
    ("CATEGORIES", "ticket_yuan"),
    ("CITIES", "branches"),
    *((name, "") for name in ("RATE_SHAPE", "RATE_MEAN", "MEAN_TENURE", "LIMIT_MEAN_YUAN", "MEAN_PURCHASE_FEN")),
)


def refuse_impossible(world: World, table: Any = parameters) -> None:
    """Raise a `BilingualError` of one line for the first thing that no bank can be: its field, and what it may be.

    `table` holds the parameters under the names of `generators.parameters`.
    """
    _check_world(world)
    for name, field in _SHARES:
        values = [value for _, value in _between(table, name, field, 0, 1)]
        if not math.isclose(sum(values), 1, abs_tol=_ROUNDING):
            where = f"{name}.{field}" if field else name
            raise _impossible(where, f"{sum(values):g}", "shares must add up to 1", "各项占比之和必须等于 1")
    for name, field in _CHANCES:
        list(_between(table, name, field, 0, 1))
    for name, field in _NOT_NEGATIVE:
        list(_between(table, name, field, 0, math.inf))
    for name, field in _POSITIVE:
        for where, value in _between(table, name, field, 0, math.inf):
            if value == 0:
                raise _impossible(where, value, "use a number above 0", "必须大于 0")
    _check_contacts(table)


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
    _among("HOOK.channel", [table.HOOK.channel], channels)
    _among("HOOK.offer", [table.HOOK.offer], offers)
    for number, rule in enumerate((*table.RULES, *table.PILOTS)):
        inside = number - len(table.RULES)
        where = f"RULES[{number}]" if inside < 0 else f"PILOTS[{inside}]"
        _among(f"{where}.channel", [rule.channel], channels)
        _among(f"{where}.offer", [rule.offer], offers)
        if inside >= 0:
            _among(f"{where}.segments", rule.segments, segments)
            # A shorter history than the usual one ends before its pilots; the usual one must hold them all.
            last = World.months - 1
            if not (isinstance(rule.month, int) and 0 <= rule.month <= last):
                raise _impossible(
                    f"{where}.month",
                    rule.month,
                    f"use a month of the history, 0 to {last}",
                    f"请用历史期内的月份，0 到 {last}",
                )


def _among(where: str, names: Iterable[str], known: set[str]) -> None:
    for name in names:
        if name not in known:
            listed = sorted(known)
            raise _impossible(where, name, f"choose from {', '.join(listed)}", f"可选：{'、'.join(listed)}")


def _between(table: Any, name: str, field: str, low: float, high: float) -> Iterator[tuple[str, float]]:
    """Each value of a parameter with its place, if it is a number from low to high."""
    found = getattr(table, name)
    entries = found if isinstance(found, tuple) else (found,)
    for number, entry in enumerate(entries):
        place = f"{name}[{number}]" if isinstance(found, tuple) else name
        where = f"{place}.{field}" if field else place
        value = getattr(entry, field) if field else entry
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not low <= value <= high
            or value == math.inf
        ):
            if high == math.inf:
                raise _impossible(where, value, "use a number of 0 or more", "请用不小于 0 的数")
            raise _impossible(
                where, value, f"use a number from {low:g} to {high:g}", f"请用 {low:g} 到 {high:g} 之间的数"
            )
        yield where, value


def _impossible(where: str, value: object, en: str, zh: str) -> BilingualError:
    return BilingualError(f"Impossible {where} = {value}: {en}.", f"参数 {where} = {value} 不可能成立：{zh}。")


def pilots_after(world: World) -> list[str]:
    """The campaigns of the pilots that this world's history is too short for, in the order of their months."""
    began = {pilot.campaign: pilot.month for pilot in parameters.PILOTS}
    began[parameters.HOOK.campaign] = parameters.HOOK.opened[0]
    return [campaign for campaign, month in sorted(began.items(), key=lambda one: one[1]) if month >= world.months]
