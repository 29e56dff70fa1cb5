"""Any scale is only a number of blocks: keys stay apart, memory stays small, a month is read without the rest."""

import datetime
import itertools

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from generators import parameters as p
from generators.draws import Draws
from generators.history import live
from generators.ledger import Ledger
from generators.names import name_pools
from generators.parameters import world
from generators.population import draw_population
from generators.run import generate
from generators.validate import MOST_CUSTOMERS
from generators.write import GROUP_ROWS
from tests.support.banks import block_tables, small_world


def test_the_scales_are_numbers_of_blocks_and_hold_the_same_customers():
    for name, customers in {"city": 10**6, "bank": 10**8}.items():
        blocks = world(name).blocks()
        assert (blocks[0][0], blocks[-1][1]) == (0, customers)
        assert all(one[1] == other[0] for one, other in itertools.pairwise(blocks))
    assert len(world("bank").blocks()) <= 10_000


@pytest.mark.parametrize("customers", [p.SCALES["bank"], MOST_CUSTOMERS])
def test_the_last_customers_of_the_biggest_banks_have_keys_of_their_own(customers):
    """Numbers are worked out again with Python's integers, which do not overflow."""
    bank = small_world(customers=customers, block_size=200)
    tables = block_tables(bank, customers - 200, customers)
    people = tables["customers"]["customer_id"].to_pylist()
    assert people == [p.FIRST_CUSTOMER_ID + number for number in range(customers - 200, customers)]
    assert [account // 10 for account in tables["accounts"]["account_id"].to_pylist()] == [
        800_000_000 + number for number in range(customers - 200, customers)
    ]
    bought = tables["transactions"]
    months = bought["timestamp"].to_numpy().astype("datetime64[M]").astype(int) - (bank.start.year - 1970) * 12
    for number, customer, month in zip(
        bought["transaction_id"].to_pylist(), bought["customer_id"].to_pylist(), months.tolist(), strict=True
    ):
        assert number // 1_000 == customer * 100 + month
    for name, keys in {"transactions": "transaction_id", "touches": "touch_id", "accounts": "account_id"}.items():
        numbers = tables[name][keys].to_numpy()
        assert numbers.min() > 0
        assert len(np.unique(numbers)) == len(numbers)
    assert customers * 2_678_400 * 1_000 < 2**63  # the key by which a block sorts, were it the whole bank


def test_a_block_keeps_no_month_that_it_has_handed_over():
    bank = small_world()
    draws = Draws(bank.seed, 0, 400)
    people = draw_population(bank, draws)
    ledger = Ledger(people, draws, bank, name_pools())
    for number, pages in enumerate(ledger.month_by_month(live(people, draws, bank))):
        assert not ledger.pages
        if number < bank.months:
            months = {str(stamp)[:7] for page in pages["transactions"] for stamp in page["timestamp"]}
            assert months == {f"{bank.month_start(number):%Y-%m}"}


@pytest.fixture(scope="module")
def grouped(tmp_path_factory):
    """A bank whose months fill row groups of their own."""
    out = tmp_path_factory.mktemp("grouped") / "bank"
    generate(small_world(customers=2_000, block_size=2_000, months=6), out)
    return out / "transactions" / "part-00000.parquet"


def test_each_month_lies_in_row_groups_of_its_own_with_its_range_of_dates(grouped):
    found = pq.ParquetFile(grouped).metadata
    column = found.schema.names.index("timestamp")
    ranges = [found.row_group(number).column(column).statistics for number in range(found.num_row_groups)]
    assert found.num_row_groups == 6
    assert [f"{one.min:%Y-%m}" for one in ranges] == [f"2024-{month:02d}" for month in range(1, 7)]
    assert all(one.min.month == one.max.month for one in ranges)
    assert all(found.row_group(number).num_rows >= GROUP_ROWS for number in range(6))


def test_a_month_is_read_without_the_rest(grouped):
    april, may = datetime.datetime(2024, 4, 1), datetime.datetime(2024, 5, 1)
    whole = pq.read_table(grouped)
    stamps = whole["timestamp"].to_numpy()
    expected = int(((stamps >= np.datetime64(april)) & (stamps < np.datetime64(may))).sum())

    fragment = next(ds.dataset(grouped).get_fragments())
    month = (ds.field("timestamp") >= pa.scalar(april, pa.timestamp("ms"))) & (
        ds.field("timestamp") < pa.scalar(may, pa.timestamp("ms"))
    )
    assert [group.id for one in fragment.split_by_row_group(month) for group in one.row_groups] == [3]
    assert pq.read_table(grouped, filters=month).num_rows == expected

    with duckdb.connect() as database:
        said = database.execute(
            "SELECT count(*) FROM read_parquet(?) WHERE timestamp >= ? AND timestamp < ?", [str(grouped), april, may]
        ).fetchone()
    assert said == (expected,)
