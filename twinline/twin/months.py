"""Months of a bank: what they are called, and letting them come to pass."""

from dataclasses import replace
from typing import Any

from generators.month import State
from generators.twin.monthly_pages import MonthlyPage
from generators.twin.run import Comparison, Plan, Twin
from generators.twin.snapshot import Snapshot


def outside(month: Any) -> Any:
    """The number by which people call a month of the plan, from 1: number or array of months counted from 0."""
    return month + 1


def inside(number: Any) -> Any:
    """The month of the plan, counted from 0, that people call by a number from 1: the reverse of `outside`."""
    return number - 1


def first_month(twin: Twin) -> str:
    """The month that a strategy's month 1 is, as "2026-01"."""
    now = twin.now
    return f"{now.world.month_start(now.month):%Y-%m}"


def live(twin: Twin, plan: Plan, months: int) -> tuple[Comparison, Snapshot]:
    """Let so many months come to pass under a plan: what became of customers, and the bank afterwards."""
    pair, _, books, state = twin.run_policy(lambda month, _: plan.of(month), months, 0)
    return pair, after(twin.now, months, books, state)


def after(now: Snapshot, months: int, books: tuple[MonthlyPage, ...], state: State) -> Snapshot:
    """The bank some months on: `books` are the pages of these months, `state` is what they ended in."""
    return replace(now, month=now.month + months, state=state, monthly_pages=(*now.monthly_pages, *books))
