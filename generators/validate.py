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
    ("TERMS", "share"),
    ("WALLET_SHARES", ""),
    ("GOAL_SHARES", ""),
    *((name, "") for name in ("PAID_BY_APP_USERS", "PAID_BY_OTHERS")),
    *(
        (name, "")
        for name in (
            "PAY_SHARES",
            "OCCUPATION_SHARES",
            "ACQUISITION_SHARES",
            "STOP_AT",
            "DELINQUENT",
            "INDUSTRY_SHARES",
            "TEAM_SHARES",
            "TRIP_DAYS",
        )
    ),
    *((name, "") for name in ("APP_DEVICES", "OFFERS_IN_APP", "MESSAGES", "PLATFORMS", "MOOD_BEFORE_LEAVING")),
    *((name, "") for name in ("CARRIER_SHARES",)),
)
_CHANCES = (
    ("TYPES", "closure"),
    ("TYPES", "redeem"),
    ("TYPES", "complain"),
    ("CHANNELS", "reach"),
    ("RULES", "chance"),
    ("OPERATIONAL_RISKS", "recovered"),
    ("PILOTS", "share"),
    ("ENQUIRE_ELSE", ""),
    ("OPT_OUT_ELSE", ""),
    ("OPT_OUT_WAYS", ""),
    ("CONSENT_ELSE", ""),
    ("DOUBT_DECAY", ""),
    ("TERMS", "fee"),
    *((name, "") for name in ("FULL_PAYS_PART", "ROUNDED_UP", "DEFAULT_OF_CURRENT", "REFUNDED_ELSE", "REFUNDED_LATER")),
    *((name, "") for name in ("TAKES_INSTALMENTS", "TAKES_CASH", "TAKES_CASH_PLAN", "CASH_FEE")),
    *((name, "") for name in ("FRAUD", "FRAUD_SEEN", "FALSE_DISPUTES", "FORGED")),
    *((name, "") for name in ("ACTIVATION", "MISS_PAYMENT", "AUTOPAY", "CLEARS_BILL", "PRODUCT_CUTS", "OPENED_BEFORE")),
    *(
        (name, "")
        for name in (
            "ACTIVATED_BEFORE",
            "FALL_ASLEEP",
            "WAKE_UP",
            "ASLEEP_AT_START",
            "RATE_MEMORY",
            "AUTOPAY_MISS",
            "PAYS_SOMETHING",
            "LATE_FEE",
        )
    ),
    *(
        (name, "")
        for name in ("VISITING", "ASKS_FOR_MORE", "SEARCH_ORGANIC", "SECOND_DEVICE", "OTHERS_WITH_APP", "LEAVES_NUMBER")
    ),
    *((name, "") for name in ("APR", "INTERCHANGE", "NETWORK_FEE", "POINTS_COST", "FUNDING", "MINIMUM_DUE")),
    *((name, "") for name in ("WALLET_MIDDLE", "RHYTHM_SHARE", "RHYTHM_QUIET", "FRIEND_FADE")),
    *((name, "") for name in ("POINTS_RULE_SHARE", "THEME_SHARE", "THEME_HOLDOUT")),
    ("POINTS_RULES", "redeems"),
    ("JOIN_PLACES", "share"),
    ("JOIN_PLACES", "in_vain"),
    *((name, "") for name in ("OUTCRY_POSTS", "OUTCRY_REPLIES", "OUTCRY_TO_BANK", "OUTCRY_CALLS", "OUTCRY_RESOLVED")),
    *((name, "") for name in ("REDEEM_CHANCE_ELSE", "FATIGUE_DECAY", "RETENTION_DECAY", "SPEND_DECAY")),
)
_NOT_NEGATIVE = (
    ("CHANNELS", "cost_fen"),
    ("CHANNELS", "strength"),
    ("OFFERS", "cost_fen"),
    ("OFFERS", "from_fen"),
    ("OFFERS", "strength"),
    ("CATEGORIES", "sigma"),
    ("PILOTS", "quiet_months"),
    ("OPERATIONAL_RISKS", "monthly"),
    *(
        (name, "")
        for name in ("HONEYMOON", "SECOND_WAVE", "FATIGUE_SLOPE", "RATE_SHOCK", "TICKET_SIGMA", "LIMIT_SIGMA")
    ),
    *(
        (name, "")
        for name in ("COMPLAINT_COST_FEN", "ANNUAL_FEE_FEN", "SEASON", "MONTHS_OWED_AT_START", "MISS_BY_RISK")
    ),
    *(
        (name, "")
        for name in (
            "WALLET_GROWTH",
            "WALLET_YEARS",
            "ATTENTION_MOST",
            "ATTENTION_FALLS",
            "UPGRADE_BY_WALLET",
            "UPGRADE_ROOM_PUSH",
        )
    ),
    *((where, field) for where, field in (("POINTS_RULES", "visits"), ("THEMES", "lift"), ("THEMES", "after"))),
    *((name, "") for name in ("POINTS_RULE_SIGMA", "POINTS_RULE_SPREAD", "MALL_ORDERS", "MALL_SIGMA")),
    *((name, "") for name in ("UNSOLVED_DOUBT", "DESK_LOAD", "DESK_SPREAD")),
    *((name, "") for name in ("LOAD_SIGMA", "SLOW_MS", "GIVES_UP", "BROKEN_ATTEMPTS")),
)
_POSITIVE = (
    *(
        (name, "")
        for name in ("OUTCRY_RISE", "DESK_CALLS", "DESK_HANDLE_MINUTES", "DESK_PATIENCE_MINUTES", "DESK_TARGET_LOAD")
    ),
    ("CATEGORIES", "ticket_yuan"),
    *(
        (name, "")
        for name in ("WALLET_HALF_YUAN", "WALLET_ROOM", "OTHER_FRIENDS", "FRIENDS_KEPT", "MALL_TASTE", "MALL_YUAN")
    ),
    ("CITIES", "branches"),
    *((name, "") for name in ("RATE_SHAPE", "RATE_MEAN", "MEAN_TENURE", "LIMIT_MEAN_YUAN", "MEAN_PURCHASE_FEN")),
    *(
        (name, "")
        for name in ("LOAD_MS", "UPDATE_LAG", "OWN_SCORE_UNIT", "CANDIDATES", "SCENARIO_PACE", "SEARCH_YUAN_A_CLICK")
    ),
)
_HOURS_OF_SHOPS = (
    *("HOURS_IN_SHOPS", "HOURS_IN_SHOPS_AT_WEEKENDS", "HOURS_OF_MEALS", "HOURS_OF_MEALS_AT_WEEKENDS"),
    *("HOURS_OF_COMMUTE", "HOURS_OF_TRIPS"),
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
    for trait, loadings in table.LOADINGS.items():
        if sum(loading**2 for loading in loadings.values()) > 1:
            place, listed = f"LOADINGS[{trait!r}]", ", ".join(f"{loading:g}" for loading in loadings.values())
            raise _impossible(place, listed, "their squares may add up to 1 at most", "各因子载荷的平方和不得大于 1")
    _check_rolls(table)
    _check_contacts(table)
    _check_spending(table)


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
