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

from benchmarks.peers import tpchgen_program
from generators.parameters import World

BLOCK = 10_000  # customers, as in the course bank
ROWS = 2_600_000  # of the fast ones
SLOW_ROWS = 20_000  # of those that work row by row
_SLOW = ("faker", "per_row", "mimesis")
_TITLES = {
    "limit": "Limit: plain NumPy samplers + tuned Parquet",
    "ours_transactions": "Ours: engine + transactions' Parquet",
    "ours_all": "Ours: every table, hashed",
    "tpchgen": "tpchgen-cli (Rust), lineitem, one thread",
    "faker": "Faker, a call a cell",
    "per_row": "Sparkov-like, row by row (ours, after its approach)",
    "mimesis": "Mimesis, a call a cell",
    "sdv": "SDV, Gaussian copula",
}
_FROM_THE_REGISTRY = {"tpchgen": "tpchgen-cli", "mimesis": "mimesis", "sdv": "sdv"}
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
    if package == "tpchgen-cli":
        return tpchgen_program(python) is not None
    if python == sys.executable:
        try:
            importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            return False
        return True
    return subprocess.run([python, "-c", f"import {package}"], capture_output=True, check=False).returncode == 0


def best(name: str, rows: int, python: str, runs: int) -> Figures | str:
    """The run that cost least of several, or why it could not be measured."""
    found = [measure(name, rows, python) for _ in range(runs)]
    good = [figures for figures in found if not isinstance(figures, str)]
    return min(good, key=lambda figures: figures["seconds"]) if good else found[0]


def scaling(customers: int) -> tuple[float, float]:
    """How much sooner two workers finish than one by the clock, and how many CPU-seconds they use against one's.

    Starting the second is counted. Twice the inverse of the second figure is what the first can be on idle cores.
    """
    from generators.run import generate

    clock, used = [], []
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            start, before = time.perf_counter(), sum(os.times()[:4])
            generate(World("benchmark", 1, customers, block_size=BLOCK), Path(folder) / "bank", workers)
            clock.append(time.perf_counter() - start)
            used.append(sum(os.times()[:4]) - before)
    return clock[0] / clock[1], used[1] / used[0]


def report(rows: int, slow_rows: int, customers: int, python: str, runs: int = 1) -> Table:
    """The table of all peers."""
    heads = ("rows a CPU-second", "of the limit", "cells a CPU-second", "our cells (all tables) against its")
    table = Table("", *heads, "bytes a row", "peak MiB")
    figures = {name: best(name, slow_rows if name in _SLOW else rows, python, runs) for name in _TITLES}
    found = {name: peer for name, peer in figures.items() if not isinstance(peer, str)}
    by_rows, by_cells = (
        {name: peer[what] / max(peer["seconds"], 1e-9) for name, peer in found.items()} for what in ("rows", "cells")
    )
    for name, peer in figures.items():
        if isinstance(peer, str):
            table.add_row(_TITLES[name], peer)
            continue
        table.add_row(
            _TITLES[name],
            f"{by_rows[name]:,.0f}",
            f"{by_rows[name] / by_rows['limit']:.1%}",
            f"{by_cells[name]:,.0f}",
            f"{by_cells['ours_all'] / by_cells[name]:.2f} ×",
            f"{peer['bytes'] / peer['rows']:.1f}",
            f"{peer['peak_mib']:.0f}",
        )
    sooner, used = scaling(customers)
    table.add_row(
        f"Two workers against one, {customers:,} customers",
        f"{sooner:.2f} × by the clock",
        f"{used:.2f} × the CPU",
    )
    return table


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--slow-rows", type=int, default=SLOW_ROWS)
    parser.add_argument("--customers", type=int, default=80_000, help="of the scaling from one worker to two")
    parser.add_argument("--peers", default=sys.executable, help="a Python that has SDV, Mimesis and tpchgen-cli")
    parser.add_argument("--runs", type=int, default=1, help="of each peer, of which the best counts")
    given = parser.parse_args()
    Console(width=180).print(report(given.rows, given.slow_rows, given.customers, given.peers, given.runs))


if __name__ == "__main__":
    main()
