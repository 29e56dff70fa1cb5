"""Dirty copies: what two tables look like after years of exports and hand-made files, and the list of what was spoilt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.draws import STATIC, Draws, Words, choose, split, unit
from generators.pages import Columns
from generators.schema import levels
from generators.schema.stream_levels import DEFECT, DIRTY_TABLE
from generators.streams.chance import StreamPurpose as Purpose

# Assumptions (a): whose rows are copied, and which share of the rows is spoilt how.
CUSTOMERS: Final = 0.05
THEIR_PURCHASES: Final = 0.01  # of all customers, within the others
NO_BRANCH, NO_MERCHANT = "999", "999999"
Spoil = Callable[[str, int], str | None]


@dataclass(frozen=True)
class Defect:
    """A way to spoil a column: `spoil(value, pick)` never gives the value back; `share` is of all rows."""

    kind: str
    column: str
    share: float
    spoil: Spoil


def _missing(value: str, pick: int) -> None:
    return None


def _spaces(value: str, pick: int) -> str:
    return value + (" ", "  ", "\u3000")[pick % 3]


def _full_width(value: str, pick: int) -> str:
    return value.translate({ord("0") + digit: chr(ord("０") + digit) for digit in range(10)})


def _in_fen(value: str, pick: int) -> str:
    """Yuan, with a point or without, as fen."""
    whole, _, part = value.partition(".")
    return f"{int(whole)}{part or '00'}" if int(whole) else part.lstrip("0")


def _in_words(value: str, pick: int) -> str:
    return (f"{value}元", f"约{value}", f"RMB {value}")[pick % 3]


def _outlier(value: str, pick: int) -> str:
    whole, point, part = value.partition(".")
    return f"{whole}0000{point}{part}" if int(whole) else f"90000{point}{part}"


def _impossible_year(value: str, pick: int) -> str:
    return str((1875, 1890, 2031, 2045)[pick % 4])


def _other_city(value: str, pick: int) -> str:
    others = [city.name for city in p.CITIES if city.name != value]
    return others[pick % len(others)]


def _other_date(value: str, pick: int) -> str:
    """`2024-03-05 14:02:33` as other systems write it."""
    (year, month, day), time = value[:10].split("-"), value[11:]
    return (
        f"{year}/{int(month)}/{int(day)} {time}",
        f"{day}.{month}.{year} {time}",
        f"{year}年{month}月{day}日 {time}",
    )[pick % 3]


# A copy of the row is made instead of spoiling a value.
_TWICE = Defect("duplicate", "row_id", 0.04, _missing)
OF_CUSTOMERS: Final = (
    _TWICE,
    Defect("missing", "name", 0.02, _missing),
    Defect("missing", "income", 0.04, _missing),
    Defect("missing", "city", 0.03, _missing),
    Defect("wrong_type", "income", 0.04, _in_words),
    Defect("impossible_age", "birth_year", 0.05, _impossible_year),
    Defect("yuan_as_fen", "income", 0.04, _in_fen),
    Defect("spaces", "name", 0.03, _spaces),
    Defect("spaces", "acquisition", 0.02, _spaces),
    Defect("full_width", "birth_year", 0.03, _full_width),
    Defect("swapped_city", "city", 0.06, _other_city),
    Defect("outlier", "income", 0.03, _outlier),
    Defect("orphan", "branch_id", 0.04, lambda value, pick: NO_BRANCH),
)
OF_PURCHASES: Final = (
    Defect("duplicate", "row_id", 0.02, _missing),
    Defect("missing", "category", 0.01, _missing),
    Defect("missing", "amount", 0.01, _missing),
    Defect("wrong_type", "amount", 0.015, _in_words),
    Defect("date_format", "timestamp", 0.06, _other_date),
    Defect("yuan_as_fen", "amount", 0.015, _in_fen),
    Defect("spaces", "category", 0.015, _spaces),
    Defect("full_width", "amount", 0.015, _full_width),
    Defect("full_width", "customer_id", 0.005, _full_width),
    Defect("outlier", "amount", 0.005, _outlier),
    Defect("orphan", "merchant_id", 0.01, lambda value, pick: NO_MERCHANT),
)


def to_be_copied(purchases: Columns, draws: Draws) -> Columns:
    """Of a month's page of transactions the few that `dirty_copies` takes: blocks do not keep their months."""
    fewer = draws.uniform(STATIC, Purpose.DIRTY_PERSON) < THEIR_PURCHASES
    rows = np.flatnonzero(fewer[purchases["customer_id"] - draws.first - p.FIRST_CUSTOMER_ID])
    return {name: values[rows] for name, values in purchases.items()}


def dirty_copies(customers: Columns, purchases: Sequence[Columns], draws: Draws) -> dict[str, Columns]:
    """Dirty copies of some customers and their purchases, with the list of defects.

    `customers` is the block's page, in its order; `purchases` are its pages of transactions.
    """
    luck = draws.uniform(STATIC, Purpose.DIRTY_PERSON)
    some = np.flatnonzero(luck < CUSTOMERS)
    people = {name: values[some] for name, values in customers.items()}
    cells = draws.words(STATIC, Purpose.DIRTY_CELL)[some]
    fewer = luck < THEIR_PURCHASES
    first = draws.first + p.FIRST_CUSTOMER_ID
    bought: Columns = {}
    for name in ("transaction_id", "customer_id", "merchant_id", "timestamp", "category", "channel", "amount_fen"):
        bought[name] = np.concatenate([page[name][fewer[page["customer_id"] - first]] for page in purchases])
    seeds = draws.words(STATIC, Purpose.DIRTY_PURCHASE)[bought["customer_id"] - first]
    dirty_people, people_truth = _spoil("dirty_customers", _customers_as_text(people), OF_CUSTOMERS, cells)
    dirty_bought, bought_truth = _spoil(
        "dirty_transactions",
        _purchases_as_text(bought),
        OF_PURCHASES,
        split(seeds, bought["transaction_id"].astype(np.int64)),
    )
    truth = {name: np.concatenate([people_truth[name], bought_truth[name]]) for name in people_truth}
    return {"dirty_customers": dirty_people, "dirty_transactions": dirty_bought, "truth_defects": truth}


def _customers_as_text(page: Columns) -> Columns:
    return {
        "customer_id": _as_text(page["customer_id"]),
        "name": page["name"],
        "gender": _codes(page["gender"], levels.GENDER),
        "birth_year": _as_text(page["birth_year"]),
        "income": _as_text(page["income_fen"].astype(np.int64) // 100),
        "city": page["city"],
        "branch_id": _as_text(page["branch_id"]),
        "acquisition": _codes(page["acquisition"], levels.ACQUISITION),
    }


def _purchases_as_text(page: Columns) -> Columns:
    times = np.datetime_as_string(page["timestamp"].astype("datetime64[s]"))
    return {
        "transaction_id": _as_text(page["transaction_id"]),
        "customer_id": _as_text(page["customer_id"]),
        "merchant_id": _as_text(page["merchant_id"]),
        "timestamp": _objects([time.replace("T", " ") for time in times.tolist()]),
        "category": _codes(page["category"], levels.CATEGORY),
        "channel": _codes(page["channel"], levels.PURCHASE_CHANNEL),
        "amount": _objects([f"{fen // 100}.{fen % 100:02d}" for fen in page["amount_fen"].tolist()]),
    }


def _objects(values: Sequence[str | None]) -> npt.NDArray[np.object_]:
    texts = np.empty(len(values), dtype=object)
    texts[:] = values
    return texts


def _as_text(values: npt.NDArray[np.generic]) -> npt.NDArray[np.object_]:
    return _objects([str(value) for value in values.tolist()])


def _codes(values: npt.NDArray[np.generic], titles: levels.Levels) -> npt.NDArray[np.object_]:
    return np.array(list(titles), dtype=object)[values.astype(np.intp)]


def _spoil(table: str, clean: Columns, defects: tuple[Defect, ...], words: Words) -> tuple[Columns, Columns]:
    """The rows with defects in them, each with one at most, and the rows of the truth about them."""
    size = len(words)
    row_id = _ids(words, 0)
    rest = 1 - sum(defect.share for defect in defects)
    which = choose(unit(split(words, np.full(size, 1))), [*(defect.share for defect in defects), rest])
    picks = (split(words, np.full(size, 2)) >> np.uint64(33)).astype(np.int64)
    spoilt = {"row_id": row_id} | {name: values.astype(object) for name, values in clean.items()}
    twice = np.flatnonzero(np.isin(which, [at for at, defect in enumerate(defects) if defect.kind == "duplicate"]))
    copies = _ids(words[twice], 3)
    found: list[tuple[str, str, str, str | None]] = [("row_id", "duplicate", key, None) for key in copies]
    for at, defect in enumerate(defects):
        if defect.kind == "duplicate":
            continue
        for row in np.flatnonzero(which == at):
            value = str(clean[defect.column][row])
            spoilt[defect.column][row] = defect.spoil(value, int(picks[row]))
            found.append((defect.column, defect.kind, row_id[row], value))
    dirty = {name: np.concatenate([values, values[twice]]) for name, values in spoilt.items()}
    dirty["row_id"][size:] = copies
    order = np.argsort(dirty["row_id"])  # a copy lies anywhere
    kinds, tables = list(DEFECT), list(DIRTY_TABLE)
    truth: Columns = {
        "table_name": np.full(len(found), tables.index(table), dtype=np.int8),
        "row_id": _objects([key for _, _, key, _ in found]),
        "column_name": _objects([column for column, _, _, _ in found]),
        "defect": np.array([kinds.index(kind) for _, kind, _, _ in found], dtype=np.int8),
        "true_value": _objects([value for _, _, _, value in found]),
    }
    return {name: values[order] for name, values in dirty.items()}, truth


def _ids(words: Words, turn: int) -> npt.NDArray[np.object_]:
    """Row ids that tell nothing about the row."""
    return _objects([f"{word:016x}" for word in split(words, np.full(len(words), turn)).tolist()])
