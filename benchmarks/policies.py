"""`python -m benchmarks.policies`: what the sandbox of policies costs, beside the process that stands in for it where there is none."""

import resource
from collections.abc import Callable
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

from twinline.questions.author.grading import stated
from twinline.twin.apart import begin, walled
from twinline.twin.bank import Bank
from twinline.twin.policy import PolicyProcess
from twinline.walls import bubblewrap

CHECKS, FUTURES = 2, 4
_TITLES = {"first": "The first check", "later": f"Each of {CHECKS} later ones", "answer": "A start and one answer"}


def used() -> float:
    """CPU-seconds of this process, of its children that have ended, and of what is behind the wall."""
    spent = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    server = walled._kept
    below = psutil.Process(server._process.pid).children(recursive=True) if server is not None else []
    return spent + sum(sum(process.cpu_times()[:4]) for process in below)


def cost(does: Callable[[], Any], times: int = 1) -> float:
    """CPU-seconds of doing something, the mean of several times."""
    before = used()
    for _ in range(times):
        does()
    return (used() - before) / times


def measured(bank: Bank, policy: Callable[..., Any]) -> dict[str, float]:
    """CPU-seconds of a check of m10's question 7, the first and later ones, and of the least that there is to a policy."""
    seen = bank.observed()

    def answer() -> None:
        with PolicyProcess(policy) as process:
            process.answer(seen, 1, None)

    first = cost(lambda: bank.run(policy, futures=FUTURES))
    return {
        "first": first,
        "later": cost(lambda: bank.run(policy, futures=FUTURES), CHECKS),
        "answer": cost(answer, CHECKS),
    }


def main() -> None:
    """Measure both in one run and print them with their ratio."""
    bank, policy = Bank.open("course"), stated("m10", "q7").right
    bank.run(None, futures=FUTURES)  # lives the months without
    walls = measured(bank, policy)
    lacking, bubblewrap.lacking = bubblewrap.lacking, lambda: ("bwrap",)
    try:
        alone = measured(bank, policy)
    finally:
        bubblewrap.lacking = lacking
    table = Table("m10, question 7; CPU-seconds", "alone", "sandbox", "ratio")
    for name, title in _TITLES.items():
        table.add_row(title, f"{alone[name]:.2f}", f"{walls[name]:.2f}", f"{walls[name] / alone[name]:.2f}")
    Console().print(table, "" if begin.protected() else begin.unprotected())


if __name__ == "__main__":
    main()
