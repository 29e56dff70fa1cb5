"""One DuckDB file: the tables with comments in both languages, and a few views that analysts ask for first."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from generators.files import whole_file
from generators.manifest import DUCKDB_FILE, files
from generators.schema import TABLES, Column, Table
from generators.sql import literally

_TYPES = {
    "id": "BIGINT",
    "money": "BIGINT",
    "integer": "INTEGER",
    "rate": "DOUBLE",
    "date": "DATE",
    "month": "DATE",
    "datetime": "TIMESTAMP",
    "category": "VARCHAR",
    "text": "VARCHAR",
    "flag": "BOOLEAN",
}

# name: (comment in English, in Chinese, query)
VIEWS: dict[str, tuple[str, str, str]] = {
    "transactions_yuan": (
        "Transactions with the amount in yuan and their month.",
        "交易明细，金额以元计，并附所属月份。",
        """
        SELECT * EXCLUDE (amount_fen), (amount_fen / 100.0)::DECIMAL(18, 2) AS amount_yuan,
               date_trunc('month', timestamp)::DATE AS month
        FROM transactions
        """,
    ),
    "customer_month": (
        "One row a customer and month: the statement in yuan, what they bought and where, and how often the bank reached "
        "out.",
        "一行是一位客户的一个月：账单（元）、消费笔数与线上线下、银行触达次数。",
        """
        WITH bought AS (
            SELECT customer_id, date_trunc('month', timestamp)::DATE AS month, count(*) AS purchases,
                   count(*) FILTER (side = 'online') AS online_purchases,
                   max(timestamp)::DATE AS last_purchase
            FROM transactions GROUP BY ALL
        ), touched AS (
            SELECT customer_id, date_trunc('month', date)::DATE AS month,
                   count(*) FILTER (arm = 'treated') AS touches, bool_or(complained) AS complained
            FROM touches GROUP BY ALL
        ), owed AS (
            SELECT customer_id, month, count(*) AS accounts,
                   (sum(purchases_fen) / 100.0)::DECIMAL(18, 2) AS spent_yuan,
                   (sum(payments_fen) / 100.0)::DECIMAL(18, 2) AS paid_yuan,
                   (sum(interest_fen) / 100.0)::DECIMAL(18, 2) AS interest_yuan,
                   (sum(closing_fen) / 100.0)::DECIMAL(18, 2) AS closing_yuan,
                   (sum(limit_fen) / 100.0)::DECIMAL(18, 2) AS limit_yuan, max(bucket) AS bucket
            FROM statements GROUP BY ALL
        )
        SELECT owed.*, coalesce(purchases, 0) AS purchases, coalesce(online_purchases, 0) AS online_purchases,
               last_purchase, coalesce(touches, 0) AS touches, coalesce(complained, false) AS complained
        FROM owed LEFT JOIN bought USING (customer_id, month) LEFT JOIN touched USING (customer_id, month)
        """,
    ),
    "active_customers": (
        "One row a month: customers with a statement, those who bought, their share, and what an active one spent.",
        "一行是一个月：有账单的客户数、有消费的活跃客户数、活跃率和活跃客户的户均消费（元）。",
        """
        SELECT month, count(*) AS customers, count(*) FILTER (spent_yuan > 0) AS active,
               active / customers AS active_share,
               (sum(spent_yuan) / nullif(active, 0))::DECIMAL(18, 2) AS spent_yuan_an_active_customer
        FROM customer_month GROUP BY month ORDER BY month
        """,
    ),
}


def write_database(out: Path) -> Path:
    """Write every table of a finished dataset into one DuckDB file below `out`; returns its path.

    Columns are as stored, money in fen; the views hold yuan. Only the tables that others point to have their primary
    key enforced: an index on every purchase would double the file and the time. Raises `OSError` where the disk is full.
    """
    path = out / DUCKDB_FILE
    pointed_at = {column.key[0] for table in TABLES.values() for column in table.columns if column.key}
    try:
        with whole_file(path) as part, _no_log_left(part), duckdb.connect(str(part)) as database:
            for name, table in TABLES.items():
                database.execute(_definition(table, keyed=name in pointed_at))
                parts = literally(files(out, name))
                database.execute(f"INSERT INTO {name} SELECT * FROM read_parquet(?)", [parts])
                _comment(database, "TABLE", name, _both(table.en, table.zh, table.row_en, table.row_zh))
                for column in table.columns:
                    _comment(database, "COLUMN", f"{name}.{column.name}", _meaning(column))
            for name, (en, zh, query) in VIEWS.items():
                database.execute(f"CREATE VIEW {name} AS {query}")
                _comment(database, "VIEW", name, f"{en} {zh}")
    except duckdb.IOException as error:
        raise OSError(str(error)) from error
    return path


@contextmanager
def _no_log_left(part: Path) -> Iterator[None]:
    """Remove the log that DuckDB keeps beside a file which it could not end."""
    try:
        yield
    finally:
        part.with_name(f"{part.name}.wal").unlink(missing_ok=True)


def _definition(table: Table, *, keyed: bool) -> str:
    columns = [
        f"{column.name} {_TYPES[column.kind]}{'' if column.optional else ' NOT NULL'}" for column in table.columns
    ]
    if keyed:
        columns.append(f"PRIMARY KEY ({', '.join(table.key)})")
    return f"CREATE TABLE {table.name} ({', '.join(columns)})"


def _meaning(column: Column) -> str:
    text = _both(column.en, column.zh, column.meaning_en, column.meaning_zh)
    if any(column.units):
        text += f" [{column.units[0]}；{column.units[1]}]"
    if column.levels:
        text += " " + "; ".join(f"{code} = {en} {zh}" for code, (en, zh) in column.levels.items())
    return f"{text} → {'.'.join(column.key)}" if column.key else text


def _both(en: str, zh: str, more_en: str, more_zh: str) -> str:
    return f"{en} {zh}: {more_en} {more_zh}"


def _comment(database: duckdb.DuckDBPyConnection, what: str, name: str, text: str) -> None:
    quoted = text.replace("'", "''")  # COMMENT takes no parameters
    database.execute(f"COMMENT ON {what} {name} IS '{quoted}'")
