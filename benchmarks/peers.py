"""One peer a function: makes about so many transactions and writes them to a folder; returns how much it made.

Run as `python -m benchmarks.peers NAME ROWS`: prints its rows, cells, CPU-seconds, bytes and peak memory as JSON. The
clock starts once everything is imported and warm.
"""

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

ROWS_A_CUSTOMER = 130  # of the bank, in 24 months
MONTHS = 24
CUSTOMERS_A_BLOCK = 20_000
Made = tuple[int, int, int]  # rows, cells, bytes
_SDV_LEARNS_FROM = 2_000
LINEITEM_ROWS = 6_001_215  # of TPC-H at scale 1
LINEITEM_COLUMNS = 16


def ours_transactions(rows: int, out: Path) -> Made:
    """The bank's engine, with transactions written as the bank writes them, and no other table."""
    return _ours(rows, out, only_transactions=True)


def ours_all(rows: int, out: Path) -> Made:
    """The bank as it is: every table, fingerprint and digest."""
    return _ours(rows, out, only_transactions=False)


def _ours(rows: int, out: Path, *, only_transactions: bool) -> Made:
    from generators.history import block_history
    from generators.journal import journal
    from generators.parameters import World
    from generators.places import Streets
    from generators.run import make_block
    from generators.schema import TABLES
    from generators.write import Part

    customers = max(rows // ROWS_A_CUSTOMER, 20)
    size = min(customers, CUSTOMERS_A_BLOCK)
    world = World("benchmark", 1, customers, block_size=size)

    def block(number: int) -> list[dict[str, Any]]:
        if not only_transactions:
            return make_block(world, out, number, {})
        population, draws, history = block_history(world, *world.blocks()[number])
        part, streets = Part("transactions", out / f"part-{number}.parquet"), Streets.lay_out()
        for events in history:
            part.add([journal(population, events, streets, draws, world)])
        part.settle()
        return [part.entry(out)]

    made = _timed(lambda: [row for number in range(len(world.blocks())) for row in block(number)], lambda: block(0))
    cells = sum(row["rows"] * len(TABLES[row["table"]].columns) for row in made)
    rows = sum(row["rows"] for row in made if row["table"] == "transactions")
    return rows, cells, sum(row["bytes"] for row in made)


def limit(rows: int, out: Path) -> Made:
    """Plain NumPy samplers, no behaviour; columns, their types, order, months as row groups and Parquet settings as ours.

    As fast as this can be.
    """
    import numpy as np
    import pyarrow.parquet as pq

    from generators.pages import to_arrow
    from generators.schema import TABLES
    from generators.write import settings

    rng = np.random.default_rng(1)

    def month(first: int, size: int, number: int) -> dict[str, Any]:
        """A month of a block's customers, by customer as ours are."""
        customer = 10_000_001 + first + np.arange(size) * MONTHS // ROWS_A_CUSTOMER
        start = (np.datetime64("2024-01", "M") + number).astype("datetime64[ms]")
        return {
            "transaction_id": customer * 100_000 + number * 1_000 + np.arange(size) % 100,
            "customer_id": customer,
            "account_id": customer * 10,
            "merchant_id": 600_001 + rng.integers(0, 1_392, size),
            "timestamp": start + (rng.integers(0, 28 * 86_400, size) * 1_000).astype("timedelta64[ms]"),
            "category": rng.integers(0, 12, size, dtype=np.int8),
            "side": rng.integers(0, 2, size, dtype=np.int8),
            "channel": rng.integers(0, 4, size, dtype=np.int8),
            "amount_fen": (rng.lognormal(5, 0.9, size) * 100).astype(np.int64) + 1,
        }

    def make(size: int) -> int:
        path, customers = out / "limit.parquet", -(-size // ROWS_A_CUSTOMER)
        with pq.ParquetWriter(path, TABLES["transactions"].arrow(), **settings("transactions")) as writer:
            for first in range(0, customers, CUSTOMERS_A_BLOCK):
                here = min(size - first * ROWS_A_CUSTOMER, CUSTOMERS_A_BLOCK * ROWS_A_CUSTOMER)
                for number in range(MONTHS):
                    part = here * (number + 1) // MONTHS - here * number // MONTHS
                    table = to_arrow("transactions", [month(first, part, number)])
                    writer.write_table(table, row_group_size=max(table.num_rows, 1))
        return path.stat().st_size

    size = _timed(lambda: make(rows), lambda: make(1_000))
    return rows, rows * len(TABLES["transactions"].columns), size


def tpchgen(rows: int, out: Path) -> Made:
    """The generator of TPC-H in Rust, `tpchgen-cli` with its own settings: so many rows of `lineitem`, on one thread."""
    import resource

    global _seconds
    program = tpchgen_program(sys.executable)
    if program is None:
        raise FileNotFoundError("tpchgen-cli")
    scale = rows / LINEITEM_ROWS
    size = ["--scale-factor", f"{scale:.6f}", "--tables", "lineitem", "--num-threads", "1", "--output-dir", str(out)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([program, "parquet", *size, "--quiet"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    _seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return rows, rows * LINEITEM_COLUMNS, sum(path.stat().st_size for path in out.rglob("*.parquet"))


def tpchgen_program(python: str) -> str | None:
    """Where `tpchgen-cli` is that was installed beside a Python."""
    return shutil.which("tpchgen-cli", path=str(Path(python).absolute().parent))


def faker(rows: int, out: Path) -> Made:
    """Faker, a call a cell, as CSV: what most people write first."""
    from faker import Faker

    fake = Faker()
    fake.seed_instance(1)
    return (
        rows,
        5 * rows,
        _timed(
            lambda: _csv(
                out,
                rows,
                lambda: (
                    fake.credit_card_number(),
                    fake.date_time_between("-2y"),
                    fake.company(),
                    fake.random_element(("food", "travel", "fuel")),
                    fake.pyfloat(min_value=1, max_value=5_000, right_digits=2),
                ),
            ),
            fake.company,
        ),
    )


def per_row(rows: int, out: Path) -> Made:
    """A per-row generator after Sparkov's published approach, written anew here; it is not Sparkov itself.

    A profile of weights by day of the week, hour and category; for each purchase draw a day and time, a category, an
    amount from a gamma, a merchant of that category, and a place near the customer; one CSV line each.
    """
    draw = random.Random(1)
    days = [datetime(2024, 1, 1) + timedelta(days=day) for day in range(731)]
    weights = [1.3 if day.weekday() >= 5 else 1.0 for day in days]
    categories = [f"category_{number}" for number in range(12)]
    shares = [draw.random() for _ in categories]
    merchants = {name: [f"{name}_shop_{number}" for number in range(60)] for name in categories}

    def purchase() -> tuple[object, ...]:
        day = draw.choices(days, weights)[0]
        moment = day + timedelta(hours=draw.choices(range(24), range(1, 25))[0], seconds=draw.randrange(3_600))
        kind = draw.choices(categories, shares)[0]
        place = (round(31 + draw.uniform(-1, 1), 6), round(121 + draw.uniform(-1, 1), 6))
        return moment, kind, draw.choice(merchants[kind]), round(draw.gammavariate(1.5, 120), 2), *place, draw.random()

    return rows, 7 * rows, _timed(lambda: _csv(out, rows, purchase), purchase)


def mimesis(rows: int, out: Path) -> Made:
    """Mimesis, a call a cell, as CSV."""
    from mimesis import Datetime, Finance, Numeric, Payment

    payment, when, finance, number = Payment(seed=1), Datetime(seed=1), Finance(seed=1), Numeric(seed=1)
    return (
        rows,
        4 * rows,
        _timed(
            lambda: _csv(
                out,
                rows,
                lambda: (
                    payment.credit_card_number(),
                    when.datetime(2024, 2025),
                    finance.company(),
                    number.float_number(1, 5_000, 2),
                ),
            ),
            finance.company,
        ),
    )


def sdv(rows: int, out: Path) -> Made:
    """SDV's Gaussian copula, taught 2,000 of the limit's rows beforehand (not counted), sampling into Parquet."""
    import pandas as pd
    import pyarrow.parquet as pq
    from sdv.metadata import Metadata
    from sdv.single_table import GaussianCopulaSynthesizer

    draw = random.Random(1)
    start = datetime(2024, 1, 1)
    sample = pd.DataFrame(
        {
            "customer": [draw.randrange(1_000) for _ in range(_SDV_LEARNS_FROM)],
            "time": [start + timedelta(seconds=draw.randrange(63_072_000)) for _ in range(_SDV_LEARNS_FROM)],
            "category": [draw.choice("abcdefghijkl") for _ in range(_SDV_LEARNS_FROM)],
            "amount": [draw.lognormvariate(5, 0.9) for _ in range(_SDV_LEARNS_FROM)],
        }
    )
    kinds = {"customer": "numerical", "time": "datetime", "category": "categorical", "amount": "numerical"}
    columns = {name: {"sdtype": kind} for name, kind in kinds.items()}
    metadata = Metadata.load_from_dict({"tables": {"purchases": {"columns": columns}}})
    synthesizer = GaussianCopulaSynthesizer(metadata)
    synthesizer.fit({"purchases": sample})
    path = out / "sdv.parquet"

    def make() -> int:
        made = synthesizer.sample(rows)
        (made["purchases"] if isinstance(made, dict) else made).to_parquet(path)
        return path.stat().st_size

    size = _timed(make, lambda: None)
    made = pq.read_metadata(path).num_rows
    return made, made * len(columns), size


PEERS: dict[str, Callable[[int, Path], Made]] = {
    peer.__name__: peer for peer in (limit, ours_transactions, ours_all, tpchgen, faker, per_row, mimesis, sdv)
}
_seconds = 0.0


def _timed(work: Callable[[], Any], warm_up: Callable[[], Any]) -> Any:
    global _seconds
    warm_up()
    start = time.process_time()
    made = work()
    _seconds = time.process_time() - start
    return made


def _csv(out: Path, rows: int, purchase: Callable[[], tuple[object, ...]]) -> int:
    path = out / "rows.csv"
    with path.open("w", encoding="utf-8") as file:
        for _ in range(rows):
            file.write(",".join(map(str, purchase())) + "\n")
    return path.stat().st_size


def _peak_mib() -> float:
    try:
        import resource
    except ImportError:  # Windows
        return float("nan")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    whose = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return max(resource.getrusage(who).ru_maxrss for who in whose) / unit


def main(name: str, rows: int) -> None:
    """Run one peer and print what it cost."""
    with tempfile.TemporaryDirectory() as folder:
        made, cells, size = PEERS[name](rows, Path(folder))
    figures = {"rows": made, "cells": cells, "seconds": _seconds, "bytes": size, "peak_mib": _peak_mib()}
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
