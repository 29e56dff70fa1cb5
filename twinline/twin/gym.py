"""The bank as a Gymnasium environment: customer after customer, a contextual bandit decides how to contact each, if at all.

A step is one customer and not a whole month, because that is what bandits are made for: a context, a handful of actions, a
reward. A month as one step would ask for an action for every customer at once, a choice among more plans than there are
atoms. Months are there all the same: after each month's list the bank lives on under what was chosen, so that those
contacted are more tired, and some have gone, when the next list is drawn.

>>> import gymnasium
>>> import twinline.twin.gym
>>> env = gymnasium.make("twinline/Customers-v0", bank="tiny", months=1)
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import gymnasium
import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.errors import BilingualError, UnknownChoice
from generators.people.referrers import NOBODY
from generators.schema import VIEWS, Column, levels
from generators.twin.run import Plan, Twin
from twinline.base.text import t
from twinline.data.tables import readable, yuan_name
from twinline.twin.action_rules import given_once
from twinline.twin.bank import Bank
from twinline.twin.months import live, outside
from twinline.twin.planned import MINUTES, available_hours, planned_cost
from twinline.twin.reach import bans_now, reachable

if TYPE_CHECKING:
    import pandas as pd

    from generators.twin.scenario import Scenario

ID: Final = "twinline/Customers-v0"
# Action 0 leaves the customer alone; these follow.
ACTIONS: Final = (("sms", "reminder"), ("sms", "voucher"), ("wecom", "voucher"), ("call", "fee_waiver"))
HORIZON: Final = 6  # months over which a contact's gain is counted
_BOUND: Final = (
    16.0  # beyond what any context comes to: log(1 + fen of a billion yuan / 100) is 20.7, of a million 13.8
)
_SPARE: Final = 1.25

Context = npt.NDArray[np.float32]


class CustomerEnv(gymnasium.Env[Context, np.int64]):
    """A contextual bandit on the bank; see the module's text.

    Each of an episode's `months` brings a list of `size` customers, drawn anew among the open accounts. The observation is
    what the bank knows of the customer at hand (`features` names its entries); the action is 0 for leaving them alone, or the
    number of one of `actions`, counted from 1. The reward, in yuan, is the customer's profit over the `horizon` months to come
    less that in the same months without this contact, those whom they brought to the bank included. Rewards of one month add
    up to what `bank.run` would score for that month's contacts: no customer on a list was brought by another on it.

    No real bank sees this reward, since nobody lives twice; `info["booked"]` is the profit that its books would show, which
    is what a bandit in the field has to learn from, with customers left alone by lot to compare with. `futures` above 1
    averages the reward over several ways that the months may go; 1 is what will happen, luck included.

    `info["action_mask"]` has a 1 for each action that is allowed: opt-outs, the scenario's bans, budget, share and hours are
    kept. An action that is not is not carried out: its reward is 0, and `info["made"]` is False.
    """

    metadata = {"render_modes": ["ansi"], "render_fps": 1}  # noqa: RUF012 - Gymnasium's own name and kind

    def __init__(
        self,
        bank: "str | Path | Bank" = "course",
        *,
        scenario: "Scenario | str | Path | None" = None,
        seed: int | None = None,
        months: int = 6,
        size: int = 500,
        horizon: int = HORIZON,
        futures: int = 1,
        actions: Sequence[tuple[str, str]] = ACTIONS,
        render_mode: str | None = None,
    ) -> None:
        """Open the bank. `scenario` and `seed` are those of `Bank.open`; raises what it raises, and for odd numbers."""
        numbers = {
            ("months", "月数"): months,
            ("size", "名单人数"): size,
            ("horizon", "观察月数"): horizon,
            ("futures", "未来数"): futures,
        }
        for (en, zh), value in numbers.items():
            if value < 1:
                raise BilingualError(f"{en} = {value}: use 1 or more.", f"{zh} {value} 不可用：至少为 1。")
        for channel, offer in actions:
            if channel not in p.CHANNEL_NAMES:
                raise UnknownChoice("channel", "渠道", channel, list(p.CHANNEL_NAMES))
            if offer not in p.ACTION_NAMES:
                raise UnknownChoice("offer", "权益", offer, list(p.ACTION_NAMES))
        self.bank = bank if isinstance(bank, Bank) else Bank.open(bank, scenario=scenario, seed=seed)
        self.months, self.size, self.horizon, self.futures = months, size, horizon, futures
        self.actions = tuple((str(channel), str(offer)) for channel, offer in actions)
        self._codes = [(p.CHANNEL_NAMES.index(channel), p.ACTION_NAMES.index(offer)) for channel, offer in self.actions]
        self._minutes = np.array([MINUTES[channel] for channel, _ in self._codes])
        self.features = [name for column in _contextual() for name in _names(column)]
        self.observation_space = gymnasium.spaces.Box(-_BOUND, _BOUND, (len(self.features),), np.float32)
        self.action_space = gymnasium.spaces.Discrete(len(self.actions) + 1)
        self.render_mode = render_mode
        self._ended = True

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Context, dict[str, Any]]:
        """Begin again on the bank's first morning. The seed deals the lists; the bank and its luck stay the same."""
        super().reset(seed=seed)
        self._twin, self._month, self._ended = self.bank.twin, 0, False
        self._budget, self._reach = self.bank.budget, self.bank.contact_limit
        self._contacted: set[int] = set()
        self._begin()
        return self._context[0], self._about()

    def step(self, action: np.int64 | int) -> tuple[Context, float, bool, bool, dict[str, Any]]:
        """Decide about the customer at hand; what comes back describes the next one, and how this one went."""
        if self._ended:
            raise gymnasium.error.ResetNeeded(t("Call reset() first.", "请先调用 reset()。"))
        at, choice = self._at, int(action)
        made = bool(choice and self._now[choice])
        if made:
            self._note(at, choice - 1)
        reward = float(self._gain[at, choice]) if made else 0.0
        booked = float(self._without[at]) + reward if made else float(self._without[at])
        context = self._context[at]
        self._at += 1
        if self._at == len(self._rows):
            self._month += 1
            self._ended = self._month == self.months
            if not self._ended:
                self._live()
                self._begin()
        if not self._ended:
            context = self._context[self._at]
        told = {} if self._ended else self._about()
        return context, reward, self._ended, False, told | {"made": made, "booked": booked}

    def render(self) -> str | None:
        """The customer at hand, as a line."""
        if self.render_mode != "ansi" or self._ended:
            return "" if self.render_mode == "ansi" else None
        shown = readable(self.customers.iloc[[self._at]]).iloc[0]
        return " · ".join(f"{name} {value}" for name, value in shown.head(4).items())

    @property
    def customers(self) -> "pd.DataFrame":
        """This month's list as `bank.observed()` shows it, in the order in which customers come."""
        return self._list

    # --- a month ------------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Draw a list, and find out what every action would bring with everyone on it."""
        seen = Bank(self._twin).observed()
        self._rows, places = self._drawn(seen["customer_id"].to_numpy() - p.FIRST_CUSTOMER_ID)
        self._list = seen.iloc[places].reset_index(drop=True)
        self._context = contexts(self._list)
        self._at, self._hours = 0, available_hours(self._twin)
        self._chosen = np.zeros(len(self._rows), dtype=np.intp)
        self._allowed = np.ones((len(self._rows), len(self.actions) + 1), dtype=bool)
        for place, (channel, action) in enumerate(self.actions, start=1):
            self._allowed[:, place] = reachable(self._list, channel, bans_now(self._twin), action)
            self._allowed[:, place] &= given_once(self._list, action, self._twin)
        one = [self._plan(np.array([0]), place) for place in range(len(self.actions))]
        self._costs = np.array([planned_cost(plan, self._twin) for plan in one])
        self._gain = np.zeros(self._allowed.shape)
        self._without = np.zeros(len(self._rows))
        listed = np.sort(self._rows)
        near, inside = self._twin.among(listed)
        place_in = inside[np.searchsorted(listed, self._rows)]
        for future in range(self.futures):
            self._without += near.without(self.horizon, future).outcome.profit[place_in] / self.futures
            for place in range(len(self.actions)):
                self._gain[:, place + 1] += self._gains(near, place_in, place, future) / self.futures

    def _drawn(self, open_rows: npt.NDArray[np.intp]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Rows of a month's customers, none of whom was brought by another one, and their places among the open ones."""
        pool = self.np_random.permutation(len(open_rows))[: int(self.size * _SPARE) + 1]
        listed = np.zeros(len(self._twin.now), dtype=bool)
        listed[open_rows[pool]] = True
        brought_by = self._twin.now.presence.row
        above, free = brought_by[open_rows[pool]], np.ones(len(pool), dtype=bool)
        while (above != NOBODY).any():
            free &= ~((above != NOBODY) & listed[above])
            above = np.where(above == NOBODY, NOBODY, brought_by[above])
        places = pool[free][: self.size]
        return open_rows[places], places

    def _gains(self, near: Twin, rows: npt.NDArray[np.intp], place: int, future: int) -> p.Floats:
        """Yuan that an action adds with each customer on the list, and with those whom they brought; 0 where not allowed.

        `near` is the bank of the list's customers and those tied to them, `rows` where those of the list are in it.
        """
        allowed = np.sort(rows[self._allowed[:, place + 1]])
        pair = near.run(self._plan(allowed, place), self.horizon, future)
        listed = np.zeros(len(near.now), dtype=bool)
        listed[allowed] = True
        root, brought_by = pair.rows.copy(), near.now.presence.row
        while not listed[root].all():
            root = np.where(listed[root], root, brought_by[root])
        total = np.bincount(root, pair.with_plan.profit - pair.without.profit, minlength=len(near.now))
        return np.asarray(total[rows])

    def _plan(self, rows: npt.NDArray[np.intp], place: int) -> Plan:
        """An action for some customers, this month."""
        channel, offer = self._codes[place]
        return Plan(rows, np.zeros(len(rows), dtype=np.int64), np.full(len(rows), channel), np.full(len(rows), offer))

    def _live(self) -> None:
        """Let the month come to pass, with what was chosen."""
        plans = [
            self._plan(np.sort(self._rows[self._chosen == place + 1]), place) for place in range(len(self.actions))
        ]
        _, later = live(self._twin, Plan.join(plans), 1)
        self._twin = self._twin.on(later)

    def _note(self, at: int, place: int) -> None:
        self._chosen[at] = place + 1
        self._contacted.add(int(self._rows[at]))
        self._hours -= self._minutes[place] / 60
        if self._budget is not None:
            self._budget -= float(self._costs[place])

    def _mask(self) -> npt.NDArray[np.int8]:
        """Which actions are allowed with the customer at hand."""
        allowed = self._allowed[self._at].copy()
        allowed[1:] &= self._minutes / 60 <= self._hours + 1e-9
        if self._budget is not None:
            allowed[1:] &= self._costs <= self._budget + 1e-9
        if self._reach is not None and self._rows[self._at] not in self._contacted:
            allowed[1:] &= len(self._contacted) < self._reach
        mask: npt.NDArray[np.int8] = allowed.astype(np.int8)
        return mask

    def _about(self) -> dict[str, Any]:
        self._now = self._mask()
        return {
            "customer_id": int(self._rows[self._at]) + p.FIRST_CUSTOMER_ID,
            "month": outside(self._month),
            "action_mask": self._now.copy(),
        }


def contexts(customers: "pd.DataFrame") -> Context:
    """Rows of `bank.observed()` as numbers that linear models like: logs of money and counts, 0 or 1 for the rest.

    The scale is the same for all banks and months, so that what was learned on one holds on another.
    """
    parts: list[Any] = []
    for column in _contextual():
        values = customers[yuan_name(column.name)]
        if column.kind == "category":
            parts += [(values == level).to_numpy() for level in column.levels]
        elif column.kind in ("flag", "rate"):
            parts.append(values.to_numpy(dtype=float))
        else:
            number = values.to_numpy(dtype=float)
            parts.append(np.sign(number) * np.log1p(np.abs(number)))
    context: Context = np.clip(np.column_stack(parts), -_BOUND, _BOUND).astype(np.float32)
    return context


def _contextual() -> list[Column]:
    return [column for column in VIEWS["observed"].columns if column.kind not in ("id", "text", "date", "month")]


def _names(column: Column) -> list[str]:
    name = yuan_name(column.name)
    return [f"{name}={level}" for level in column.levels] if column.kind == "category" else [name]


def action_titles(actions: Sequence[tuple[str, str]] = ACTIONS) -> list[str]:
    """What each action is called in the language in use, leaving alone first."""
    names = [
        f"{t(*levels.CONTACT_CHANNEL[channel])}{t(': ', '：')}{t(*levels.ACTION[offer])}" for channel, offer in actions
    ]
    return [t("Leave alone", "不打扰"), *names]


if ID not in gymnasium.registry:
    gymnasium.register(ID, entry_point="twinline.twin.gym:CustomerEnv")

__all__ = ["ACTIONS", "HORIZON", "ID", "CustomerEnv", "action_titles", "contexts"]
