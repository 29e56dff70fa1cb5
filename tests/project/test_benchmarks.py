"""The benchmark runs and prints every row; how fast anything is, it tells people and not tests."""

import io
import sys

from rich.console import Console

import benchmarks.__main__ as bench


def test_a_tiny_benchmark_prints_every_row(monkeypatch):
    monkeypatch.setattr(bench, "scaling", lambda customers: (1.0, 1.0))  # the pool has tests of its own
    told = Console(file=io.StringIO(), width=300, record=True)
    told.print(bench.report(3_000, 50, 400, sys.executable))
    text = told.export_text()
    assert all(title in text for title in bench._TITLES.values())
    assert "Two workers against one" in text
    assert "failed" not in text
    assert text.count("not installed") == len(bench._FROM_THE_REGISTRY)
