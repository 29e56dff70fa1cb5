"""Results: what a strategy made of the bank, beside the same bank without it, and how good that is."""

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import stdtrit

from generators import parameters as p
from generators.schema import levels
from generators.twin.observed import observed_rows
from generators.twin.run import Comparison, Plan, Twin
from twinline.base.text import t
from twinline.twin.months import outside
from twinline.twin.references import best_profits

if TYPE_CHECKING:
    import pandas as pd

_STEPS = {
    "gross": ("Those who responded are worth", "响应客户的价值"),
    "anyway": ("…and would be without us", "不做也会有的部分"),
    "others": ("Change among the others", "其他客户的变化"),
    "contacts": ("Contacts", "触达成本"),
    "offers": ("Offers used", "权益成本"),
    "complaints": ("Complaints", "投诉成本"),
    "unsubscribes": ("Permissions lost", "退订损失"),
    "friends": ("Managers' time for new friends", "新好友维护成本"),
    "volume": ("Too many texts and pushes", "群发超量成本"),
    "pilot": ("Pilot", "试点成本"),
    "profit": ("True increment", "真实增量"),
}
_COSTS = ("contacts", "offers", "complaints", "unsubscribes", "friends", "volume", "pilot")
_OF_OUTCOME = {
    "complaints": "complaint_cost",
    "unsubscribes": "unsubscribe_cost",
    "friends": "upkeep",
    "volume": "volume",
}
_ALWAYS = ("contacts", "offers", "complaints")  # that a waterfall shows also where they are nothing


@dataclass(frozen=True)
class Score:
    """How good a strategy was: means over the futures of a run; money in yuan.

    `profit` is what the bank has more than without the strategy and `error` its standard error (None for one future);
    `roi` is profit over cost; `reach` counts customers, `contacts` contacts; `take_up` is the share of contacts whose offer
    was used; `saved` counts accounts that stay with the strategy and would close without, `lost` the reverse; `lines` is
    the cost by line, `waterfall` leads from what responders are worth to the profit. `sleeping_dogs` counts customers
    contacted whom contact drives away, and is the simulator's truth, as are the two references: the profit of the best
    policy that sees what the bank sees, and of the one that sees everything, at as many customers.
    """

    profit: float
    error: float | None
    futures: int
    cost: float
    reach: float
    contacts: float
    take_up: float
    saved: float
    lost: float
    complaints: float
    sleeping_dogs: float
    lines: dict[str, float]
    waterfall: tuple[tuple[str, float], ...]
    best_observable: float | None = None
    oracle: float | None = None

    @property
    def roi(self) -> float | None:
        """Profit over cost; None where nothing was spent."""
        return self.profit / self.cost if self.cost else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the mean profit by Student's t, in yuan: wide for few futures; None for one."""
        if self.error is None:
            return None
        half = float(stdtrit(self.futures - 1, 0.975)) * self.error
        return self.profit - half, self.profit + half

    @property
    def share_of_best(self) -> float | None:
        """Profit over that of the best policy on what the bank sees; None where that is unknown or earns nothing."""
        return _share(self.profit, self.best_observable)

    @property
    def share_of_oracle(self) -> float | None:
        """Profit over that of the policy that knows everything; None where that is unknown or earns nothing."""
        return _share(self.profit, self.oracle)

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """(field, title, value as text) of everything there is to show, in the language in use."""
        error = "" if self.error is None else f" ± {self.error:,.0f}"
        yield "profit", t("Incremental profit (yuan)", "增量利润（元）"), f"{self.profit:,.0f}{error}"
        if self.interval is not None:
            low, high = self.interval
            yield (
                "interval",
                t("…95 % interval by Student's t", "…95% 置信区间（t 分布）"),
                t(f"{low:,.0f} to {high:,.0f}", f"{low:,.0f} 至 {high:,.0f}"),
            )
        yield "cost", t("Cost (yuan)", "成本（元）"), f"{self.cost:,.0f}"
        if self.roi is not None:
            yield "roi", t("Profit per yuan spent", "每元成本带来的利润"), f"{self.roi:.2f}"
        yield "reach", t("Customers contacted", "触达客户数"), f"{self.reach:,.0f}"
        yield "contacts", t("Contacts", "触达次数"), f"{self.contacts:,.0f}"
        yield "take_up", t("Offers used per contact", "权益使用率"), f"{self.take_up:.1%}"
        yield "saved", t("Accounts saved", "救回账户"), f"{self.saved:,.1f}"
        yield "lost", t("Accounts driven off", "赶走账户"), f"{self.lost:,.1f}"
        yield "complaints", t("Complaints", "投诉件数"), f"{self.complaints:,.1f}"
        yield (
            "sleeping_dogs",
            t("Sleeping dogs contacted (truth)", "惊动的勿扰型客户（真相）"),
            f"{self.sleeping_dogs:,.0f}",
        )
        if self.share_of_best is not None:
            yield (
                "share_of_best",
                t("Share of the best observable policy", "占“可观测最优”的比例"),
                f"{self.share_of_best:.0%}",
            )
        if self.share_of_oracle is not None:
            yield "share_of_oracle", t("Share of the oracle", "占“先知”的比例"), f"{self.share_of_oracle:.0%}"

    def line_titles(self) -> dict[str, str]:
        """The titles of the cost's lines in the language in use."""
        return {line: _line_title(line) for line in self.lines}

    def step_titles(self) -> dict[str, str]:
        """The titles of the waterfall's steps in the language in use."""
        return {code: t(*_STEPS[code]) for code, _ in self.waterfall}

    def __repr__(self) -> str:
        shown, colon = list(self.rows()), t(": ", "：")
        lines = [f"  {_line_title(line)}{colon}{value:,.0f}" for line, value in self.lines.items()]
        return "\n".join(
            [*(f"{title}{colon}{value}" for _, title, value in shown), t("Cost by line:", "成本明细："), *lines]
        )

    def _repr_html_(self) -> str:
        main = _html_table(t("Score", "成绩单"), [(title, value) for _, title, value in self.rows()])
        spent = [(_line_title(line), f"{value:,.0f}") for line, value in self.lines.items()]
        costs = _html_table(t("Cost by line (yuan)", "成本明细（元）"), spent)
        return f"<div style='display:flex;gap:2.5em;flex-wrap:wrap;align-items:flex-start'>{main}{costs}</div>"


@dataclass(frozen=True, eq=False)
class Result:
    """A strategy that was run on a bank: one pair of worlds a future, with the strategy and without.

    `plan` is the strategy's table as it was run (of the first future, for a policy); `given` what was handed in; `charge`
    is in yuan of pilots that this round has to carry; `contact_limit` is in customers, None where there is none.
    """

    twin: Twin
    name: str
    given: Any
    months: int
    pairs: tuple[Comparison, ...]
    plans: tuple[Plan, ...]
    charge: float = 0.0
    contact_limit: int | None = None
    _scores: dict[bool, Score] = field(default_factory=dict, repr=False)

    def score(self, references: bool = True) -> Score:
        """How good the strategy was. Without `references` it is not compared with the policies that know more: quicker."""
        if references not in self._scores:
            best, oracle = self._best_profits() if references else (None, None)
            self._scores[references] = _score(self, best, oracle)
        return self._scores[references]

    def _best_profits(self) -> tuple[float, float]:
        """What the best observable policy and the oracle earn in the same months and futures, with as many customers."""
        most = self.contact_limit
        if most is None:
            most = int(max(np.ceil(self.by_future["reach"].mean()), 1))
        return best_profits(self.twin, most, self.months, len(self.pairs))

    @property
    def watched(self) -> int:
        """Months for which outcomes were watched: those of the plan, or the scenario's horizon where that is longer."""
        return self.twin.scenario.watched(self.months)

    @property
    def plan(self) -> "pd.DataFrame":
        """The contacts that were planned: customer_id, month, channel, offer."""
        return table_of(self.plans[0])

    @cached_property
    def by_future(self) -> "pd.DataFrame":
        """A row a future: incremental profit and cost in yuan, and what became of customers."""
        import pandas as pd

        rows = [_future(pair, self.charge) for pair in self.pairs]
        return pd.DataFrame(rows, index=pd.Index(range(1, len(rows) + 1), name="future"))

    @cached_property
    def outcomes(self) -> "pd.DataFrame":
        """A row a customer, touched or not, with the strategy and without: means over the futures; see view "outcomes"."""
        from twinline.data.tables import to_frame

        sums: dict[str, Any] = {}
        for future, pair in enumerate(self.pairs, start=1):
            alone = self.twin.without(self.watched, future).outcome
            for name, values in _columns(alone, pair).items():
                sums[name] = sums.get(name, 0) + values / len(self.pairs)
        rows = observed_rows(self.twin.now.monthly_pages)
        columns = {name: np.asarray(values)[rows] for name, values in sums.items()}
        money = {name: np.rint(values) for name, values in columns.items() if name.endswith("_fen")}
        people = self.twin.now.population.customer_id[rows]
        return to_frame("outcomes", {"customer_id": people, **columns, **money})

    def plot(self) -> None:
        """Draw the way from what the campaign report would claim to what was truly gained."""
        from twinline.pictures.style import show

        show(*self.picture())

    def picture(self) -> tuple[Any, str]:
        """The figure that `plot` shows, and its text alternative."""
        from twinline.pictures import charts

        score = self.score(references=False)
        names = score.step_titles()
        steps = [(names[code], value) for code, value in score.waterfall]
        claimed, gained = score.waterfall[0][1], score.profit
        title = t(
            f"Responders are worth {claimed:,.0f} yuan; the strategy added {gained:,.0f}",
            f"响应客户价值 {claimed:,.0f} 元，策略真正带来的是 {gained:,.0f} 元",
        )
        alt = t("Waterfall in yuan: ", "瀑布图（元）：") + t("; ", "；").join(
            f"{name} {value:,.0f}" for name, value in steps
        )
        return charts.waterfall_figure(steps, title, claims=2), alt

    def _head(self) -> str:
        return t(
            f"{self.name}: {self.months} months, {len(self.pairs)} futures",
            f"{self.name}：{self.months} 个月，{len(self.pairs)} 种未来",
        )

    def __repr__(self) -> str:
        return f"{self._head()}\n{self.score(references=False)!r}"

    def _repr_html_(self) -> str:
        return f"<p><b>{html.escape(self._head())}</b></p>{self.score(references=False)._repr_html_()}"


def table_of(plan: Plan) -> "pd.DataFrame":
    """A plan as a strategy's table."""
    import pandas as pd

    table = pd.DataFrame(
        {
            "customer_id": plan.row + p.FIRST_CUSTOMER_ID,
            "month": outside(plan.month),
            "channel": np.array(p.CHANNEL_NAMES, dtype=object)[plan.channel],
            "offer": np.array(p.OFFER_NAMES, dtype=object)[plan.offer],
        }
    )
    return table.sort_values(["month", "customer_id"], ignore_index=True)


def _html_table(caption: str, rows: list[tuple[str, str]]) -> str:
    cells = [
        f"<tr><th scope='row' style='text-align:left'>{html.escape(name)}</th>"
        f"<td style='text-align:right'>{html.escape(value)}</td></tr>"
        for name, value in rows
    ]
    return f"<table><caption style='text-align:left'>{html.escape(caption)}</caption>{''.join(cells)}</table>"


def _share(profit: float, reference: float | None) -> float | None:
    return None if reference is None or reference <= 0 else profit / reference


def _line_title(line: str) -> str:
    group, _, name = line.partition(".")
    known = {"contact": levels.CONTACT_CHANNEL, "offer": levels.OFFER}
    return t(*known[group][name]) if name else cost_title(line)


def cost_title(line: str) -> str:
    """The title of a cost that is no contact and no offer, in the language in use."""
    return t(*_STEPS[line])


def _future(pair: Comparison, charge: float) -> dict[str, float]:
    with_plan, without = pair.with_plan, pair.without
    return {
        "profit": float((with_plan.profit - without.profit).sum()) - charge,
        "cost": float((with_plan.cost - without.cost).sum()) + charge,
        "reach": int((with_plan.contacts > 0).sum()),
        "contacts": int(with_plan.contacts.sum()),
        "redeemed": int(with_plan.redeemed.sum()),
        "complaints": int(with_plan.complaints.sum()),
        "saved": int((with_plan.open & ~without.open).sum()),
        "lost": int((~with_plan.open & without.open).sum()),
        "spent": float((with_plan.spent - without.spent).sum()),
    }


def _score(result: Result, best: float | None, oracle: float | None) -> Score:
    futures, mean = result.by_future, result.by_future.mean()
    count = len(futures)
    twin = result.twin
    dogs = twin.now.population.latent_type == p.TYPE_NAMES.index("sleeping_dog")
    hit = np.mean([(dogs[pair.rows] & (pair.with_plan.contacts > 0)).sum() for pair in result.pairs])
    steps = [_steps(pair) for pair in result.pairs]
    waterfall = {code: float(np.mean([step[code] for step in steps])) for code in steps[0]}
    lines = _lines(result)
    spent = {
        "contacts": sum(value for line, value in lines.items() if line.startswith("contact.")),
        "offers": sum(value for line, value in lines.items() if line.startswith("offer.")),
        **{code: lines.get(code, 0.0) for code in _COSTS[2:]},
    }
    waterfall |= {code: -spent[code] for code in _COSTS if spent[code] or code in _ALWAYS}
    profit = float(mean["profit"])
    return Score(
        profit=profit,
        error=float(futures["profit"].std(ddof=1) / np.sqrt(count)) if count > 1 else None,
        futures=count,
        cost=float(mean["cost"]),
        reach=float(mean["reach"]),
        contacts=float(mean["contacts"]),
        take_up=float(mean["redeemed"] / mean["contacts"]) if mean["contacts"] else 0.0,
        saved=float(mean["saved"]),
        lost=float(mean["lost"]),
        complaints=float(mean["complaints"]),
        sleeping_dogs=float(hit),
        lines=lines,
        waterfall=(*waterfall.items(), ("profit", profit)),
        best_observable=best,
        oracle=oracle,
    )


def _steps(pair: Comparison) -> dict[str, float]:
    """What those are worth who bought after a contact got through, what they would be without, and how others changed."""
    responded = pair.with_plan.responded
    with_plan, without = pair.with_plan.worth, pair.without.worth
    return {
        "gross": float(with_plan[responded].sum()),
        "anyway": -float(without[responded].sum()),
        "others": float((with_plan - without)[~responded].sum()),
    }


def _lines(result: Result) -> dict[str, float]:
    """Mean cost by line, in yuan; lines that cost nothing are left out."""
    attempt = result.twin.scenario.attempt_fen() / 100
    offer = np.array([offer.cost_fen for offer in p.OFFERS]) / 100
    count = len(result.pairs)
    made = sum(pair.with_plan.made.sum(axis=0, dtype=np.int64) for pair in result.pairs) / count
    taken = sum(pair.with_plan.taken.sum(axis=0, dtype=np.int64) for pair in result.pairs) / count
    lines = {f"contact.{name}": float(value) for name, value in zip(p.CHANNEL_NAMES, made * attempt, strict=True)}
    lines |= {f"offer.{name}": float(value) for name, value in zip(p.OFFER_NAMES, taken * offer, strict=True)}
    for line, name in _OF_OUTCOME.items():
        lines[line] = float(
            np.mean([(getattr(pair.with_plan, name) - getattr(pair.without, name)).sum() for pair in result.pairs])
        )
    return {line: value for line, value in {**lines, "pilot": result.charge}.items() if value}


def _columns(alone: Any, pair: Comparison) -> dict[str, Any]:
    """The columns of the view "outcomes" for one future, one entry for every customer of the bank."""

    def put(without: Any, with_plan: Any) -> Any:
        values = np.array(without, dtype=float)
        values[pair.rows] = with_plan
        return values

    size, new = len(alone.open), pair.with_plan
    nothing = np.zeros(size)
    both = {
        "profit_with_fen": put(alone.profit, new.profit) * 100,
        "profit_without_fen": alone.profit * 100,
        "spent_with_fen": put(alone.spent, new.spent) * 100,
        "spent_without_fen": alone.spent * 100,
        "active_with": put(alone.active, new.active),
        "active_without": alone.active.astype(float),
        "open_with": put(alone.open, new.open),
        "open_without": alone.open.astype(float),
    }
    return {
        "contacts": put(nothing, new.contacts),
        "reached": put(nothing, new.reached),
        "redeemed": put(nothing, new.redeemed),
        "complaints": put(nothing, new.complaints),
        "cost_fen": put(nothing, new.cost - pair.without.cost) * 100,
        **both,
        "gain_fen": both["profit_with_fen"] - both["profit_without_fen"],
        "saved": np.maximum(both["open_with"] - both["open_without"], 0),
        "lost": np.maximum(both["open_without"] - both["open_with"], 0),
    }
