"""Identities: what must add up between tables, asked of a dataset block by block, as SQL.

To add one, append to IDENTITIES. Its query counts what breaks it; `{table}` stands for a table's rows, of which those of
a customer always lie together.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from generators.schema import REFERENCE_TABLES, TABLES
from generators.sql import literally

_ROWS = 2_000_000  # of transactions, looked at together
_BIGGEST = "transactions"


@dataclass(frozen=True)
class Identity:
    """Something that holds of every row: where it would be seen broken, what it says, and a query that counts offenders."""

    where: str
    en: str
    zh: str
    query: str

    @property
    def tables(self) -> list[str]:
        """The tables it speaks of."""
        return sorted(set(re.findall(r"{(\w+)}", self.query)))


_BEFORE = "OVER (PARTITION BY account_id ORDER BY month)"
IDENTITIES: tuple[Identity, ...] = (
    Identity(
        "statements.closing_fen",
        "closing = opening - payments + purchases + interest + fees",
        "期末余额＝期初余额－还款＋消费＋利息＋费用",
        "SELECT count(*) FROM {statements} WHERE closing_fen <> opening_fen - payments_fen + purchases_fen "
        "+ interest_fen + fees_fen",
    ),
    Identity(
        "statements.opening_fen",
        "opening = the closing balance of the month before",
        "期初余额＝上期期末余额",
        f"SELECT count(*) FROM (SELECT opening_fen, lag(closing_fen) {_BEFORE} AS before FROM {{statements}}) "
        "WHERE opening_fen <> before",
    ),
    Identity(
        "statements.purchases_fen",
        "purchases = the sum of the month's transactions",
        "消费＝当月交易合计",
        "SELECT count(*) FROM (SELECT account_id, month, purchases_fen AS said FROM {statements} WHERE purchases_fen > 0) "
        "FULL JOIN (SELECT account_id, date_trunc('month', timestamp)::DATE AS month, sum(amount_fen) AS made "
        "FROM {transactions} GROUP BY ALL) USING (account_id, month) WHERE said IS DISTINCT FROM made",
    ),
    Identity(
        "statements.payments_fen",
        "payments = the sum of the month's payments",
        "还款＝当月还款流水合计",
        "SELECT count(*) FROM (SELECT account_id, month, payments_fen AS said FROM {statements} WHERE payments_fen > 0) "
        "FULL JOIN (SELECT account_id, date_trunc('month', date)::DATE AS month, sum(amount_fen) AS made "
        "FROM {payments} GROUP BY ALL) USING (account_id, month) WHERE said IS DISTINCT FROM made",
    ),
    Identity(
        "statements.bucket",
        "months overdue = those before + 1 for the bill - 1 for each minimum paid, 0 once the bill is paid",
        "逾期期数＝上期期数＋1－已还足的最低还款额个数；全额还清归零",
        "SELECT count(*) FROM (SELECT *, lag(bucket) OVER w AS before, lag(minimum_due_fen) OVER w AS minimum "
        "FROM {statements} WINDOW w AS (PARTITION BY account_id ORDER BY month)) WHERE before IS NOT NULL AND bucket <> "
        "CASE WHEN payments_fen >= opening_fen THEN 0 ELSE greatest(before + 1 - payments_fen // minimum, 0) END",
    ),
    Identity(
        "statements.closing_fen",
        "nothing is bought above the limit: only interest and fees may lift a balance over it",
        "消费不超过额度：只有利息和费用可以使余额超过额度",
        "SELECT count(*) FROM {statements} WHERE purchases_fen > 0 AND closing_fen > limit_fen",
    ),
)


def broken(
    database: duckdb.DuckDBPyConnection,
    out: Path,
    tables: dict[str, Any],
    identities: tuple[Identity, ...] = IDENTITIES,
) -> Iterator[tuple[Identity, int]]:
    """The identities that do not hold in the dataset below `out`, whose manifest lists `tables`, and how often."""
    counts = dict.fromkeys(range(len(identities)), 0)
    for blocks in _batches(tables):
        for number, identity in enumerate(identities):
            files = {name: _files(out, name, blocks) for name in identity.tables}
            query = identity.query.format(**{name: f"read_parquet(${name})" for name in files})
            found = database.execute(query, files).fetchone()
            counts[number] += found[0] if found else 0
    yield from ((identity, counts[number]) for number, identity in enumerate(identities) if counts[number])


def _batches(tables: dict[str, Any]) -> Iterator[list[str]]:
    """Names of the files of some blocks, several together where they are small."""
    names: list[str] = []
    together = 0
    for entry in tables[_BIGGEST]["files"]:
        if names and together + entry["rows"] > _ROWS:
            yield names
            names, together = [], 0
        names.append(Path(entry["path"]).name)
        together += entry["rows"]
    yield names


def _files(out: Path, name: str, blocks: list[str]) -> list[str]:
    """A table's files of these blocks; all there are of a table that belongs to none."""
    folder = out / TABLES[name].folder
    return literally(sorted(folder.glob("*.parquet")) if name in REFERENCE_TABLES else [folder / at for at in blocks])
