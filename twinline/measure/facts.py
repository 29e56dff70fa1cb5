"""The bank's report as numbers: each planted fact and calibration row on the bank of a seed."""

from twinline.data.books import Books
from twinline.measure.banks import SCALE, bank_of
from twinline.measure.numbers import Numbers, plain
from twinline.report.page import measure, rows


def measure_facts(seed: int) -> dict[str, Numbers]:
    """By row: its value and standard error where it has them, its number of rows, and its verdict."""
    found = measure(Books(bank_of(seed) / SCALE)).found
    numbers = {}
    for fact in rows():
        measured = found[fact.code]
        known = {"value": measured.value if measured.here else None, "error": measured.error}
        there = {name: value for name, value in known.items() if value is not None}
        numbers[fact.code] = plain({**there, "n": measured.n, "verdict": fact.verdict(measured).value})
    return numbers
