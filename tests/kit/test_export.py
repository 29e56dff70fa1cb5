"""CSV for spreadsheets and one DuckDB file: the same data in forms that other people open."""

import csv
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from generators.errors import BilingualError, UnknownChoice
from generators.export import export
from generators.export.spreadsheet import header
from generators.run import generate
from generators.schema import TABLES
from tests.support.banks import small_world, stored


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    """A small bank of two blocks, in a folder whose name would be a pattern to some readers."""
    out = tmp_path_factory.mktemp("export") / "it's a [银行]"
    generate(small_world(customers=300, block_size=150), out)
    return out


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_opens_with_its_chinese_intact(small):
    folder = export(small, "csv")
    for name, table in TABLES.items():
        raw = (folder / f"{name}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")  # what Excel knows UTF-8 by
        found = pd.read_csv(folder / f"{name}.csv", low_memory=False)
        assert list(found.columns) == [column.name for column in table.columns]
        assert len(found) == pq.read_table(small / table.folder).num_rows
    customers = pd.read_csv(folder / "customers.csv")
    kept = stored(small, "customers")
    assert customers.name.tolist() == kept.name.tolist()
    assert customers.gender.tolist() == kept.gender.tolist()
    transactions = pd.read_csv(folder / "transactions.csv", parse_dates=["timestamp"])
    assert transactions.amount_fen.tolist() == stored(small, "transactions").amount_fen.tolist()
    assert transactions.timestamp.tolist() == stored(small, "transactions").timestamp.tolist()
    assert not list(folder.glob(".*"))


@pytest.mark.parametrize(("lang", "title", "place"), [("zh", "金额（元）", 1), ("en", "Amount (yuan)", 0)])
def test_csv_for_people_has_titles_and_exact_yuan(small, lang, title, place):
    folder = export(small, "csv", lang)
    bought, kept = read(folder / "transactions.csv"), stored(small, "transactions")
    assert list(bought[0]) == [header(column, lang) for column in TABLES["transactions"].columns]
    assert [Decimal(row[title]) * 100 for row in bought] == kept.amount_fen.tolist()
    assert all(row[title][-3] == "." for row in bought)
    for name, column in (("transactions", "category"), ("touches", "delivered"), ("truth_customers", "leave_reason")):
        entry, kept = TABLES[name][column], stored(small, name)[column]
        words = {code: pair[place] for code, pair in entry.levels.items()} | {
            True: ("yes", "是")[place],
            False: ("no", "否")[place],
        }
        expected = ["" if pd.isna(value) else words[value] for value in kept]
        assert [row[header(entry, lang)] for row in read(folder / f"{name}.csv")] == expected


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_no_two_columns_of_a_spreadsheet_have_one_title(table, lang):
    titles = [header(column, lang) for column in table.columns]
    assert len(set(titles)) == len(titles)


def test_unknown_headers_are_refused_before_anything_is_written(tmp_path):
    with pytest.raises(UnknownChoice):
        export(tmp_path, "csv", "fr")
    with pytest.raises(BilingualError):
        export(tmp_path, "duckdb", "zh")
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def database(small):
    path = export(small, "duckdb")
    assert export(small, "duckdb") == path  # again, over the old one
    assert not list(small.glob("*.part*"))
    with duckdb.connect(str(path), read_only=True) as opened:
        yield opened


def test_duckdb_holds_every_table(small, database):
    kinds = dict(database.execute("SELECT table_name, table_type FROM information_schema.tables").fetchall())
    assert {name for name, kind in kinds.items() if kind == "BASE TABLE"} == set(TABLES)
    for name, table in TABLES.items():
        (count,) = database.execute(f"SELECT count(*) FROM {name}").fetchone()
        assert count == pq.read_table(small / table.folder).num_rows
    (spent,) = database.execute("SELECT sum(amount_fen)::BIGINT FROM transactions").fetchone()
    assert spent == stored(small, "transactions").amount_fen.sum()


def test_duckdb_says_what_everything_is(database):
    tables = dict(database.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
    views = dict(database.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall())
    columns = database.execute("SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal")
    said = {(table, column): comment for table, column, comment in columns.fetchall()}
    for name, table in TABLES.items():
        assert table.en in tables[name]
        assert table.row_zh in tables[name]
        for column in table.columns:
            assert column.meaning_en in said[name, column.name]
            assert column.meaning_zh in said[name, column.name]
    assert set(views) == {"transactions_yuan", "customer_month", "active_customers"}
    assert all(views.values())


def test_the_views_add_up_to_the_tables(small, database):
    frame = database.execute("SELECT * FROM customer_month").df()
    statements, bought = stored(small, "statements"), stored(small, "transactions")
    assert len(frame) == len(statements.drop_duplicates(["customer_id", "month"]))
    assert round(frame.spent_yuan.sum() * 100) == statements.purchases_fen.sum()
    (spent,) = database.execute("SELECT sum(amount_yuan)::DOUBLE FROM transactions_yuan").fetchone()
    assert round(spent * 100) == bought.amount_fen.sum()
    months = database.execute("SELECT * FROM active_customers").df()
    assert months.customers.sum() == len(frame)
    assert months.active.sum() == (frame.spent_yuan > 0).sum()
    assert months.active_share.between(0, 1).all()


def test_duckdb_enforces_the_keys_that_others_point_to(database):
    keys = database.execute("SELECT table_name FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'")
    pointed_at = {column.key[0] for table in TABLES.values() for column in table.columns if column.key}
    assert {name for (name,) in keys.fetchall()} == pointed_at
