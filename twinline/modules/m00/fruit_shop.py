"""The fruit shop: the course's thought experiment, as a world small enough to hold in one's head.

Three kinds of fruit, dearer than next door; four people; fifty thousand neighbours. All its numbers are assumptions of
a thought experiment. Like the bank it keys its luck by customer and week (`generators.draws`), so the same quarter can
be lived twice: with a plan, and without it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from generators.arrays import Floats, Ints
from generators.draws import STATIC, Draws, choose, gamma, logistic, logit
from generators.errors import BilingualError

FRUITS = ("apple", "orange", "watermelon")
NEIGHBOURS = 50_000
PEOPLE = 4
TALKS_A_PERSON = 60  # a week: what one of the four can say, by phone or over the counter, beside selling
CAPACITY = PEOPLE * TALKS_A_PERSON
WEEKS = 12
WEEKS_BEFORE = 8  # the notebook begins with these
MARGIN = 9.0  # yuan a visit: a basket of 30 yuan at 30 %
TALK_COST = 1.0  # yuan: a taste of fruit, a few minutes
LEAFLET_COST = 0.15  # yuan

_FRUIT_SHARES = (0.46, 0.33, 0.21)
_BUSY, _OPEN, _SHY = range(3)
_MOOD_SHARES = (0.42, 0.40, 0.18)
_ANSWER = np.array([0.30, 2.60, -1.60])  # rise of the visit's log odds when talked to, by mood
_WRONG_FRUIT = 0.25  # of that answer, when we praise a fruit that they do not eat
_LEAFLETS_EVERY = 4  # weeks
_LEAFLET = 0.10  # of that answer, for a sheet of paper
_HABIT = 0.55  # rise of the log odds after a visit
_HABIT_DECAY = 0.75
_TIRED = 0.60  # fall of the log odds a talk in the week before


class _Luck(IntEnum):
    """What a draw of the shop is for; numbered apart from the bank's purposes."""

    FRUIT = 1_001
    MOOD = 1_002
    KEEN = 1_003
    VISIT = 1_004


Plan = Callable[[pd.DataFrame], pd.DataFrame]


@dataclass(frozen=True)
class _Street:
    """The neighbours as they are, which the shop cannot see."""

    fruit: npt.NDArray[np.intp]
    mood: npt.NDArray[np.intp]
    keen: Floats  # log odds of a visit in an ordinary week


@dataclass(frozen=True)
class _Week:
    """What the week leaves behind, one entry a neighbour."""

    habit: Floats
    tired: Floats
    visits: Ints  # all told
    last_visit: Ints  # week number; far in the past if never seen
    talks: Ints
    answered: Ints  # weeks in which they were talked to and came


@dataclass(frozen=True)
class Quarter:
    """Twelve weeks, lived twice. `weeks` has a row a week: visits and profit with the plan, and without it."""

    weeks: pd.DataFrame
    talks: pd.DataFrame  # every talk: week, customer, fruit, and whether they came

    @property
    def gain(self) -> float:
        """Profit with the plan less profit without it, in yuan, costs included."""
        return float((self.weeks["profit"] - self.weeks["profit_without"]).sum())

    @property
    def extra_visits(self) -> int:
        """Visits that would not have happened without the plan."""
        return int((self.weeks["visits"] - self.weeks["visits_without"]).sum())


class FruitShop:
    """A shop and its street. `seed` picks the street; the same seed is the same street and the same luck."""

    def __init__(self, seed: int = 1) -> None:
        self._draws = Draws(seed, 0, NEIGHBOURS)
        fruit = choose(self._draws.uniform(STATIC, _Luck.FRUIT), _FRUIT_SHARES)
        mood = choose(self._draws.uniform(STATIC, _Luck.MOOD), _MOOD_SHARES)
        # Most come hardly ever, a few every week: a gamma far from its mean, as in every shop's till.
        weekly = 0.016 * gamma(self._draws.uniform(STATIC, _Luck.KEEN), 0.20)
        keen = logit(np.clip(weekly, 1e-6, 0.9))
        self._street = _Street(fruit, mood, keen)
        self._opening = self._before()

    def notebook(self, week: _Week | None = None, number: int = 0) -> pd.DataFrame:
        """What the shop can know: a row for every neighbour it has ever served.

        Columns: customer, visits (all told), weeks_since_visit, favourite (the fruit in their
        basket), talks, answered (in how many of those weeks they came).
        """
        known = week or self._opening
        seen = np.flatnonzero(known.visits > 0)
        return pd.DataFrame(
            {
                "customer": seen + 1,
                "visits": known.visits[seen],
                "weeks_since_visit": number - known.last_visit[seen],
                "favourite": np.array(FRUITS)[self._street.fruit[seen]],
                "talks": known.talks[seen],
                "answered": known.answered[seen],
            }
        )

    def run(self, plan: Plan | None = None, leaflets: bool = False) -> Quarter:
        """Live twelve weeks with a plan, and the same twelve weeks without it.

        `plan(notebook)` is asked every week whom to talk to, and returns a table with the columns `customer` and
        `fruit`, at most CAPACITY rows. `leaflets` puts a sheet into every letter box every fourth week. Raises
        `BilingualError` for a list that the four cannot work through, a customer they never met, or a fruit they do
        not sell.
        """
        with_plan = without = self._opening
        rows, talks = [], []
        for number in range(WEEKS):
            chosen = self._checked(plan(self.notebook(with_plan, number)), with_plan) if plan else _nobody()
            posted = leaflets and number % _LEAFLETS_EVERY == 0
            with_plan, came = self._week(with_plan, number, chosen, posted)
            without, came_without = self._week(without, number, _nobody(), leaflets=False)
            cost = len(chosen) * TALK_COST + (NEIGHBOURS * LEAFLET_COST if posted else 0.0)
            rows.append((number + 1, came.sum(), came_without.sum(), len(chosen), cost))
            talks.append(chosen.assign(week=number + 1, came=came[chosen["customer"].to_numpy(dtype=np.intp) - 1]))
        weeks = pd.DataFrame(rows, columns=["week", "visits", "visits_without", "talks", "cost"])
        weeks["profit"] = weeks["visits"] * MARGIN - weeks["cost"]
        weeks["profit_without"] = weeks["visits_without"] * MARGIN
        return Quarter(weeks, pd.concat(talks, ignore_index=True)[["week", "customer", "fruit", "came"]])

    def reveal(self) -> pd.DataFrame:
        """The truth about every neighbour: their fruit, and whether they are busy, open to a chat, or shy."""
        moods = np.array(["busy", "open", "shy"])
        return pd.DataFrame(
            {
                "customer": np.arange(NEIGHBOURS) + 1,
                "favourite": np.array(FRUITS)[self._street.fruit],
                "mood": moods[self._street.mood],
            }
        )

    def _before(self) -> _Week:
        nothing = np.zeros(NEIGHBOURS)
        none = np.zeros(NEIGHBOURS, dtype=np.int64)
        week = _Week(nothing, nothing, none, none - 1_000, none, none)
        for number in range(-WEEKS_BEFORE, 0):
            week, _ = self._week(week, number, _nobody(), leaflets=False)
        return week

    def _week(
        self, before: _Week, number: int, chosen: pd.DataFrame, leaflets: bool
    ) -> tuple[_Week, npt.NDArray[np.bool_]]:
        street = self._street
        answer = _ANSWER[street.mood]
        push = np.full(NEIGHBOURS, _LEAFLET) * answer if leaflets else np.zeros(NEIGHBOURS)
        rows = chosen["customer"].to_numpy(dtype=np.intp) - 1
        said = pd.Categorical(chosen["fruit"], FRUITS).codes
        fits = np.where(said == street.fruit[rows], 1.0, _WRONG_FRUIT)
        push[rows] = np.where(answer[rows] > 0, answer[rows] * fits, answer[rows])
        talked = np.zeros(NEIGHBOURS)
        talked[rows] = 1.0

        odds = street.keen + before.habit + push - _TIRED * before.tired
        came = self._draws.uniform(number + WEEKS_BEFORE, _Luck.VISIT) < logistic(odds)
        after = _Week(
            habit=_HABIT_DECAY * before.habit + _HABIT * came,
            tired=talked,
            visits=before.visits + came,
            last_visit=np.where(came, number, before.last_visit),
            talks=before.talks + talked.astype(np.int64),
            answered=before.answered + (came & (talked > 0)),
        )
        return after, came

    def _checked(self, chosen: pd.DataFrame, week: _Week) -> pd.DataFrame:
        if not isinstance(chosen, pd.DataFrame) or not {"customer", "fruit"} <= set(chosen.columns):
            raise BilingualError(
                "A plan returns a table with the columns customer and fruit.",
                "策略函数要返回一张表，包含 customer 和 fruit 两列。",
            )
        if len(chosen) > CAPACITY:
            raise BilingualError(
                f"The list has {len(chosen)} talks, but four people manage {CAPACITY} a week. Choose.",
                f"名单上有 {len(chosen)} 人，而四个人一周只谈得了 {CAPACITY} 人。请取舍。",
            )
        if chosen["customer"].duplicated().any():
            twice = chosen.loc[chosen["customer"].duplicated(), "customer"].iloc[0]
            raise BilingualError(f"Customer {twice} is on the list twice.", f"顾客 {twice} 在名单上出现了两次。")
        strangers = chosen.loc[~chosen["customer"].isin(np.flatnonzero(week.visits > 0) + 1), "customer"]
        if len(strangers):
            raise BilingualError(
                f"{len(strangers)} customers are not in the notebook, e.g. {strangers.iloc[0]}: we never met them.",
                f"有 {len(strangers)} 位不在本子上（例如 {strangers.iloc[0]}），我们还不认识他们。",
            )
        unsold = chosen.loc[~chosen["fruit"].isin(FRUITS), "fruit"]
        if len(unsold):
            raise BilingualError(
                f"We do not sell {unsold.iloc[0]!r}: choose {', '.join(FRUITS)}.",
                f"店里不卖“{unsold.iloc[0]}”，可选：{'、'.join(FRUITS)}。",
            )
        return chosen[["customer", "fruit"]].reset_index(drop=True)


def _nobody() -> pd.DataFrame:
    return pd.DataFrame({"customer": pd.Series(dtype="int64"), "fruit": pd.Series(dtype="str")})
