"""What is to be said of a policy that was watched, clause by clause: what is wrong, and what to do about it."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from generators.schema import TABLES
from twinline.base.words import Words
from twinline.data.tables import yuan_name
from twinline.twin.policy import PolicyError
from twinline.twin.policy_clauses import Clause
from twinline.twin.policy_watch import Watched
from twinline.twin.problems import PlanProblem
from twinline.twin.strategy import COLUMNS

if TYPE_CHECKING:
    import pandas as pd

_CLAUSE_OF = {
    "columns": "columns",
    "unknown": "shown",
    "closed": "shown",
    "month": "month",
    "channel": "choices",
    "offer": "choices",
    "duplicate": "twice",
    "ban": "allowed",
    "no_friend": "allowed",
    "no_app": "allowed",
    "budget": "capacity",
    "customers": "capacity",
    "hours": "capacity",
    "capacity": "capacity",
    "manager": "capacity",
}
"""The clause that a plan problem breaks, by its code; those that begin with opt_out break "allowed"."""
_COURSE = 15_000  # open accounts of the bank that a policy is played on in the end
_AFTERWARDS = frozenset(
    ("profit", "uplift", "outcome", "left", "churned", "saved", "redeemed", "reached", "response", "target")
)
"""Names that tables of results have: no bank knows such things on the morning of a month."""


def judged(seen: Watched) -> Iterator[Clause]:
    """The clauses of which there is something to say."""
    if seen.trouble is not None:
        yield from _stopped(seen, seen.trouble)
        return
    yield from _of_tables(seen)
    changed = sorted({name for facts in seen.facts for name in facts.get("changed", [])})
    if changed:
        listed = ", ".join(changed[:5])
        told = Words(
            en=f"It changed {listed}. Work on a copy: begin with `observed = observed.assign(...)` or `observed.copy()`.",
            zh=f"改动了 {listed}。请先复制再改，例如 `observed = observed.assign(...)` 或 `observed.copy()`。",
        )
        yield Clause("input", "broken", told)
    if seen.again is not None and not _alike(seen.tables[0], seen.again):
        told = Words(
            en="Asked about month 1 twice, with the same table, it named other customers. If it draws by lot, fix the seed: "
            "`np.random.default_rng(1)`, made inside the function.",
            zh="第 1 个月用同一张表问了两次，名单却不一样。如果用了随机数，请在函数里固定种子：`np.random.default_rng(1)`。",
        )
        yield Clause("same", "broken", told)
    yield from _speed(seen)
    if not any(len(table) for table in seen.tables):
        told = Words(
            en=f"It contacted nobody in {seen.months} months. Does the condition hold for anyone? Look at `bank.observed()`.",
            zh=f"{seen.months} 个月里谁也没触达。筛选条件有人满足吗？请看看 `bank.observed()`。",
        )
        yield Clause("somebody", "doubtful", told)


def _stopped(seen: Watched, trouble: PolicyError) -> Iterator[Clause]:
    """What is to be said of a policy that did not run through."""
    facts = seen.facts[-1] if seen.facts else {}
    wanted, kind = facts.get("wanted", ""), facts.get("kind", "")
    known = list(seen.bank.observed().columns)
    if wanted and wanted not in known:
        yield Clause("runs", "broken", code=trouble.traceback)
        yield Clause("knows", "broken", _unknown_column(wanted, known))
    elif kind and "BilingualError" in trouble.traceback:
        told = Words(
            en=f"It returned a {kind}. Put the list together with `tw.segment(observed, chosen).action('call', 'fee_waiver')`.",
            zh=f"返回的是 {kind}。请用 `tw.segment(observed, chosen).action('call', 'fee_waiver')` 生成名单。",
        )
        yield Clause("returns", "broken", told)
    elif "NotImplementedError" in trouble.traceback:
        told = Words(
            en="It is not written yet: delete `raise NotImplementedError`.",
            zh="还没有写：请删掉 `raise NotImplementedError`。",
        )
        yield Clause("runs", "broken", told)
    elif not seen.facts and "seconds" in trouble.en:
        yield Clause("speed", "broken", Words(en=trouble.en, zh=trouble.zh))
    else:
        yield Clause("runs", "broken", Words(en=trouble.en, zh=trouble.zh), trouble.traceback)


def _unknown_column(wanted: str, known: list[str]) -> Words:
    truth = {
        yuan_name(column.name)
        for table in TABLES.values()
        if table.name.startswith("truth_")
        for column in table.columns
    }
    if wanted in _AFTERWARDS or wanted in truth:
        return Words(
            en=f"`{wanted}` is known only afterwards, or to the simulator alone. A policy has what `bank.observed()` shows.",
            zh=f"`{wanted}` 要到事后才知道，或者只有模拟器知道。策略函数只能用 `bank.observed()` 里的字段。",
        )
    near = get_close_matches(wanted, known, 3)
    return Words(
        en=f"There is no `{wanted}` among the columns."
        + (f" Did you mean {', '.join(near)}?" if near else " See `bank.observed().columns`."),
        zh=f"没有 `{wanted}` 这个字段。"
        + (f"是不是 {'、'.join(near)}？" if near else "请看 `bank.observed().columns`。"),
    )


def _of_tables(seen: Watched) -> Iterator[Clause]:
    """What is wrong with the tables, each clause once, in the words of the first month in which it is."""
    told: dict[str, PlanProblem] = {}
    for problem in seen.problems:
        told.setdefault("allowed" if problem.code.startswith("opt_out") else _CLAUSE_OF[problem.code], problem)
    for name, problem in told.items():
        examples = problem.examples.to_string(index=False) if len(problem.examples) else ""
        yield Clause(name, "broken", Words(en=problem.en, zh=problem.zh), examples)
    if seen.outside and "shown" not in told:
        words = Words(
            en=f"Shown half of the customers, it still named {seen.outside} of the other half: it looks at a table from outside, such as "
            "`seen`. Use `observed` in the function.",
            zh=f"只给它看一半客户，它仍点了另一半中的 {seen.outside} 位：函数里用了外面的表（比如 `seen`）。请改用 `observed`。",
        )
        yield Clause("shown", "broken", words)
    if "columns" not in told:
        yield from _kinds(seen.tables)


def _kinds(tables: "list[pd.DataFrame]") -> Iterator[Clause]:
    from pandas.api import types

    for table in tables:
        for name in COLUMNS if len(table) else ():
            whole = name in ("customer_id", "month")
            if types.is_integer_dtype(table[name]) if whole else types.is_string_dtype(table[name].astype(object)):
                continue
            kind = str(table[name].dtype)
            yield Clause(
                "kinds",
                "doubtful",
                Words(
                    en=f"`{name}` is of type {kind}. The bank reads it, but a decimal or a text in it may name another customer than you "
                    f"mean: take it from `observed['{name}']`."
                    if whole
                    else f"`{name}` is of type {kind}: write texts.",
                    zh=f"`{name}` 的类型是 {kind}。银行会照读，但小数或文字可能对不上客户：请直接取自 `observed['{name}']`。"
                    if whole
                    else f"`{name}` 的类型是 {kind}：请写成文字。",
                ),
            )
            return


def _alike(one: "pd.DataFrame", other: "pd.DataFrame") -> bool:
    """Whether two tables plan the same contacts, in whatever order."""
    columns = [name for name in COLUMNS if name in one and name in other]
    rows = [sorted(map(tuple, table[columns].astype(str).to_numpy())) for table in (one, other)]
    return rows[0] == rows[1]


def _speed(seen: Watched) -> Iterator[Clause]:
    """A warning where the course bank, which is larger, may take too long."""
    longest = max((facts.get("seconds", 0.0) for facts in seen.facts), default=0.0)
    customers = max(len(seen.bank.observed()), 1)
    there = longest * max(_COURSE / customers, 1.0)
    if there > seen.seconds:
        told = Words(
            en=f"An answer took {longest:.1f} seconds of computing for {customers:,} customers; at this rate the course bank's {_COURSE:,} take "
            f"{there:.0f}, and {seen.seconds:g} are allowed. Compute with whole columns rather than row by row.",
            zh=f"{customers:,} 位客户用了 {longest:.1f} 秒计算时间；照此推算，课程银行的 {_COURSE:,} 位要 {there:.0f} 秒，上限是 {seen.seconds:g} 秒。"
            "请对整列计算，不要逐行循环。",
        )
        yield Clause("speed", "doubtful", told)
