"""What a policy must keep to, clause by clause, in words; and what a check of them shows."""

from dataclasses import dataclass
from typing import Literal

from twinline.base.card import card, code_block, marked, paragraph
from twinline.base.text import t
from twinline.base.words import Words

Verdict = Literal["kept", "doubtful", "broken", "open"]
_MARKS: dict[Verdict, str] = {"kept": "✓", "doubtful": "!", "broken": "✗", "open": "–"}
_COLOURS: dict[Verdict, str] = {"kept": "#2b8a3e", "doubtful": "#d9730d", "broken": "#c92a2a", "open": "#6c757d"}


def _clause(en: str, zh: str) -> Words:
    return Words(en=en, zh=zh)


CLAUSES: dict[str, Words] = {
    "signature": _clause(
        "It takes three things: `observed`, `month`, `budget`", "接收三个参数：`observed`、`month`、`budget`"
    ),
    "runs": _clause("It runs through, month after month", "每个月都能跑通"),
    "knows": _clause("It reads only columns that the bank knows that morning", "只读取银行当天早上看得到的字段"),
    "returns": _clause(
        "It returns `tw.segment(...).action(...)`, a table, or None for nobody",
        "返回 `tw.segment(...).action(...)`、一张表，或 None（谁也不触达）",
    ),
    "columns": _clause(
        "The table has `customer_id`, `channel` and `offer`", "表里有 `customer_id`、`channel`、`offer` 三列"
    ),
    "kinds": _clause(
        "`customer_id` and `month` are whole numbers, `channel` and `offer` texts",
        "`customer_id` 和 `month` 是整数，`channel` 和 `offer` 是文字",
    ),
    "shown": _clause("It contacts only customers in the table that it is given", "只触达传入的那张表里的客户"),
    "month": _clause(
        "It plans the month that it is asked about, none that has passed", "只安排当月，不安排已经过去的月份"
    ),
    "choices": _clause("Its channels and offers are the bank's", "渠道和权益都是银行现有的"),
    "twice": _clause("Nobody is contacted twice in a month", "同一个月不重复触达同一位客户"),
    "allowed": _clause("It respects refusals, bans and who can be reached how", "尊重拒收和禁令，渠道也都够得着"),
    "capacity": _clause(
        "It stays within budget, staff time and the number of customers", "不超预算、不超人力、不超可触达人数"
    ),
    "input": _clause("It leaves `observed` as it was", "不改动传入的 `observed`"),
    "same": _clause("Asked the same again, it answers the same", "同样的问题再问一次，回答一样"),
    "speed": _clause("It answers fast enough", "回答得够快"),
    "somebody": _clause("It contacts somebody", "至少触达一位客户"),
}
"""By name, in the order in which they are told."""


@dataclass(frozen=True)
class Clause:
    """How it stands with one clause: kept, doubtful, broken, or open where it could not be seen; and what to do about it."""

    name: str
    verdict: Verdict
    told: Words | None = None
    code: str = ""

    def __str__(self) -> str:
        lines = [f"{_MARKS[self.verdict]} {self._title()}"]
        lines += [f"    {self.told}"] if self.told else []
        lines += [f"    {line}" for line in self.code.splitlines()]
        return "\n".join(lines)

    def _title(self) -> str:
        return str(CLAUSES[self.name])

    def as_html(self) -> list[str]:
        """Its rows on a card."""
        mark = f'<b style="color: {_COLOURS[self.verdict]}">{_MARKS[self.verdict]}</b>'
        rows = [f'<div style="margin-top: 4px">{mark} {marked(self._title())}</div>']
        rows += [paragraph(str(self.told), "margin-left: 20px")] if self.told else []
        return [*rows, *([code_block(self.code)] if self.code else [])]


@dataclass(frozen=True)
class PolicyCheck:
    """A policy's clauses, all of them. `ok` says whether none is broken; printed or displayed it tells each."""

    name: str
    clauses: tuple[Clause, ...]
    customers: int
    months: int

    @property
    def ok(self) -> bool:
        """Whether the bank can run it as it is."""
        return not self.broken

    @property
    def broken(self) -> list[str]:
        """The names of the clauses that it breaks."""
        return [each.name for each in self.clauses if each.verdict == "broken"]

    def _head(self) -> str:
        if self.ok:
            return t(f"{self.name}: ready to be run", f"{self.name}：可以运行")
        number = len(self.broken)
        return t(f"{self.name}: {number} thing(s) to mend", f"{self.name}：有 {number} 处要改")

    def _where(self) -> str:
        if not self.months:
            return ""
        return t(
            f"Tried on a bank with {self.customers:,} open cards, for {self.months} month(s). Whether it earns anything is another "
            "question: `bank.run(policy)` tells.",
            f"在一家有 {self.customers:,} 张有效卡的小银行上试了 {self.months} 个月。能不能赚钱是另一回事，请用 `bank.run(policy)` 看。",
        )

    def __str__(self) -> str:
        return "\n".join(filter(None, [self._head(), *map(str, self.clauses), self._where()]))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = [row for each in self.clauses for row in each.as_html()]
        rows += [paragraph(self._where(), "font-size: 13px")] if self.months else []
        return card(_COLOURS["kept" if self.ok else "broken"], self._head(), rows)
