"""The 5×5 method on one branch centre, prepared: its managers, the screened list, the matches, a month's log of records.

Each function reads the bank's tables; `dataset` is a scale or a folder, as for `tw.load`. What is ours and not the bank's
is marked (a): an assumption.
"""

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from generators.parameters import Floats
from generators.staff import SKILLS
from twinline.data.tables import default_scale, load, world_of
from twinline.twin.bank import Bank

CITY: Final = "杭州"  # the branch centre that the lesson plays
SHARE: Final = 10  # one in so many of a manager's contacts in a month is for this list (a)
MONTH: Final = pd.Timestamp("2026-01-01")  # the month that is played
ROUTES: Final = ("3.1", "3.2", "3.3", "3.4", "3.5")


@dataclass(frozen=True)
class Step:
    """One of the 25 steps: its words, who owes it, of what it is owed one each, and the day of the month it is due.

    Owners, units and days are ours (a): the source names the steps and no more.
    """

    number: str
    en: str
    zh: str
    owner: str  # "head", "manager", "middle" or "front"
    unit: str  # "once", "branch", "need", "manager", "company", "key" or "customer"
    day: int


STEPS: Final = (
    Step("1.1", "Screen the list", "中台精筛名单", "middle", "once", 3),
    Step("1.2", "Tasks to teams", "任务分发团队", "middle", "branch", 4),
    Step("1.3", "Match relations", "关联关系匹配", "middle", "once", 4),
    Step("1.4", "Willingness and skill", "团队意愿和能力", "manager", "manager", 5),
    Step("1.5", "Adjust regularly", "定期任务调整", "manager", "branch", 16),
    Step("2.1", "Portrait", "客群画像特征", "middle", "need", 5),
    Step("2.2", "Pain point", "客群主要痛点", "middle", "need", 5),
    Step("2.3", "Theme", "意向营销主题", "middle", "need", 6),
    Step("2.4", "Service plan", "综合服务方案", "middle", "need", 7),
    Step("2.5", "Tool kit", "营销工具包", "middle", "manager", 7),
    Step("3.1", "Telephone", "联系电话触达", "front", "customer", 12),
    Step("3.2", "Customers refer", "存量客户转介", "front", "customer", 13),
    Step("3.3", "Trade chain refers", "交易链客户转介", "front", "customer", 13),
    Step("3.4", "Corporate desk", "对公协同触达", "front", "customer", 14),
    Step("3.5", "Joint channels", "渠道联合触达", "front", "customer", 12),
    Step("4.1", "Team leader leads", "团队长牵头组织", "manager", "branch", 8),
    Step("4.2", "Key visits", "重点客户邀约上门", "front", "key", 19),
    Step("4.3", "Channel event", "大中型渠道活动", "manager", "once", 21),
    Step("4.4", "Small salons", "小型高频沙龙活动", "front", "branch", 18),
    Step("4.5", "Joint marketing", "协同营销", "middle", "company", 20),
    Step("5.1", "Managers follow up", "客户经理营销跟进", "front", "customer", 17),
    Step("5.2", "Leaders coach", "团队负责人赋能", "manager", "manager", 22),
    Step("5.3", "Event review", "团队活动复盘回检", "manager", "branch", 25),
    Step("5.4", "Branch review", "分行专案组织复盘", "manager", "once", 28),
    Step("5.5", "Head office tracks", "总行持续跟踪回检", "head", "once", 30),
)
_KEY: Final = 10  # one in so many of the list is a key customer (a)


def team(city: str | None = CITY, dataset: str | Path | None = None) -> pd.DataFrame:
    """The relationship managers of a city's branches (of all, without a city), with `slots`: customers of this list whom
    each can take. A row a manager, in the order of their numbers; the columns of `managers` but the name.
    """
    staff, branches = load("managers", dataset), load("branches", dataset)
    if city is not None:
        staff = staff[staff["branch_id"].isin(branches.loc[branches["city"] == city, "branch_id"])]
    chosen: pd.DataFrame = staff.drop(columns="name").assign(slots=staff["monthly_capacity"] // SHARE)
    return chosen.reset_index(drop=True)


def centre(city: str | None = CITY, dataset: str | Path | None = None) -> pd.DataFrame:
    """The city's rows of `bank.observed()` on the first morning after the history (all rows, without a city), with
    `need`: which of the four skills a talk calls for (see `needs`).
    """
    seen = Bank.open(world_of(dataset or default_scale())).observed()
    seen = seen if city is None else seen[seen["city"] == city]
    return seen.assign(need=needs(seen)).reset_index(drop=True)


def needs(seen: pd.DataFrame) -> np.ndarray:
    """What a talk with each customer will be about (a): "activation" if a month without a purchase, else "retention" if
    they asked about fees or leaving in two months of the year or more, else "credit" if they use over 60 % of the limit,
    else "wealth".
    """
    quiet = seen["months_since_purchase"] >= 1
    restless = seen["enquiries_12m"] >= 2
    borrows = seen["utilisation"] > 0.6
    return np.select([quiet, restless, borrows], ["activation", "retention", "credit"], "wealth")


def _listed(seen: pd.DataFrame, most: int) -> pd.DataFrame:
    """The list: who asked in the last year, has not refused calls and is not overdue; the `most` worth most, and no one
    worth nothing. In the order of customer numbers, as head office sends it; `worth` is yuan a month.
    """
    good = (seen["enquiries_12m"] > 0) & ~seen["call_opt_out"] & (seen["bucket"] == 0) & (seen["margin_12m"] > 0)
    kept = seen[good].nlargest(most, "margin_12m").sort_values("customer_id", ignore_index=True)
    return kept.assign(worth=kept["margin_12m"].round(2))


def tasks(city: str | None = CITY, dataset: str | Path | None = None) -> pd.DataFrame:
    """The screened list of a city (of the bank, without one), as long as the team has slots: customer_id, branch_id,
    need, worth.
    """
    slots = int(team(city, dataset)["slots"].sum())
    listed = _listed(centre(city, dataset), slots)
    return listed[["customer_id", "branch_id", "need", "worth"]]


def expected(list_: pd.DataFrame, staff: pd.DataFrame) -> Floats:
    """Yuan a month that each customer (row) is expected to keep with each manager (column): worth × skill × willingness,
    both ratings as shares of 5 (a).
    """
    skill = staff[[f"skill_{need}" for need in SKILLS]].to_numpy()[:, [SKILLS.index(need) for need in list_["need"]]]
    chance = skill.T / 5 * (staff["willingness"].to_numpy() / 5)
    return np.asarray(list_["worth"].to_numpy()[:, None] * chance)


def in_turn(staff: pd.DataFrame, count: int) -> np.ndarray:
    """The first manager with room for each of `count` customers, down the list: rows of `staff`."""
    return np.repeat(np.arange(len(staff)), staff["slots"])[:count]


def routes(list_: pd.DataFrame, dataset: str | Path | None = None) -> pd.Series:
    """By which of the five routes of stage 3 each customer of a list is reached: the number of the step, by customer.

    A relative or colleague who is our WeCom friend comes first, then a company they trade with, then the payer of their
    wages, then the app if they visited it in three months, else the telephone (a).
    """
    ties = load("relationships", dataset)
    seen = Bank.open(world_of(dataset or default_scale())).observed().set_index("customer_id")
    friends = seen.index[seen["wecom_friend"]]
    people = ties[ties["other_customer_id"].isin(friends)]
    who = list_["customer_id"]
    found = [
        who.isin(people["customer_id"]),
        who.isin(ties.loc[ties["kind"] == "transaction_chain", "customer_id"]),
        who.isin(ties.loc[ties["kind"] == "payroll", "customer_id"]),
        who.isin(seen.index[seen["visits_3m"] > 0]),
    ]
    return pd.Series(np.select(found, ["3.2", "3.3", "3.4", "3.5"], "3.1"), index=who, name="route")


def matches(city: str | None = None, dataset: str | Path | None = None) -> pd.DataFrame:
    """Pairs of customers whom a rule says to know each other: their wages come from the same company. A third of all such
    pairs, and what the managers heard when they asked one of the two.

    Columns: customer_id, other_customer_id, checked (a manager asked; about half are), knows (they do know each other;
    False where nobody asked). Pairs that are on record as colleagues stand in the list twice, once from each side. The
    answers come from the simulated truth.
    """
    ties, truth = load("relationships", dataset), load("truth_relationships", dataset)
    people = load("customers", dataset, columns=["customer_id", "city"])
    if city is not None:
        ties = ties[ties["customer_id"].isin(people.loc[people["city"] == city, "customer_id"])]
    paid = ties[ties["kind"] == "payroll"].groupby("company_id")["customer_id"]
    mates = [pair for _, group in paid for pair in combinations(sorted(group), 2) if sum(pair) % 3 == 0]
    both = ["customer_id", "other_customer_id"]
    once = pd.DataFrame(mates, columns=both)
    again = once[_among(once, ties)].set_axis(both[::-1], axis=1)
    table = pd.concat([once, again[both]], ignore_index=True)
    low, high = table.min(axis=1), table.max(axis=1)
    checked = _luck(low * 3 + high, 1) < 0.5
    return table.assign(checked=checked, knows=checked & _among(table, truth))


def month_log(city: str | None = CITY, dataset: str | Path | None = None) -> pd.DataFrame:
    """The month's records: a row whatever is owed, of each of the 25 steps.

    Columns: step, owner ("head", "manager", "middle", "front"), manager_id (0 where it is nobody's own), customer_id (0
    where it is about none), due (day), done (day, or missing). A front-line record is the later the less willing the
    manager is; the days are made for the lesson (a).
    """
    staff, listed = team(city, dataset), tasks(city, dataset)
    best = staff.iloc[best_plan(listed, staff)]
    listed = listed.assign(manager_id=best["manager_id"].to_numpy(), route=routes(listed, dataset).to_numpy())
    parts = [_owed(step, listed, staff) for step in STEPS]
    log = pd.concat(parts, ignore_index=True)
    willing = log["manager_id"].map(staff.set_index("manager_id")["willingness"]).fillna(4).to_numpy()
    key = log["customer_id"] + 7 * log["manager_id"] + 13 * log.groupby("step").cumcount()
    late = np.floor(_luck(key, 2) * (9 - willing) - 2).astype(int)
    done = log["due"] + pd.to_timedelta(late, unit="D")
    forgotten = _luck(key, 3) < 0.02 * (6 - willing)
    return log.assign(done=done.mask(forgotten))


def best_plan(listed: pd.DataFrame, staff: pd.DataFrame) -> np.ndarray:
    """The assignment with the highest expected yuan: for each customer the row of their manager in `staff`.

    Raises `ValueError` where the list is longer than the slots.
    """
    from scipy.optimize import linear_sum_assignment

    seat = np.repeat(np.arange(len(staff)), staff["slots"])
    if len(seat) < len(listed):
        raise ValueError(f"{len(listed)} customers, but only {len(seat)} slots")
    _, chosen = linear_sum_assignment(-expected(listed, staff)[:, seat])
    return seat[chosen]


def _among(pairs: pd.DataFrame, ties: pd.DataFrame) -> np.ndarray:
    """Whether the two of each pair are joined by one of the ties (which stand from both sides)."""
    joined = pd.MultiIndex.from_frame(ties[["customer_id", "other_customer_id"]].dropna().astype("int64"))
    return np.asarray(pd.MultiIndex.from_frame(pairs[["customer_id", "other_customer_id"]]).isin(joined))


def draft_plan(city: str | None = CITY, dataset: str | Path | None = None) -> pd.DataFrame:
    """A plan as somebody filled it in by hand, down the list, with slips: some customers left out, some with two
    managers, one manager with too many. Columns: customer_id, manager_id.
    """
    staff, listed = team(city, dataset), tasks(city, dataset)
    who = staff["manager_id"].to_numpy()
    turn = in_turn(staff, len(listed))
    plan = pd.DataFrame({"customer_id": listed["customer_id"], "manager_id": who[turn]})
    place = np.arange(len(plan))
    others = [plan[place % 11 == 3].assign(manager_id=who[shift]) for shift in (-1, -2)]
    first = plan[place % 13 == 5].assign(manager_id=who[0])
    kept = plan[(place % 9 != 4) | (turn % 3 == 0)]
    filled: pd.DataFrame = pd.concat([kept, *others, first], ignore_index=True)
    return filled


def _owed(step: Step, listed: pd.DataFrame, staff: pd.DataFrame) -> pd.DataFrame:
    """The rows of the log that one step asks for, without their days of completion."""
    count = {"once": 1, "branch": staff["branch_id"].nunique(), "need": listed["need"].nunique(), "company": 5}
    if step.unit == "customer":
        rows = listed[listed["route"] == step.number] if step.number in ROUTES else listed
    elif step.unit == "key":
        rows = listed.nlargest(max(len(listed) // _KEY, 1), "worth")
    elif step.unit == "manager":
        rows = staff[["manager_id"]].assign(customer_id=0)
    else:
        rows = pd.DataFrame({"manager_id": [0] * count[step.unit], "customer_id": 0})
    rows = rows[["manager_id", "customer_id"]].reset_index(drop=True)
    spread = rows.index.to_numpy() % 3 if step.owner == "front" else 0
    due = MONTH + pd.to_timedelta(step.day - 1 + np.zeros(len(rows), dtype=int) + spread, unit="D")
    return pd.DataFrame({"step": step.number, "owner": step.owner, **rows, "due": due})


def _luck(key: pd.Series, which: int) -> np.ndarray:
    """A number from 0 to 1 that belongs to a key: the same whenever it is asked for (Knuth's multiplicative hash)."""
    words = key.to_numpy(dtype=np.uint64) * np.uint64(2_654_435_761) + np.uint64(which * 97_531_357)
    words = (words ^ (words >> np.uint64(15))) * np.uint64(2_246_822_519)
    return np.asarray(((words >> np.uint64(9)) & np.uint64(0xFFFF)) / 65_536)
