"""Choices: everything that is set on the page, and the strategy that it means."""

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from generators import parameters as p
from generators.schema import levels
from generators.twin.run import Plan
from twinline.base.text import t
from twinline.cockpit.segments import LOTTERY, RANKINGS, SEGMENTS, title, top_margin
from twinline.twin.check import reachable
from twinline.twin.planned import planned_cost
from twinline.twin.strategy import Strategy, segment

if TYPE_CHECKING:
    import pandas as pd

    from twinline.twin.bank import Bank

LONGEST_QUIET: Final = 24  # months; the slider's end means "or more"
LONGEST_TENURE: Final = 120
LOT: Final = 1  # seed of the ranking by lot


@dataclass(frozen=True)
class Choice:
    """What is set on the page. Pairs are ranges with both ends inside; months, and per cent of the margin's ranking."""

    segment: str = "asleep"
    quiet: tuple[int, int] = (0, LONGEST_QUIET)
    tenure: tuple[int, int] = (0, LONGEST_TENURE)
    value: tuple[int, int] = (0, 100)
    channel: str = "call"
    offer: str = "fee_waiver"
    waves: int = 1
    every: int = 1
    then: str = ""  # channel of the waves after the first, "" for the same
    hypothesis: str = ""
    customers: int = 300
    budget: float = 0.0  # yuan, 0 for no limit of one's own
    by: str = "margin_12m"
    willing: bool = True  # leave out whom the channels may not or cannot reach

    @property
    def ways(self) -> list[str]:
        """The channel of each wave."""
        return [self.channel] + [self.then or self.channel] * (self.waves - 1)

    @property
    def name(self) -> str:
        """Who, how, offering what, in the language in use."""
        ways = " → ".join(t(*levels.CONTACT_CHANNEL[way]) for way in self.ways)
        return t(" · ", "·").join([title(self.segment), ways, t(*levels.OFFER[self.offer])])

    def as_json(self) -> dict[str, Any]:
        """The choice as a file holds it."""
        return asdict(self)

    @classmethod
    def of_json(cls, found: dict[str, Any]) -> "Choice":
        """The choice that a file holds. Raises `ValueError`, `TypeError` or `KeyError` for what is none."""
        pairs = {name: tuple(map(int, found[name])) for name in ("quiet", "tenure", "value")}
        choice = cls(**{**found, **pairs})
        known = (set(SEGMENTS), set(levels.CONTACT_CHANNEL), set(levels.OFFER), set(RANKINGS))
        named = (choice.segment, choice.channel, choice.offer, choice.by)
        if any(name not in names for name, names in zip(named, known, strict=True)):
            raise ValueError(f"not a choice: {named}")
        return choice


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


def bans(choice: Choice, bank: "Bank", months: int) -> list[str]:
    """The queries of customers whom the game forbids to contact by one of the choice's channels."""
    last = bank.twin.now.month + months - bank.twin.began
    return [ban.where for ban in bank.scenario.bans if ban.channel in choice.ways and last >= ban.first]


def may_contact(choice: Choice, seen: "pd.DataFrame", bank: "Bank", months: int) -> Any:
    """A mask of the customers whom every wave may and can reach."""
    may = np.ones(len(seen), dtype=bool)
    for way in dict.fromkeys(choice.ways):
        may &= reachable(seen, way)
    for banned in bans(choice, bank, months):
        may &= ~seen.index.isin(seen.query(banned).index)
    return may


def cost_a_customer(choice: Choice, bank: "Bank") -> float:
    """Yuan that all waves to one customer are planned to cost."""
    ways = np.array([p.CHANNEL_NAMES.index(way) for way in choice.ways])
    nobody, offers = np.zeros(len(ways), dtype=np.intp), np.full(len(ways), p.OFFER_NAMES.index(choice.offer))
    return planned_cost(Plan(nobody, nobody, ways, offers), bank.twin)


def strategy(choice: Choice, seen: "pd.DataFrame", bank: "Bank", months: int) -> Strategy:
    """The strategy that a choice means, for the customers `seen` on this morning."""
    customers = seen[may_contact(choice, seen, bank, months)] if choice.willing else seen
    by: str | None = choice.by
    if by == LOTTERY:
        customers, by = customers.sample(frac=1, random_state=LOT), None
    chosen = segment(customers, where(choice, seen) or None)
    chosen = chosen.action(choice.channel, choice.offer, hypothesis=choice.hypothesis or None)
    if choice.waves > 1:
        chosen = chosen.waves(choice.waves, every=choice.every, channels=choice.ways)
    each = cost_a_customer(choice, bank) / choice.waves
    return chosen.cap(choice.customers, budget=choice.budget or None, by=by, cost=each)


def code(choice: Choice, seen: "pd.DataFrame", bank: "Bank", months: int) -> str:
    """The same strategy as a learner would write it; needs `bank`."""
    lines = ["seen = bank.observed()"]
    customers = "seen"
    if choice.willing:
        lines.insert(0, "from twinline.twin.check import reachable")
        may = " & ".join(f'reachable(seen, "{way}")' for way in dict.fromkeys(choice.ways))
        for banned in bans(choice, bank, months):
            may += f" & ~seen.index.isin(seen.query({banned!r}).index)"
        lines.append(f"customers = seen[{may}]")
        customers = "customers"
    by = f', by="{choice.by}"'
    if choice.by == LOTTERY:
        lines.append(f"customers = {customers}.sample(frac=1, random_state={LOT})")
        customers, by = "customers", ""
    query = where(choice, seen)
    picked = f'{customers}, "{query}"' if query else customers
    note = f", hypothesis={choice.hypothesis!r}" if choice.hypothesis else ""
    steps = [f"tw.segment({picked})", f'    .action("{choice.channel}", "{choice.offer}"{note})']
    if choice.waves > 1:
        steps.append(f"    .waves({choice.waves}, every={choice.every}, channels={choice.ways})")
    limit = ""
    if choice.budget:
        limit = f", budget={choice.budget:g}, cost={cost_a_customer(choice, bank) / choice.waves!r}"
    steps.append(f"    .cap({choice.customers}{limit}{by})")
    body = "\n    ".join(steps)
    length = "" if months == bank.scenario.months else f", months={months}"
    return "\n".join([*lines, f"strategy = (\n    {body}\n)", f"result = bank.run(strategy{length})"])


def fitted(choice: Choice, customers: int) -> Choice:
    """The same choice with so many customers at most."""
    return replace(choice, customers=max(customers, 0))
