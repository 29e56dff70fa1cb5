"""The rules of actions, read off `parameters.ACTIONS`: which channels carry one, and whom it may be ordered for."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.schema import levels
from generators.twin.run import Twin

if TYPE_CHECKING:
    import pandas as pd

Flags = npt.NDArray[np.bool_]


@cache
def by_name(name: str) -> p.Action | None:
    """The row of the table of actions with that name; None where there is none."""
    return next((action for action in p.ACTIONS if action.name == name), None)


def needs_no_leave(name: str | None) -> bool:
    """Whether an action answers what a customer came with, so that no leave to be contacted is needed."""
    action = by_name(name) if name else None
    return action is not None and action.consent == "service"


def is_service(code: npt.NDArray[np.intp]) -> Flags:
    """Which of these codes of ACTIONS answer what a customer came with, and are no marketing; -1 is none."""
    service = np.array([*(action.consent == "service" for action in p.ACTIONS), False])
    return np.asarray(service[code])


def may_get(observed: "pd.DataFrame", name: str) -> Flags:
    """Which of the observed customers meet the condition of an action, if there is such an action and it has one."""
    action = by_name(name)
    if action is None or not action.where:
        return np.ones(len(observed), dtype=bool)
    return np.array(observed.eval(action.where), dtype=bool)


def given_once(observed: "pd.DataFrame", name: str, twin: Twin) -> Flags:
    """Which of the observed customers have not had what is given once: a bigger limit."""
    action = by_name(name)
    if action is None or action.effect != "raises_limit":
        return np.ones(len(observed), dtype=bool)
    return np.asarray(~twin.now.state.raised[observed["customer_id"].to_numpy() - p.FIRST_CUSTOMER_ID])


def broken_rules(
    observed: "pd.DataFrame", row: Any, channel: Any, code: Any, asked: Flags, twin: Twin
) -> Iterator[tuple[str, Flags, str, str]]:
    """(code, rows that break it, English, Chinese) for each rule of an action; `{n}` stands for the number of rows.

    `row`, `channel`, `code` (of ACTIONS) and `asked` have an entry a row of the strategy's table; where `asked` is false,
    something else is wrong with the row.
    """
    for number, action in enumerate(p.ACTIONS):
        by_it = asked & (code == number)
        if not by_it.any():
            continue
        en, zh = levels.ACTION[action.name]
        allowed = np.isin(channel, [p.CHANNEL_NAMES.index(name) for name in action.channels])
        ways = [levels.CONTACT_CHANNEL[name] for name in action.channels]
        listed = ", ".join(name[0] for name in ways), "、".join(name[1] for name in ways)
        yield (
            f"way_{action.name}",
            by_it & ~allowed,
            f"{{n}} row(s) order “{en}” ({action.name}) by a channel that cannot carry it; use {listed[0]}.",
            f"{{n}} 行的渠道办不了“{zh}”（{action.name}），可用渠道：{listed[1]}。",
        )
        meets = np.isin(row + p.FIRST_CUSTOMER_ID, observed["customer_id"].to_numpy()[may_get(observed, action.name)])
        yield (
            f"for_{action.name}",
            by_it & ~meets,
            f"{{n}} row(s) order “{en}” ({action.name}) for customers who may not get it: {action.en}.",
            f"{{n}} 行的客户不符合“{zh}”（{action.name}）的条件：{action.zh}。",
        )
        if action.effect == "raises_limit":  # the bank's own record of whose limit it has raised
            yield (
                f"again_{action.name}",
                by_it & twin.now.state.raised[row],
                "{n} row(s) raise a limit that has been raised before; leave out the customers in bank.limit_raised.",
                "{n} 行的客户已经提过额，每位客户只提一次；请排除 bank.limit_raised 里的客户。",
            )
