"""Two lives: one customer of a list, month by month with the contact and without it, as a counter-example to the list."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from generators import parameters as p
from generators.schema import levels
from generators.twin.monthly_pages import MonthlyPage
from generators.twin.run import Plan
from twinline.base.text import t
from twinline.twin.result import Result

_FIRST = 1  # the number of the first future that is run; 0 is what will truly happen, and nobody may see it
Kind = Literal["driven", "stays", "leaves"]


@dataclass(frozen=True)
class Month:
    """A month of one customer: yuan spent, the contact that was made (channel and offer), what came of it."""

    spent: float
    open: bool
    contact: tuple[str, str] | None = None
    complained: bool = False


@dataclass(frozen=True)
class TwoLives:
    """A customer whom the list contacts and loses by it, and how many more of its customers are alike.

    `lost` is in yuan, all that the bank has less of by the contact, its cost and what lies beyond the months included.
    """

    customer_id: int
    kind: Kind
    lost: float
    counts: dict[str, int]
    with_contact: tuple[Month, ...]
    without: tuple[Month, ...]
    decided: tuple[bool, bool]
    """Whether they are gone as the months end, or have decided to go: with the contact, without."""

    def headline(self) -> str:
        """Who it is and what the contact did, in a sentence."""
        who, yuan = self.customer_id, f"{self.lost:,.0f}"
        return {
            "driven": t(
                f"Two lives of customer {who}, who is on your list: left alone they stay; contacted they leave. That costs {yuan} yuan.",
                f"名单上的客户 {who}，两种人生：不打扰就留下；触达后反而走了。损失 {yuan} 元。",
            ),
            "stays": t(
                f"Two lives of customer {who}, who is on your list: they stay either way. The contact costs {yuan} yuan more than it "
                "brings.",
                f"名单上的客户 {who}，两种人生：触不触达都会留下。这次触达的花费比带来的多 {yuan} 元。",
            ),
            "leaves": t(
                f"Two lives of customer {who}, who is on your list: they leave either way. The contact costs {yuan} yuan more than it "
                "brings.",
                f"名单上的客户 {who}，两种人生：触不触达都会走。这次触达的花费比带来的多 {yuan} 元。",
            ),
        }[self.kind]

    def counted(self) -> str:
        """What became of all whom the list contacted, in the same future."""
        number = {name: f"{count:,}" for name, count in self.counts.items()}
        return t(
            f"Of those you contacted, in this future {number['kept']} stay because of it, {number['driven']} leave because of it, "
            f"{number['stays']} would have stayed anyway, {number['leaves']} leave anyway.",
            f"在这种未来里，您触达的客户中：因此留下的 {number['kept']} 位，因此离开的 {number['driven']} 位，"
            f"本来就会留的 {number['stays']} 位，怎么都会走的 {number['leaves']} 位。",
        )

    def months(self) -> str:
        """Both lives month by month, a line a month."""
        lines, both_gone = [], False
        for number, (one, other) in enumerate(zip(self.with_contact, self.without, strict=True), 1):
            if both_gone:
                break
            both_gone = not one.open and not other.open
            last = number == len(self.without)
            ends = [
                t(", then decides to go", "，之后决定销户") if last and gone and life.open else ""
                for gone, life in zip(self.decided, (one, other), strict=True)
            ]
            lines.append(
                t(
                    f"Month {number}   contacted: {_told(one)}{ends[0]}   |   left alone: {_told(other)}{ends[1]}",
                    f"第 {number} 个月   触达：{_told(one)}{ends[0]}   |   不触达：{_told(other)}{ends[1]}",
                )
            )
        return "\n".join(lines)


def counter_example(result: Result) -> TwoLives | None:
    """A customer of the first future by whom the strategy loses, of the kind that costs it most; None where there is none."""
    pair = result.pairs[0]
    new, old = pair.with_plan, pair.without
    contacted, lost = new.contacts > 0, old.profit - new.profit
    kinds: dict[str, Any] = {
        "driven": contacted & old.open & ~new.open,
        "stays": contacted & old.open & new.open,
        "leaves": contacted & ~old.open & ~new.open,
        "kept": contacted & ~old.open & new.open,
    }
    costs = {kind: float(np.maximum(lost, 0.0)[kinds[kind]].sum()) for kind in ("driven", "stays", "leaves")}
    kind = max(costs, key=lambda each: costs[each])
    if costs[kind] <= 0:
        return None
    pages = [_pages(result, plan) for plan in (result.plans[0], Plan.nothing())]
    among = kinds[kind]
    seen = among & (pages[0][-1].open != pages[1][-1].open)[pair.rows]  # whose lives differ while they are told
    place = int(np.argmax(np.where(seen if seen.any() else among, lost, -np.inf)))
    row = int(pair.rows[place])
    with_contact, without = (tuple(_month(page, row) for page in each) for each in pages)
    return TwoLives(
        customer_id=row + p.FIRST_CUSTOMER_ID,
        kind=kind,  # type: ignore[arg-type]
        lost=float(lost[place]),
        counts={name: int(mask.sum()) for name, mask in kinds.items()},
        with_contact=with_contact,
        without=without,
        decided=(not new.open[place], not old.open[place]),
    )


def _pages(result: Result, plan: Plan) -> tuple[MonthlyPage, ...]:
    """The months of the whole bank in the first future, under a plan."""
    return result.twin.run_policy(lambda month, _: plan.of(month), result.months, _FIRST)[2]


def _month(page: MonthlyPage, row: int) -> Month:
    contact = None
    if page.channel[row] >= 0:
        contact = (p.CHANNEL_NAMES[page.channel[row]], p.ACTION_NAMES[page.offer[row]])
    return Month(
        spent=float(page.spent_fen[row]) / p.FEN,
        open=bool(page.open[row]),
        contact=contact,
        complained=bool(page.complained[row]),
    )


def _told(month: Month) -> str:
    said = []
    if month.contact:
        channel, offer = month.contact
        said += [t(*levels.CONTACT_CHANNEL[channel]), t(*levels.ACTION[offer])]
    if month.complained:
        said.append(t("complains", "投诉"))
    said.append(
        t(f"spends {month.spent:,.0f} yuan", f"消费 {month.spent:,.0f} 元")
        if month.spent
        else t("spends nothing", "没有消费")
    )
    if not month.open:
        said.append(t("has no card", "没有卡了"))
    return t(", ", "，").join(said)
