"""`tw.check_policy`: whether a policy keeps to what a bank asks of one, tried on a small bank; in the manner of Gymnasium's check_env."""

import inspect
from typing import Any

from generators.errors import BilingualError
from twinline.base.words import Words
from twinline.twin.bank import Bank
from twinline.twin.policy import SECONDS
from twinline.twin.policy_clauses import CLAUSES, Clause, PolicyCheck
from twinline.twin.policy_findings import judged
from twinline.twin.policy_watch import Watched

_OF_ROWS = ("kinds", "shown", "month", "choices", "twice", "allowed", "capacity", "somebody")


def check_policy(policy: Any, bank: Bank | None = None, *, seconds: float = SECONDS) -> PolicyCheck:
    """Whether a policy keeps to the contract of one, clause by clause; it is run on a small bank, and nothing else happens.

    `bank` is another bank to try it on, such as one with a scenario's rules; by default it is the small one, without limits but
    the staff's. An answer may take so many `seconds`. Raises `BilingualError` for what is no function.
    """
    if not callable(policy):
        kind = type(policy).__name__
        raise BilingualError(
            f"check_policy takes a function policy(observed, month, budget); this is a {kind}. For a table use bank.check(table).",
            f"check_policy 要的是函数 policy(observed, month, budget)，这里得到的是 {kind}。如果是一张表，请用 bank.check(表)。",
        )
    where = Bank.open("tiny") if bank is None else bank
    watched = Watched(policy, where, seconds)
    signature = _signature(policy)
    if signature is None:
        watched.watch()
    told = {clause.name: clause for clause in ([signature] if signature else judged(watched))}
    unseen = _unseen(signature is not None, watched, told)
    clauses = tuple(told.get(name) or Clause(name, "open" if name in unseen else "kept") for name in CLAUSES)
    name = str(getattr(policy, "__name__", type(policy).__name__))
    return PolicyCheck(name, clauses, len(where.observed()), watched.months)


def _unseen(uncalled: bool, watched: Watched, told: dict[str, Clause]) -> set[str]:
    """The clauses of which nothing could be seen."""
    if uncalled:
        return set(CLAUSES)
    if watched.trouble is not None:
        return set(CLAUSES) - {"signature"}
    return set(_OF_ROWS) if "columns" in told else set()


def _signature(policy: Any) -> Clause | None:
    """The broken clause where a function cannot be called with three things."""
    try:
        signature = inspect.signature(policy)
    except (TypeError, ValueError):  # of something in C
        return None
    try:
        signature.bind(None, 1, None)
    except TypeError:
        name = getattr(policy, "__name__", "policy")
        told = Words(
            en=f"It is called with three things; write `def {name}(observed, month, budget):`, also where you do not use all of them. "
            f"Now it is `{name}{signature}`.",
            zh=f"调用时会传入三个参数。请写成 `def {name}(observed, month, budget):`，用不到的也要写上。现在是 `{name}{signature}`。",
        )
        return Clause("signature", "broken", told)
    return None
