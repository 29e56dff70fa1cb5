"""Policies as answers: run on the twin beside doing nothing, and measured against the best that observed columns allow."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from generators.parameters import World, world
from generators.twin.scenario import Scenario
from twinline.base.text import t
from twinline.data.tables import dataset_folder
from twinline.questions.habits import Habit
from twinline.questions.judging import State
from twinline.questions.sheet import PolicySheet, Rules
from twinline.questions.verdict import Verdict
from twinline.twin import references, simple_policies
from twinline.twin.bank import Bank
from twinline.twin.observed import Observed
from twinline.twin.policy import Policy, PolicyError
from twinline.twin.problems import StrategyError
from twinline.twin.reach import reachable
from twinline.twin.result import Result
from twinline.twin.two_lives import counter_example

UNSEEN_CUSTOMERS = 10_000
_ALIKE = 0.6  # of the contacted are also on a simple list: then that list is what the policy follows
_EVERYONE = 0.6  # of the open cards: so many contacted are no choice any more
_TIRED = 3  # contacts a customer, on average, that a policy wears its customers out with


@dataclass(frozen=True)
class Played:
    """A policy that was run: its profit and the best observable one's, in yuan, and the simple list that it resembles."""

    profit: float
    best: float
    contacted: int
    habit: Habit | None = None

    @property
    def share(self) -> float:
        """Of the best observable policy's profit."""
        return self.profit / self.best if self.best > 0 else 0.0


def credit(rules: Rules, share: float) -> float:
    """Share of the points: none up to `none`, all from `full` on, evenly between."""
    return float(np.clip((share - rules.none) / (rules.full - rules.none), 0.0, 1.0))


def state(rules: Rules, share: float) -> State:
    """How an answer of that share is called."""
    return "right" if share >= rules.full else "nearly" if share >= rules.nearly else "wrong"


def pooled(played: list[Played]) -> Played:
    """The mean of what a policy did on several banks: its share of the best is far less a matter of luck than each bank's."""
    number = len(played)
    return Played(
        sum(each.profit for each in played) / number,
        sum(each.best for each in played) / number,
        round(sum(each.contacted for each in played) / number),
    )


def opened(rules: Rules, dataset: Path | World | None = None, seed: int | None = None) -> Bank:
    """The bank under the question's rules: a dataset's (the one in use by default), or with a `seed` an unseen one."""
    where = (
        (dataset or dataset_folder()) if seed is None else replace(world("course", seed), customers=UNSEEN_CUSTOMERS)
    )
    cards = 0 if rules.budget is None else len(Bank.open(where).observed())
    budget = None if rules.budget is None else round(rules.budget * cards)
    return Bank.open(where, scenario=Scenario(name="exercise", share=rules.share, months=rules.months, budget=budget))


def best_observable(rules: Rules, bank: Bank) -> float:
    """The profit, in yuan, of the best policy on observed columns under the rules. Learned where it did not come learned."""
    most = bank.contact_limit or 0
    return round(references.measure(bank.twin, "observable", most, rules.months, rules.futures).profit, 2)


def play(policy: Policy, rules: Rules, bank: Bank) -> Played:
    """Run a policy beside the best observable one; where it falls short, see which simple list it is.

    Raises `StrategyError` and `PolicyError` for a policy that does not run.
    """
    return _measured(ran(policy, rules, bank), rules, bank)


def ran(policy: Policy, rules: Rules, bank: Bank) -> Result:
    """Run a policy in the question's futures; raises what `play` raises."""
    return bank.run(policy, futures=rules.futures, name=getattr(policy, "__name__", None))


def _measured(result: Result, rules: Rules, bank: Bank) -> Played:
    plan = result.plan
    contacted = np.unique(plan["customer_id"])
    profit = float(result.score(references=False).profit)
    played = Played(profit, best_observable(rules, bank), len(contacted))
    if played.share >= rules.full:  # nothing to be told
        return played
    return replace(played, habit=_habit(bank, contacted, len(plan), rules))


def _habit(bank: Bank, contacted: Any, contacts: int, rules: Rules) -> Habit | None:
    """Which simple list a policy's customers are, if any."""
    if len(contacted) == 0:
        return Habit.NOBODY
    if contacts >= _TIRED * len(contacted):
        return Habit.TIRED
    seen = Observed.of(bank.twin)
    if len(contacted) >= _EVERYONE * len(seen.rows):
        return Habit.EVERYONE
    ids = bank.twin.now.population.customer_id
    risky = simple_policies.plan_churn(bank.twin, seen, rules.months, len(contacted))
    if np.isin(contacted, ids[risky.row]).mean() >= _ALIKE:
        return Habit.RISK
    rich = seen.table[reachable(seen.table, "call")].nlargest(len(contacted), "margin_12m")
    return Habit.RICH if np.isin(contacted, rich["customer_id"]).mean() >= _ALIKE else None


def play_and_judge(module: str, sheet: PolicySheet, policy: Any) -> Verdict:
    """What a learner reads after `check(policy)`."""
    from twinline.progress import store

    rules = sheet.rules
    bank = opened(rules)
    try:
        result = ran(policy, rules, bank)
        played = _measured(result, rules, bank)
    except (StrategyError, PolicyError) as error:
        return policy_verdict(sheet, [], error)
    store.played(module, played.profit, played.share)
    verdict = policy_verdict(sheet, [played])
    lives = None if verdict.right else counter_example(result)
    if lives is None:
        return verdict
    return replace(verdict, lines=(*verdict.lines, lives.headline(), lives.counted()), code=lives.months())


def policy_verdict(
    sheet: PolicySheet, played: list[Played], trouble: StrategyError | PolicyError | None = None
) -> Verdict:
    """What a policy's author is told: what it did, on one bank or on the mean of several, or why it did not run."""

    def said(state: State, *lines: str, **more: Any) -> Verdict:
        after = "" if state == "right" else t(f"Stuck? `{sheet.id}.hint()`", f"卡住了？运行 `{sheet.id}.hint()`")
        return Verdict(sheet.id, str(sheet.title), state, lines, next=after, **more)

    if isinstance(trouble, StrategyError):
        why = [str(sheet.messages[each.code]) for each in trouble.problems if each.code in sheet.messages]
        return said("wrong", t("The bank may not carry out this plan:", "这份名单不能执行："), *why, code=str(trouble))
    if trouble is not None and "NotImplementedError" in trouble.traceback:
        return said(
            "not_attempted",
            t(
                f"Write your code in `{sheet.function}` and delete the line `raise NotImplementedError…`.",
                f"请在 `{sheet.function}` 里写代码，并删掉 `raise NotImplementedError…` 那一行。",
            ),
        )
    if trouble is not None:
        return said("error", t("Your policy did not run:", "策略函数没跑通："), code=str(trouble))
    rules = sheet.rules
    mean = pooled(played)
    gained = credit(rules, mean.share)
    how = state(rules, mean.share)
    lines = [_told(mean, rules)]
    if how == "right":
        lines.append(str(sheet.success))
    else:
        habit = next((each.habit for each in played if each.habit in sheet.messages), Habit.WEAK)
        lines += [str(sheet.messages[habit])] if habit in sheet.messages else []
    idea = "" if how == "right" else str(habit)
    return said(how, *lines, share=gained, idea=idea)


def _told(played: Played, rules: Rules) -> str:
    return t(
        f"{played.contacted:,} customers contacted; in {rules.months} months the bank has {played.profit:,.0f} yuan more than "
        f"if nobody did anything: {played.share:.0%} of the best that these columns allow. Right from {rules.full:.0%}.",
        f"触达 {played.contacted:,} 位客户；{rules.months} 个月里，比什么都不做多赚 {played.profit:,.0f} 元，"
        f"达到“可观测最优”的 {played.share:.0%}。达到 {rules.full:.0%} 算通过。",
    )
