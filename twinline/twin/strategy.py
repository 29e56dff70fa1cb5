"""Strategies: whom to contact in which month, how, offering what; put together in the style of pandas.

A strategy is a table with a row a contact: customer_id, month (1 is the first month of the plan), channel, offer, and as
one likes wave, manager_id and hypothesis. Light to import: policies are run in a process that sees nothing else of ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from generators.errors import BilingualError

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("customer_id", "month", "channel", "offer")  # that every strategy has
MONTH = "month of the plan"  # the attribute by which a frame that a policy is given tells the month it is asked about
MORE_COLUMNS = ("wave", "manager_id", "hypothesis")  # that it may have


@dataclass(frozen=True, eq=False)
class Strategy:
    """Some customers, and the contacts planned for them. Every method returns another one and changes nothing.

    `customers` are rows of `bank.observed()`; `table` holds the contacts, sorted by month and customer.
    """

    customers: "pd.DataFrame"
    table: "pd.DataFrame"
    first: int = 1  # the month of the plan in which its contacts are made where none is named

    def __len__(self) -> int:
        return len(self.table)

    def action(
        self,
        channel: str,
        offer: str = "reminder",
        *,
        month: int | None = None,
        hypothesis: str | None = None,
        by_manager: bool = False,
    ) -> "Strategy":
        """With one contact more for each customer: by this channel, with this offer, in this month of the plan.

        Without `month` it is the first, or, in a policy, the month that the policy is asked about. With `by_manager` each customer's own manager makes it, within that manager's capacity.
        """
        import pandas as pd

        rows = pd.DataFrame({"customer_id": self.customers["customer_id"].to_numpy()})
        rows = rows.assign(month=self.first if month is None else month, channel=channel, offer=offer, wave=1)
        if hypothesis is not None:
            rows["hypothesis"] = hypothesis
        if by_manager:
            rows["manager_id"] = self.customers["manager_id"].to_numpy()
        return replace(self, table=_sorted([self.table, rows]))

    def waves(self, number: int, *, every: int = 1, channels: Sequence[str] | None = None) -> "Strategy":
        """With the contacts planned so far as the first of `number` waves, the next ones `every` so many months later.

        `channels` are those of the waves in turn, starting again after the last; by default each wave goes by the channel
        of the first. Raises `BilingualError` for numbers below 1, and for channels that are no list of names.
        """
        if isinstance(channels, str) or (channels is not None and not len(channels)):
            said = repr(channels)
            raise BilingualError(
                f"waves(channels={said}): give a list with one channel or more, such as channels=[{said if channels else repr('sms')}].",
                f"waves(channels={said})：channels 要写成列表，至少一个渠道，例如 channels=[{said if channels else repr('sms')}]。",
            )
        if number < 1 or every < 1:
            raise BilingualError(
                f"waves({number}, every={every}) cannot be: both are 1 or more.",
                f"waves({number}, every={every}) 不成立：两个数都至少为 1。",
            )
        waves = []
        for wave in range(number):
            rows = self.table.assign(month=self.table["month"] + wave * every, wave=wave + 1)
            waves.append(rows if channels is None else rows.assign(channel=channels[wave % len(channels)]))
        return replace(self, table=_sorted(waves))

    def cap(
        self,
        customers: int | None = None,
        *,
        share: float | None = None,
        budget: float | None = None,
        by: str | None = None,
        ascending: bool = False,
        cost: float = 0.0,
    ) -> "Strategy":
        """With no more than so many customers: those with the highest values in the column `by` (the lowest if ascending).

        The limit is a number of `customers`, a `share` of them, or a `budget` in yuan at a `cost` of so much a contact.
        Without `by` the first ones stay. Several limits hold at once; `None` is no limit. Raises `BilingualError` for a column
        that there is not, and for a limit that cannot be.
        """
        _limits_hold(customers, share, budget, cost)
        if by is not None and by not in self.customers:
            raise BilingualError(
                f"cap(by={by!r}): the customers have no such column.", f"cap(by={by!r})：客户表中没有这个字段。"
            )
        limits = [len(self.customers)]
        if customers is not None:
            limits.append(int(customers))
        if share is not None:
            limits.append(int(share * len(self.customers) + 1e-9))  # 0.29 of 100 is 29
        if budget is not None and len(self.customers):
            each = max(len(self.table) / len(self.customers), 1.0) * cost
            limits.append(int(min(budget / each, len(self.customers)) + 1e-9))
        ranked = self.customers if by is None else self.customers.sort_values(by, ascending=ascending, kind="stable")
        kept = ranked.head(max(min(limits), 0))
        table = self.table[self.table["customer_id"].isin(kept["customer_id"])]
        return replace(self, customers=kept, table=table.reset_index(drop=True))

    def __add__(self, other: "Strategy") -> "Strategy":
        import pandas as pd

        both = pd.concat([self.customers, other.customers]).drop_duplicates("customer_id")
        return replace(self, customers=both, table=_sorted([self.table, other.table]))

    def __repr__(self) -> str:
        return f"Strategy({len(self.customers)} customers, {len(self.table)} contacts)"


def segment(observed: "pd.DataFrame", where: Any = None) -> Strategy:
    """The customers of `observed` that a pandas query (a text) or a mask picks; all by default. No contacts yet."""
    import pandas as pd

    if where is None:
        picked = observed
    elif isinstance(where, str):
        try:
            picked = observed.query(where)
        except Exception as error:
            raise BilingualError(
                f"The condition {where!r} does not work: {error}.", f"筛选条件 {where!r} 无法执行：{error}。"
            ) from error
    else:
        picked = observed[where]
    return Strategy(
        picked,
        pd.DataFrame({name: [] for name in COLUMNS}).astype({"customer_id": "int64", "month": "int64"}),
        observed.attrs.get(MONTH, 1),
    )


def _limits_hold(customers: int | None, share: float | None, budget: float | None, cost: float) -> None:
    """Raises `BilingualError` for limits of `cap` that cannot be meant."""
    if customers is not None and not (customers >= 0 and customers == int(customers)):
        raise BilingualError(
            f"cap({customers}): a number of customers is a whole number, 0 or more.",
            f"cap({customers})：客户数应为不小于 0 的整数。",
        )
    if share is not None and not 0 <= share <= 1:
        raise BilingualError(
            f"cap(share={share}): a share lies between 0 and 1; 15 % is share=0.15. For a number of customers write cap(300).",
            f"cap(share={share})：比例应在 0 到 1 之间，15% 写作 share=0.15。如果要限定客户数，请写 cap(300)。",
        )
    if budget is not None and not budget >= 0:
        raise BilingualError(
            f"cap(budget={budget}): a budget is 0 yuan or more.", f"cap(budget={budget})：预算不能为负。"
        )
    if budget is not None and not cost > 0:
        raise BilingualError(
            f"cap(budget={budget:g}) needs what a contact costs: cap(budget={budget:g}, cost=11) for 11 yuan a contact. "
            "Without it the budget would limit nothing.",
            f"cap(budget={budget:g}) 还需要单次触达成本：每次 11 元写作 cap(budget={budget:g}, cost=11)。不写成本，预算就起不到限制作用。",
        )


def as_table(given: Any) -> "pd.DataFrame":
    """The table of whatever stands for a strategy: a `Strategy`, a frame, or `None` for doing nothing."""
    import pandas as pd

    if isinstance(given, Strategy):
        return given.table
    if given is None:
        return segment(pd.DataFrame({"customer_id": []})).table
    if isinstance(given, pd.DataFrame):
        return given
    kind = type(given).__name__
    raise BilingualError(
        f"A strategy is a table, tw.segment(...).action(...), or a function; this is a {kind}.",
        f"策略应为一张表、tw.segment(...).action(...) 或一个函数，这里得到的是 {kind}。",
    )


def _sorted(parts: "list[pd.DataFrame]") -> "pd.DataFrame":
    import pandas as pd

    filled = [part for part in parts if len(part)]
    if not filled:
        return parts[0]
    return pd.concat(filled, ignore_index=True).sort_values(["month", "customer_id"], kind="stable", ignore_index=True)
