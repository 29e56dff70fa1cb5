"""Selection: whom a card picks among the customers of a morning, and what it costs to contact one of them."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from generators import parameters as p
from generators.twin.run import Plan
from generators.twin.scenario import Ban
from twinline.cockpit.actions import ACTIONS, may_get, may_get_code
from twinline.cockpit.choice import LONGEST_QUIET, LONGEST_TENURE, Choice
from twinline.cockpit.segments import LOTTERY, SEGMENTS, top_margin
from twinline.twin.planned import planned_cost
from twinline.twin.strategy import Strategy, segment

if TYPE_CHECKING:
    import pandas as pd

    from twinline.twin.bank import Bank

LOT: Final = 1  # seed of the ranking by lot


def where(choice: Choice, seen: "pd.DataFrame") -> str:
    """The pandas query that picks the segment within the filters; "" picks everyone."""
    rule = SEGMENTS[choice.segment].where.format(top=top_margin(seen))
    parts = [rule] if rule else []
    for column, (low, high), last in (
        ("months_since_purchase", choice.quiet, LONGEST_QUIET),
        ("tenure_months", choice.tenure, LONGEST_TENURE),
    ):
        parts += [f"{column} >= {low}"] if low > 0 else []
        parts += [f"{column} <= {high}"] if high < last else []
    low, high = choice.value
    edges = seen["margin_12m"].quantile([low / 100, high / 100]).round(2).to_list()
    parts += [f"margin_12m >= {edges[0]}"] if low > 0 else []
    parts += [f"margin_12m <= {edges[1]}"] if high < 100 else []
    return " and ".join(parts)


def pick(frame: "pd.DataFrame", query: str) -> "pd.DataFrame":
    """The rows of a frame that a query picks; all for ""."""
    return frame.query(query) if query else frame


def bans(choice: Choice, bank: "Bank", months: int) -> tuple[Ban, ...]:
    """What the game forbids at some time of the round by one of the choice's channels."""
    last = bank.twin.now.month + months - bank.twin.began
    return tuple(ban for ban in bank.scenario.bans if ban.channel in choice.ways and last >= ban.first)


def may_contact(choice: Choice, seen: "pd.DataFrame", bank: "Bank", months: int) -> Any:
    """A mask of the customers whom every wave may and can reach."""
    may = np.ones(len(seen), dtype=bool)
    forbidden = bans(choice, bank, months)
    for way in dict.fromkeys(choice.ways):
        may &= may_get(seen, choice.offer, way, bank)
    for ban in forbidden:
        may &= ~seen.index.isin(seen.query(ban.where).index)
    return may


def cost_a_customer(choice: Choice, bank: "Bank") -> float:
    """Yuan that all waves to one customer are planned to cost."""
    ways = np.array([p.CHANNEL_NAMES.index(way) for way in choice.ways])
    nobody, offers = np.zeros(len(ways), dtype=np.intp), np.full(len(ways), list(ACTIONS).index(choice.offer))
    return planned_cost(Plan(nobody, nobody, ways, offers), bank.twin)


def chosen(choice: Choice, seen: "pd.DataFrame", left: "pd.DataFrame", bank: "Bank", months: int) -> Strategy:
    """The customers whom a card picks among those that are `left`, of all that are `seen`; no contacts yet."""
    customers = left[may_contact(choice, left, bank, months)] if choice.willing else left
    by: str | None = choice.by
    if by == LOTTERY:
        customers, by = customers.sample(frac=1, random_state=LOT), None
    each = cost_a_customer(choice, bank)
    budget = choice.budget if choice.budget and each > 0 else None
    return segment(customers, where(choice, seen) or None).cap(choice.customers, budget=budget, by=by, cost=each)


def contacted(choice: Choice, customers: "pd.DataFrame") -> Strategy:
    """The contacts that a card means for these customers."""
    made = segment(customers).action(
        choice.channel, choice.offer, month=choice.start, hypothesis=choice.hypothesis or None
    )
    return made if choice.waves == 1 else made.waves(choice.waves, every=choice.every, channels=choice.ways)


def code(choice: Choice, name: str, seen: "pd.DataFrame", bank: "Bank", months: int, *, alone: bool) -> str:
    """A card as a learner would write it: `name` is given its contacts. Needs `seen`, `bank`, and `left` unless it is alone."""
    source = "seen" if alone else "left"
    lines = []
    if choice.willing:
        may = " & ".join(may_get_code(source, choice.offer, way) for way in dict.fromkeys(choice.ways))
        for ban in bans(choice, bank, months):
            may += f" & ~{source}.index.isin({source}.query({ban.where!r}).index)"
        lines.append(f"customers = {source}[{may}]")
        source = "customers"
    by = f', by="{choice.by}"'
    if choice.by == LOTTERY:
        lines.append(f"customers = {source}.sample(frac=1, random_state={LOT})")
        source, by = "customers", ""
    query = where(choice, seen)
    picked = f'{source}, "{query}"' if query else source
    each = cost_a_customer(choice, bank)
    limit = f", budget={choice.budget:g}, cost={each!r}" if choice.budget and each > 0 else ""
    lines.append(f"chosen = tw.segment({picked}).cap({choice.customers}{by}{limit}).customers")
    if not alone:
        lines.append('left = left[~left["customer_id"].isin(chosen["customer_id"])]')
    note = f", hypothesis={choice.hypothesis!r}" if choice.hypothesis else ""
    start = f", month={choice.start}" if choice.start > 1 else ""
    made = f'{name} = tw.segment(chosen).action("{choice.channel}", "{choice.offer}"{start}{note})'
    waves = f".waves({choice.waves}, every={choice.every}, channels={choice.ways})" if choice.waves > 1 else ""
    return "\n".join([*lines, made + waves])
