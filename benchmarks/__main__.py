"""`python -m benchmarks`: every peer in a process of its own, and a table of ratios in CPU-seconds."""

import argparse
import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from generators.parameters import World

ROWS = 2_600_000  # of the fast ones
SLOW_ROWS = 20_000  # of those that work row by row
_SLOW = ("faker", "per_row", "mimesis")
_TITLES = {
    "limit": "Limit: plain NumPy samplers + tuned Parquet",
    "ours_transactions": "Ours: engine + transactions' Parquet",
    "ours_all": "Ours: every table, hashed",
    "faker": "Faker, a call a cell",
    "per_row": "Sparkov-like, row by row (ours, after its approach)",
    "mimesis": "Mimesis, a call a cell",
    "sdv": "SDV, Gaussian copula",
}
_FROM_THE_REGISTRY = {"mimesis": "mimesis", "sdv": "sdv"}
Figures = dict[str, Any]


def measure(name: str, rows: int, python: str) -> Figures | str:
    """What a peer cost, or why it could not be measured."""
    command = [sys.executable if name not in _FROM_THE_REGISTRY else python, "-m", "benchmarks.peers", name, str(rows)]
    if name in _FROM_THE_REGISTRY and not _has(python, _FROM_THE_REGISTRY[name]):
        return "not installed: give an environment that has it with --peers PYTHON (see benchmarks/README.md)"
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"failed: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}"
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def _has(python: str, package: str) -> bool:
    if python == sys.executable:
        try:
            importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            return False
        return True
    return subprocess.run([python, "-c", f"import {package}"], capture_output=True, check=False).returncode == 0


def scaling(customers: int) -> tuple[float, float]:
    """How much sooner two workers finish than one by the clock, and how many CPU-seconds they use against one's.

    Starting the second is counted. Twice the inverse of the second figure is what the first can be on idle cores.
    """
    from generators.run import generate

    clock, used = [], []
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            start, before = time.perf_counter(), sum(os.times()[:4])
            generate(World("benchmark", 1, customers), Path(folder) / "bank", workers)
            clock.append(time.perf_counter() - start)
            used.append(sum(os.times()[:4]) - before)
    return clock[0] / clock[1], used[1] / used[0]


def report(rows: int, slow_rows: int, customers: int, python: str) -> Table:
    """The table of all peers."""
    table = Table("", "rows a CPU-second", "of the limit", "ours (all tables) against it", "bytes a row", "peak MiB")
    figures = {name: measure(name, slow_rows if name in _SLOW else rows, python) for name in _TITLES}
    rates = {
        name: found["rows"] / max(found["seconds"], 1e-9)
        for name, found in figures.items()
        if not isinstance(found, str)
    }
    for name, found in figures.items():
        if isinstance(found, str):
            table.add_row(_TITLES[name], found)
            continue
        table.add_row(
            _TITLES[name],
            f"{rates[name]:,.0f}",
            f"{rates[name] / rates['limit']:.1%}",
            f"{rates['ours_all'] / rates[name]:.2f} ×",
            f"{found['bytes'] / found['rows']:.1f}",
            f"{found['peak_mib']:.0f}",
        )
    sooner, used = scaling(customers)
    table.add_row(
        f"Two workers against one, {customers:,} customers",
        f"{sooner:.2f} × by the clock",
        "",
        f"{used:.2f} × the CPU-seconds",
    )
    return table


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--slow-rows", type=int, default=SLOW_ROWS)
    parser.add_argument("--customers", type=int, default=80_000, help="of the scaling from one worker to two")
    parser.add_argument("--peers", default=sys.executable, help="a Python that has SDV and Mimesis")
    given = parser.parse_args()
    Console(width=140).print(report(given.rows, given.slow_rows, given.customers, given.peers))


if __name__ == "__main__":
    main()
