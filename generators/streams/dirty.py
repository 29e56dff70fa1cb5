"""Dirty copies: what two tables look like after years of exports and hand-made files, and the list of what was spoilt."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.arrays import Words
from generators.draws import STATIC, Draws, choose, split, unit
from generators.pages import Columns
from generators.parameters import Defect
from generators.schema import levels
from generators.schema.stream_levels import DEFECT, DIRTY_TABLE
from generators.streams.chance import StreamPurpose as Purpose

Spoil = Callable[[str, int], str | None]  # (value, a number to pick by) -> what stands there instead


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


def _nowhere(value: str, pick: int) -> str:
    """A number of the same length that no branch or merchant has."""
    return "9" * len(value)


# By kind of `parameters.Defect`: never gives the value back. Of a duplicate, a copy of the row is made instead.
_SPOILERS: Final[dict[str, Spoil]] = {
    "missing": _missing,
    "wrong_type": _in_words,
    "impossible_age": _impossible_year,
    "yuan_as_fen": _in_fen,
    "spaces": _spaces,
    "full_width": _full_width,
    "swapped_city": _other_city,
    "date_format": _other_date,
    "outlier": _outlier,
    "orphan": _nowhere,
}


def to_be_copied(purchases: Columns, draws: Draws) -> Columns:
    """Of a month's page of transactions the few that `dirty_copies` takes: blocks do not keep their months."""
    fewer = draws.uniform(STATIC, Purpose.DIRTY_PERSON) < p.DIRTY_CUSTOMERS_PURCHASES
    rows = np.flatnonzero(fewer[purchases["customer_id"] - draws.first - p.FIRST_CUSTOMER_ID])
    return {name: values[rows] for name, values in purchases.items()}


def dirty_copies(customers: Columns, purchases: Sequence[Columns], draws: Draws) -> dict[str, Columns]:
    """Dirty copies of some customers and their purchases, with the list of defects.

    `customers` is the block's page, in its order; `purchases` are its pages of transactions.
    """
    luck = draws.uniform(STATIC, Purpose.DIRTY_PERSON)
    some = np.flatnonzero(luck < p.DIRTY_CUSTOMERS)
    people = {name: values[some] for name, values in customers.items()}
    cells = draws.words(STATIC, Purpose.DIRTY_CELL)[some]
    fewer = luck < p.DIRTY_CUSTOMERS_PURCHASES
    first = draws.first + p.FIRST_CUSTOMER_ID
    bought: Columns = {}
    for name in ("transaction_id", "customer_id", "merchant_id", "timestamp", "category", "channel", "amount_fen"):
        bought[name] = np.concatenate([page[name][fewer[page["customer_id"] - first]] for page in purchases])
    seeds = draws.words(STATIC, Purpose.DIRTY_PURCHASE)[bought["customer_id"] - first]
    dirty_people, people_truth = _spoil("dirty_customers", _customers_as_text(people), p.CUSTOMER_DEFECTS, cells)
    dirty_bought, bought_truth = _spoil(
        "dirty_transactions",
        _purchases_as_text(bought),
        p.PURCHASE_DEFECTS,
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
        "income": _as_text(page["income_fen"].astype(np.int64) // p.FEN),
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
            spoilt[defect.column][row] = _SPOILERS[defect.kind](value, int(picks[row]))
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
