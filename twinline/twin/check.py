"""Checks: whether a strategy can be run at all. Everything wrong with it is found before anything is run."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.rows import take
from generators.schema import levels
from generators.staff import FIRST_MANAGER_ID, staff
from generators.twin.run import Plan, Twin
from generators.twin.scenario import MINUTES_A_CONTACT
from twinline.base.cell_text import numbers
from twinline.twin.action_rules import broken_rules, is_service
from twinline.twin.bans import broken_bans
from twinline.twin.months import inside, outside
from twinline.twin.planned import MINUTES, available_hours, friends_cost, minutes, planned_cost, volume_cost
from twinline.twin.problems import Check, PlanProblem
from twinline.twin.reach import OPT_OUTS
from twinline.twin.strategy import COLUMNS
from twinline.twin.strategy_words import codes, named

if TYPE_CHECKING:
    import pandas as pd

EXAMPLES = 3


@dataclass(frozen=True)
class PlanLimits:
    """What a round allows the contacts that are checked: months, yuan that are left, customers in all; None is no limit.

    `already` are the rows of customers whom the round has contacted before; `besides` are contacts that are made whatever
    the table says: of newcomers, of a pilot; `held` says by row whom a control group's lot leaves alone: they cost nothing.
    `friends` are the staff minutes of the month that go to friends whom the round's invitations are to have won.
    """

    first: int
    last: int
    budget: float | None
    customers: int | None
    already: "npt.NDArray[np.intp]" = field(default_factory=lambda: np.zeros(0, dtype=np.intp))
    besides: Plan = field(default_factory=Plan.nothing)
    held: "npt.NDArray[np.bool_] | None" = None
    friends: float = 0.0

    def made(self, plan: Plan) -> Plan:
        """The contacts of a plan that are made, with those that are made besides."""
        mine = plan if self.held is None else take(plan, np.flatnonzero(~self.held[plan.row]))
        return Plan.join([mine, self.besides])


def check(table: "pd.DataFrame", observed: "pd.DataFrame", twin: Twin, limits: PlanLimits) -> tuple[Check, Plan]:
    """All that is wrong with a strategy's table, and the plan that it makes where nothing is.

    `observed` is what the bank knows on the morning on which the table is handed in.
    """
    found: list[PlanProblem] = []
    table, wrong = named(table)
    if wrong is not None:
        count, texts = wrong
        return Check([PlanProblem("columns", *texts, count, table.head(0))], len(table), 0, 0.0, 0.0), Plan.nothing()
    import pandas as pd

    labels = table.index if table.index.is_unique else pd.RangeIndex(len(table))
    table = table.reset_index(drop=True)
    ids, whole_month = pd.Series(numbers(table["customer_id"])).fillna(-1), pd.Series(numbers(table["month"]))
    shown = [name for name in (*COLUMNS, "manager_id") if name in table]

    def problem(code: str, bad: Any, en: str, zh: str) -> None:
        count = int(np.sum(bad))
        if count:
            rows = np.flatnonzero(bad)
            if code == "duplicate":  # those that belong together beside each other
                rows = rows[np.lexsort((whole_month[rows], ids[rows]))]
            examples = table.loc[rows[:EXAMPLES], shown]
            examples.insert(0, "row", labels[rows[:EXAMPLES]])
            found.append(PlanProblem(code, en.format(n=count), zh.format(n=count), count, examples))

    row = ids.to_numpy() - p.FIRST_CUSTOMER_ID
    known = (row >= 0) & (row < len(twin.now)) & (row == np.floor(row))
    row = np.where(known, row, 0).astype(np.intp)
    # Whoever opens in a month is known the morning after it.
    known &= twin.now.population.open_month[row] < twin.now.month + limits.first - 1
    problem("unknown", ~known, "{n} row(s) name customers that the bank does not have.", "{n} 行的客户号不存在。")
    seen = observed.set_index("customer_id")
    here = known & np.isin(row + p.FIRST_CUSTOMER_ID, observed["customer_id"].to_numpy())
    problem(
        "closed", known & ~here, "{n} row(s) name customers who have closed their account.", "{n} 行的客户已经销户。"
    )
    month_ok = ((whole_month >= limits.first) & (whole_month <= limits.last) & (whole_month % 1 == 0)).to_numpy()
    window = f"the plan's months are {limits.first} to {limits.last}", f"计划月份为 {limits.first} 到 {limits.last}"
    if limits.first == limits.last:
        window = f"the only month to plan now is {limits.first}", f"现在只能安排第 {limits.first} 个月"
    problem(
        "month", ~month_ok, f"{{n}} row(s) lie outside the plan: {window[0]}.", f"{{n}} 行的月份超出计划：{window[1]}。"
    )
    channel, channel_ok = _codes(codes(table["channel"], "channel"), p.CHANNEL_NAMES)
    offer, offer_ok = _codes(codes(table["offer"], "offer"), p.ACTION_NAMES)
    for code, ok, names, en, zh in (
        ("channel", channel_ok, p.CHANNEL_NAMES, "a channel", "渠道"),
        ("offer", offer_ok, p.ACTION_NAMES, "an offer", "权益"),
    ):
        problem(
            code,
            ~ok,
            f"{{n}} row(s) name {en} that there is not; choose from {', '.join(names)}.",
            f"{{n}} 行的{zh}不存在，可选：{'、'.join(names)}。",
        )
    twice = table.assign(customer_id=ids, month=whole_month).duplicated(["customer_id", "month"], keep=False).to_numpy()
    problem(
        "duplicate",
        twice,
        "{n} row(s) contact a customer more than once in a month.",
        "{n} 行在同一个月重复触达同一客户。",
    )
    asked = here & channel_ok
    marketing = asked & ~is_service(offer)
    for name, column in OPT_OUTS.items():
        title = levels.CONTACT_CHANNEL[name]
        by_it = marketing & (channel == p.CHANNEL_NAMES.index(name))
        problem(
            f"opt_out_{name}",
            by_it & _of(seen, column, row, here),
            f"{{n}} row(s) contact customers by {title[0]} who have opted out of it.",
            f"{{n}} 行向拒收“{title[1]}”的客户使用该渠道。",
        )
    wecom = asked & (channel == p.WECOM)
    problem(
        "no_friend",
        wecom & ~_of(seen, "wecom_friend", row, here),
        "{n} row(s) use WeCom with customers who are not the manager's friends there.",
        "{n} 行向非企微好友使用企业微信。",
    )
    app = asked & (channel == p.APP_PUSH)
    problem(
        "no_app",
        app & ~_of(seen, "app_user", row, here),
        "{n} row(s) push to customers who do not use the app.",
        "{n} 行向未使用手机银行的客户推送。",
    )
    for rule in broken_rules(observed, row, channel, offer, asked & offer_ok, twin):
        problem(*rule)
    month = np.where(month_ok, whole_month.fillna(0).to_numpy(), limits.first).astype(np.int64)
    for rule in broken_bans(observed, row.astype(np.int64), month, channel, asked & month_ok, twin):
        problem(*rule)

    good = here & month_ok & channel_ok & offer_ok
    plan = Plan(row[good], inside(month)[good], channel[good], offer[good])
    found += beyond(plan, twin, limits)
    if "manager_id" in table:
        found += _managers(table, labels, good, plan, twin, shown)
    made = limits.made(plan)
    cost, hours = planned_cost(made, twin), float(MINUTES[made.channel].sum() / 60)
    dear = volume_cost(made, twin), friends_cost(made, twin)
    left_alone = np.zeros(len(table), dtype=bool) if limits.held is None else known & limits.held[row]
    people = int(pd.Series(ids[~left_alone]).nunique()) + len(np.setdiff1d(limits.besides.row, row))
    contacts = len(table) - int(left_alone.sum()) + len(limits.besides.row)
    return Check(found, contacts, people, cost, hours, *dear), plan


def _codes(names: Any, known: tuple[str, ...]) -> tuple[Any, Any]:
    place = {name: code for code, name in enumerate(known)}
    codes = np.array([place.get(name, -1) if isinstance(name, str) else -1 for name in names], dtype=np.intp)
    return codes, codes >= 0


def _of(seen: "pd.DataFrame", column: str, row: Any, here: Any) -> Any:
    """A flag of the observed customers for each row of the table; False for those who are not observed."""
    values = seen[column].reindex(row + p.FIRST_CUSTOMER_ID).fillna(value=False).to_numpy(dtype=bool)
    return values & here


def beyond(plan: Plan, twin: Twin, limits: PlanLimits) -> list[PlanProblem]:
    """What of a plan as it is made goes beyond the budget, the share of customers, and the staff's time."""
    import pandas as pd

    found, none = [], pd.DataFrame()
    plan = limits.made(plan)
    cost = planned_cost(plan, twin)
    if limits.budget is not None and cost > limits.budget + 0.005:
        over = cost - limits.budget
        en = f"Planned cost {cost:,.0f} yuan is {over:,.0f} above the budget of {limits.budget:,.0f}."
        zh = f"计划成本 {cost:,.0f} 元，超出预算 {limits.budget:,.0f} 元 {over:,.0f} 元。"
        found.append(PlanProblem("budget", en, zh, len(plan.row), none))
    touched = len(np.union1d(plan.row, limits.already))
    if limits.customers is not None and touched > limits.customers:
        en = f"{touched:,} customers are contacted; this round allows {limits.customers:,}."
        zh = f"触达 {touched:,} 位客户，本轮最多 {limits.customers:,} 位。"
        found.append(PlanProblem("customers", en, zh, touched, none))
    hours, taken = available_hours(twin), minutes(plan, twin)
    need = (taken + limits.friends * (np.arange(len(taken)) >= inside(limits.first))) / 60 * bool(len(plan.row))
    for month in np.flatnonzero(need > hours + 1e-9):
        number, asked = outside(month), need[month]
        en = f"Month {number} needs {asked:,.0f} hours of staff time; there are {hours:,.0f}."
        zh = f"第 {number} 个月需要人力 {asked:,.0f} 小时，可用 {hours:,.0f} 小时。"
        found.append(PlanProblem("hours", en, zh, int((plan.month == month).sum()), none))
    return found


def _managers(
    table: "pd.DataFrame", labels: Any, good: Any, plan: Plan, twin: Twin, shown: list[str]
) -> list[PlanProblem]:
    """Managers that there are not, and those who are given more than their month's capacity."""
    import pandas as pd

    people, found = staff(twin.now.world), []
    asked = numbers(table["manager_id"])
    place = np.nan_to_num(asked, nan=-1.0) - FIRST_MANAGER_ID
    real = (place >= 0) & (place < len(people.capacity)) & (place == np.floor(place))
    bad = table["manager_id"].notna().to_numpy() & ~real
    if bad.any():
        en, zh = f"{bad.sum()} row(s) name managers that there are not.", f"{bad.sum()} 行的客户经理不存在。"
        examples = table.loc[bad, shown].head(EXAMPLES)
        examples.insert(0, "row", labels[np.flatnonzero(bad)[:EXAMPLES]])
        found.append(PlanProblem("manager", en, zh, int(bad.sum()), examples))
    mine = ~np.isnan(asked)[good] & ~bad[good]
    given, taken = place[good][mine].astype(np.int64), MINUTES[plan.channel][mine]
    load = pd.DataFrame({"manager": given, "month": plan.month[mine], "minutes": taken})
    load = load.groupby(["manager", "month"])["minutes"].sum().reset_index()
    load["capacity"] = people.capacity[load["manager"]] * MINUTES_A_CONTACT
    over = load[load["minutes"] > load["capacity"] + 1e-9]
    if len(over):
        first = over.head(EXAMPLES)
        examples = pd.DataFrame(
            {
                "manager_id": first["manager"] + FIRST_MANAGER_ID,
                "month": outside(first["month"]),
                "hours": (first["minutes"] / 60).round(1),
                "capacity_hours": (first["capacity"] / 60).round(1),
            }
        )
        en = f"{len(over)} manager-month(s) are over a manager's own capacity."
        zh = f"{len(over)} 个“客户经理-月”超出本人产能。"
        found.append(PlanProblem("capacity", en, zh, len(over), examples))
    return found
