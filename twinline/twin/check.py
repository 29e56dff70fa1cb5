"""Checks: whether a strategy can be run at all. Everything wrong with it is found before anything is run."""

import html
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.errors import BilingualError
from generators.schema import levels
from generators.staff import FIRST_MANAGER_ID, staff
from generators.twin.run import Plan, Twin
from generators.twin.scenario import MINUTES_A_CONTACT, Ban
from twinline.base.text import t
from twinline.twin.months import inside, outside
from twinline.twin.planned import MINUTES, available_hours, friends_cost, minutes, planned_cost, volume_cost
from twinline.twin.strategy import COLUMNS

if TYPE_CHECKING:
    import pandas as pd

EXAMPLES = 3
OPT_OUTS = {"sms": "sms_opt_out", "call": "call_opt_out", "wecom": "wecom_opt_out"}
NEEDS = {"wecom_friend": "wecom", "app_user": "app_push"}  # what a customer must be for a channel


@dataclass(frozen=True)
class PlanProblem:
    """One thing wrong with a strategy: what, in how many rows, and some of them."""

    code: str
    en: str
    zh: str
    count: int
    examples: "pd.DataFrame"

    def __str__(self) -> str:
        return t(self.en, self.zh)


class StrategyError(BilingualError):
    """A strategy that cannot be run. `problems` lists everything that is wrong with it; nothing was run."""

    def __init__(self, problems: "list[PlanProblem]") -> None:
        self.problems = problems
        super().__init__(*(self._text(place) for place in (0, 1)))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems,)

    def _text(self, place: int) -> str:
        head = (
            f"The strategy cannot be run: {len(self.problems)} problem(s). Nothing was run.",
            f"策略无法执行，共 {len(self.problems)} 个问题，未执行任何动作。",
        )[place]
        lines = [head]
        for problem in self.problems:
            lines.append(f"• {(problem.en, problem.zh)[place]}")
            lines += ["    " + line for line in _rows(problem.examples)]
        return "\n".join(lines)

    def _render_traceback_(self) -> list[str]:  # what IPython shows instead of a traceback: the path here helps nobody
        return [str(self)]

    def _repr_html_(self) -> str:
        items = "".join(
            f"<li>{html.escape(str(problem))}{problem.examples.to_html(index=False, border=0) if len(problem.examples) else ''}</li>"
            for problem in self.problems
        )
        return f"<p><b>{html.escape(str(self).splitlines()[0])}</b></p><ul>{items}</ul>"


def _rows(examples: "pd.DataFrame") -> list[str]:
    return [", ".join(f"{name}={value}" for name, value in row.items()) for row in examples.to_dict("records")]


@dataclass(frozen=True)
class Check:
    """What a strategy would do, found without running it: contacts and customers, planned cost in yuan, staff hours.

    The planned cost is what the contacts cost, and the offers and complaints that are to be expected: as many of a
    contact as there were so far. `friends` is the part for those whom invitations are to win; `volume` is what too many texts and
    pushes in a month will cost besides.
    """

    problems: list[PlanProblem]
    contacts: int
    customers: int
    cost: float
    hours: float
    volume: float = 0.0
    friends: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether it can be run."""
        return not self.problems

    def __str__(self) -> str:
        text = t(
            f"{self.contacts:,} contacts with {self.customers:,} customers, planned cost {self.cost:,.0f} yuan, "
            f"{self.hours:,.0f} hours of staff time.",
            f"触达 {self.customers:,} 位客户、{self.contacts:,} 次，计划成本 {self.cost:,.0f} 元，占用人力 {self.hours:,.0f} 小时。",
        )
        if self.volume > 0:
            text += t(
                f" So many texts and pushes in a month will cost another {self.volume:,.0f} yuan, outside the budget: answers to "
                "the regulator, blocked numbers.",
                f"一个月发这么多短信、推送，还会在预算之外再花 {self.volume:,.0f} 元：答复监管、号码被封。",
            )
        return text if self.ok else f"{text}\n{StrategyError(self.problems)}"

    __repr__ = __str__


@dataclass(frozen=True)
class PlanLimits:
    """What a round allows the contacts that are checked: months, yuan that are left, customers in all; None is no limit.

    `already` are the rows of customers whom the round has contacted before, `friends` the staff minutes of the month that go
    to friends whom its invitations are to have won.
    """

    first: int
    last: int
    budget: float | None
    customers: int | None
    already: "npt.NDArray[np.intp]" = field(default_factory=lambda: np.zeros(0, dtype=np.intp))
    friends: float = 0.0


def check(table: "pd.DataFrame", observed: "pd.DataFrame", twin: Twin, limits: PlanLimits) -> tuple[Check, Plan]:
    """All that is wrong with a strategy's table, and the plan that it makes where nothing is.

    `observed` is what the bank knows on the morning on which the table is handed in.
    """
    found: list[PlanProblem] = []
    missing = [name for name in COLUMNS if name not in table]
    if missing:
        listed, empty = ", ".join(missing), table.head(0)
        en = f"The table lacks the column(s) {listed}; it has {', '.join(map(str, table.columns))}."
        zh = f"表中缺少字段 {listed}；现有字段：{'、'.join(map(str, table.columns))}。"
        return Check([PlanProblem("columns", en, zh, len(missing), empty)], len(table), 0, 0.0, 0.0), Plan.nothing()
    import pandas as pd

    table = table.reset_index(drop=True)
    ids = pd.to_numeric(table["customer_id"], errors="coerce").fillna(-1)
    whole_month = pd.to_numeric(table["month"], errors="coerce")
    shown = [name for name in (*COLUMNS, "manager_id") if name in table]

    def problem(code: str, bad: Any, en: str, zh: str) -> None:
        count = int(np.sum(bad))
        if count:
            examples = table.loc[np.asarray(bad), shown].head(EXAMPLES)
            found.append(PlanProblem(code, en.format(n=count), zh.format(n=count), count, examples))

    row = ids.to_numpy() - p.FIRST_CUSTOMER_ID
    known = (row >= 0) & (row < len(twin.now)) & (row == np.floor(row))
    row = np.where(known, row, 0).astype(np.intp)
    known &= twin.now.population.open_month[row] < twin.now.month
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
    channel, channel_ok = _codes(table["channel"], p.CHANNEL_NAMES)
    offer, offer_ok = _codes(table["offer"], p.OFFER_NAMES)
    for code, ok, names, en, zh in (
        ("channel", channel_ok, p.CHANNEL_NAMES, "a channel", "渠道"),
        ("offer", offer_ok, p.OFFER_NAMES, "an offer", "权益"),
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
    for name, column in OPT_OUTS.items():
        title = levels.CONTACT_CHANNEL[name]
        by_it = asked & (channel == p.CHANNEL_NAMES.index(name))
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
    for ban in twin.scenario.bans:
        if twin.now.month + limits.last - twin.began >= ban.first:
            banned = observed.query(ban.where)["customer_id"]
            late = twin.now.month + whole_month.fillna(0).to_numpy() - twin.began >= ban.first
            by_it = asked & late & (channel == p.CHANNEL_NAMES.index(ban.channel))
            by_it &= np.isin(row + p.FIRST_CUSTOMER_ID, banned)
            problem("ban", by_it, f"{{n}} row(s) are forbidden: {ban.en}", f"{{n}} 行被禁止：{ban.zh}")

    good = here & month_ok & channel_ok & offer_ok
    month = inside(np.where(month_ok, whole_month.fillna(0).to_numpy(), 1).astype(np.int64))
    plan = Plan(row[good], month[good], channel[good], offer[good])
    cost, taken = planned_cost(plan, twin), minutes(plan, twin)
    found += _over(table, plan, good, cost, taken, twin, limits, shown)
    hours, dear = float(MINUTES[plan.channel].sum() / 60), (volume_cost(plan, twin), friends_cost(plan, twin))
    return Check(found, len(table), int(pd.Series(ids).nunique()), cost, hours, *dear), plan


def reachable(observed: "pd.DataFrame", channel: str, bans: tuple[Ban, ...] = ()) -> "npt.NDArray[np.bool_]":
    """Which of the observed customers may be contacted by a channel under these bans, and can be."""
    may = np.ones(len(observed), dtype=bool)
    if channel in OPT_OUTS:
        may &= ~observed[OPT_OUTS[channel]].to_numpy()
    for needs, way in NEEDS.items():
        if channel == way:
            may &= observed[needs].to_numpy()
    for ban in bans:
        if channel == ban.channel:
            may &= ~observed["customer_id"].isin(observed.query(ban.where)["customer_id"]).to_numpy()
    return may


def bans_now(twin: Twin) -> tuple[Ban, ...]:
    """The scenario's bans that hold in the coming month."""
    return tuple(ban for ban in twin.scenario.bans if ban.first <= twin.now.month - twin.began + 1)


def _codes(names: Any, known: tuple[str, ...]) -> tuple[Any, Any]:
    place = {name: code for code, name in enumerate(known)}
    codes = np.array([place.get(name, -1) if isinstance(name, str) else -1 for name in names], dtype=np.intp)
    return codes, codes >= 0


def _of(seen: "pd.DataFrame", column: str, row: Any, here: Any) -> Any:
    """A flag of the observed customers for each row of the table; False for those who are not observed."""
    values = seen[column].reindex(row + p.FIRST_CUSTOMER_ID).fillna(value=False).to_numpy(dtype=bool)
    return values & here


def _over(
    table: "pd.DataFrame",
    plan: Plan,
    good: Any,
    cost: float,
    taken: "npt.NDArray[np.float64]",
    twin: Twin,
    limits: PlanLimits,
    shown: list[str],
) -> list[PlanProblem]:
    """What goes beyond the budget, the share of customers, and the staff's time."""
    found, none = [], table.head(0)
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
    hours = available_hours(twin)
    need = (taken + limits.friends * (np.arange(len(taken)) >= limits.first - 1)) / 60 if len(plan.row) else np.zeros(0)
    for month in np.flatnonzero(need > hours + 1e-9):
        number, asked = outside(month), need[month]
        en = f"Month {number} needs {asked:,.0f} hours of staff time; there are {hours:,.0f}."
        zh = f"第 {number} 个月需要人力 {asked:,.0f} 小时，可用 {hours:,.0f} 小时。"
        found.append(PlanProblem("hours", en, zh, int((plan.month == month).sum()), none))
    if "manager_id" in table:
        found += _managers(table, good, plan, twin, shown)
    return found


def _managers(table: "pd.DataFrame", good: Any, plan: Plan, twin: Twin, shown: list[str]) -> list[PlanProblem]:
    """Managers that there are not, and those who are given more than their month's capacity."""
    import pandas as pd

    people, found = staff(twin.now.world), []
    named = pd.to_numeric(table["manager_id"], errors="coerce")
    place = (named.fillna(-1) - FIRST_MANAGER_ID).to_numpy()
    bad = table["manager_id"].notna().to_numpy() & ~((place >= 0) & (place < len(people.capacity)))
    if bad.any():
        en, zh = f"{bad.sum()} row(s) name managers that there are not.", f"{bad.sum()} 行的客户经理不存在。"
        found.append(PlanProblem("manager", en, zh, int(bad.sum()), table.loc[bad, shown].head(EXAMPLES)))
    mine = named.notna().to_numpy()[good] & ~bad[good]
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
