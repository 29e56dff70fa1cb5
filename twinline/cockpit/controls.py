"""The controls of one card: three columns (who, what, limits), each control with its label."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import ipywidgets as w

from generators import parameters as p
from twinline.base.cell_text import digits
from twinline.base.text import t
from twinline.cockpit.actions import ACTIONS, action_title, channel_title
from twinline.cockpit.choice import (
    LONGEST_QUIET,
    LONGEST_TENURE,
    MOST_APART,
    MOST_BUDGET,
    MOST_CUSTOMERS,
    MOST_WAVES,
    MOST_WORDS,
    Choice,
)
from twinline.cockpit.segments import RANKINGS, SEGMENTS
from twinline.twin.planned import MINUTES

if TYPE_CHECKING:
    from twinline.cockpit.game import Game

_TEXTS = ("customers", "budget")  # numbers that are typed: what is none is said, and never changed in silence


class Controls:
    """Everything that a card says. `choice` is what they say now; `told` is called on each change."""

    def __init__(self, game: "Game", told: Callable[[], None]) -> None:
        self._told, self._silent = told, False
        self._held = Choice()  # with the last numbers that were any
        self.faults: list[str] = []
        self.fields = dict(self._make(game))
        self.meaning, self.note = w.HTML(), w.HTML()
        for name, control in self.fields.items():
            control.observe(self._of_action if name == "offer" else self._changed, "value")
        self.show(game)

    @property
    def choice(self) -> Choice:
        """What is set now; where a typed number is none, the one before (see `faults`)."""
        return self._held

    def show(self, game: "Game") -> None:
        """Bring what the controls say of the bank up to date: sizes of segments."""
        self._silent = True
        segment = self.fields["segment"]
        held = segment.value
        segment.options = [
            (f"{t(*SEGMENTS[name].title)} ({size:,})", name) for name, size in game.morning.sizes.items()
        ]
        segment.value = held
        self._explain()
        self._silent = False

    def set(self, choice: Choice) -> None:
        """Put every control where a choice says, without telling."""
        self._silent = True
        self.fields["offer"].value = choice.offer
        self._offer_channels()
        for name, value in choice.as_json().items():
            if name in self.fields:
                self.fields[name].value = value if name not in _TEXTS else (f"{value:,g}" if value else "")
        self.fields["customers"].value = f"{choice.customers:,}"
        self._held, self.faults = choice, []
        self._explain()
        self._silent = False

    def columns(self) -> list[w.Box]:
        """The three columns."""
        field = self.fields
        who = [field["segment"], self.meaning, field["quiet"], field["tenure"], field["value"]]
        waves = w.Box([field["start"], field["waves"], field["every"], field["then"]]).add_class("tw-pair")
        what = [w.Box([field["offer"], field["channel"]]).add_class("tw-pair"), self.note, waves, field["hypothesis"]]
        amounts = w.Box([field["customers"], field["budget"]]).add_class("tw-pair")
        limits = [amounts, field["by"], field["willing"]]
        return [
            column(t("Who", "对谁"), who),
            column(t("What", "做什么"), what),
            column(t("Limits", "限制"), limits),
        ]

    def _make(self, game: "Game") -> Iterator[tuple[str, Any]]:
        """Every control by the field of `Choice` that it sets."""
        first = Choice()
        attempt = dict(zip(p.CHANNEL_NAMES, game.bank.scenario.attempt_fen() / 100, strict=True))
        minutes = dict(zip(p.CHANNEL_NAMES, MINUTES, strict=True))

        def way(name: str) -> str:
            time = t(f", {minutes[name]:g} min", f"，{minutes[name]:g} 分钟") if minutes[name] else ""
            return f"{channel_title(name)}{t(f' ({attempt[name]:g} yuan{time})', f'（{attempt[name]:g} 元{time}）')}"

        self._ways = {name: way(name) for name in p.CHANNEL_NAMES}
        segments = [(t(*segment.title), name) for name, segment in SEGMENTS.items()]
        months = [(t(f"{n} month{'s' * (n > 1)}", f"{n} 个月"), n) for n in range(1, MOST_APART + 1)]
        starts = [(t(f"month {n}", f"第 {n} 个月"), n) for n in range(1, game.months + 1)]
        rankings = [(t(*title), name) for name, title in RANKINGS.items()]
        yield "segment", _options(t("Segment", "客群"), segments, first.segment)
        yield "quiet", _range(t("Months without a purchase", "未消费月数"), LONGEST_QUIET, 1)
        yield "tenure", _range(t("Months since opening", "持卡月数"), LONGEST_TENURE, 3)
        yield "value", _range(t("Place by margin, % (100: the highest)", "利润排名 %（100 为利润最高）"), 100, 5)
        yield "offer", _options(t("Action", "动作"), [(action_title(name), name) for name in ACTIONS], first.offer)
        yield "channel", _options(t("Channel", "渠道"), list(map(reversed_pair, self._ways.items())), first.channel)
        yield "start", _options(t("First wave in", "首波时间"), starts, first.start)
        yield "waves", _options(t("Waves", "波次"), [(str(n), n) for n in range(1, MOST_WAVES + 1)], first.waves)
        yield "every", _options(t("Apart", "间隔"), months, first.every)
        yield (
            "then",
            _options(t("Later waves by", "后续波次渠道"), self._later(ACTIONS[first.offer].channels), first.then),
        )
        yield (
            "hypothesis",
            w.Textarea(
                value=first.hypothesis,
                description=t("Hypothesis", "策略假设"),
                placeholder=t("Why should this work?", "为什么会有效？"),
                rows=2,
                continuous_update=False,
            ),
        )
        yield "customers", _typed(t("Customers at most", "最多选取客户"), str(first.customers), "")
        yield "budget", _typed(t("Budget of this card, yuan", "本卡预算（元）"), "", t("no limit", "不限"))
        yield "by", _options(t("Who comes first", "排序"), rankings, first.by)
        yield (
            "willing",
            w.Checkbox(
                value=first.willing,
                indent=False,
                description=t("Leave out whom the channel must not or cannot reach", "剔除该渠道不能或无法触达的客户"),
            ),
        )

    def _later(self, channels: tuple[str, ...]) -> list[tuple[str, str]]:
        return [(t("the same", "与首波相同"), ""), *((channel_title(name), name) for name in channels)]

    def _of_action(self, _: object = None) -> None:
        """An action goes by its own channels."""
        if not self._silent:
            self._silent = True
            self._offer_channels()
            self._silent = False
            self._changed()

    def _offer_channels(self) -> None:
        channels = ACTIONS[self.fields["offer"].value].channels
        options = {
            "channel": [(self._ways[name], name) for name in channels],
            "then": self._later(channels),
        }
        for name, offered in options.items():
            field = self.fields[name]
            held = field.value
            field.options = offered
            known = [value for _, value in offered]
            field.value = held if held in known else known[0]

    def _changed(self, _: object = None) -> None:
        if not self._silent:
            self._read()
            self._explain()
            self._told()

    def _read(self) -> None:
        values = {name: control.value for name, control in self.fields.items() if name not in _TEXTS}
        pairs = {name: tuple(values[name]) for name in ("quiet", "tenure", "value")}
        values |= {**pairs, "hypothesis": values["hypothesis"].strip()[:MOST_WORDS]}
        self.faults = []
        customers = self._number("customers", 1, MOST_CUSTOMERS)
        if customers is not None:
            values["customers"] = int(customers)
        budget = self._number("budget", 0, MOST_BUDGET)
        if budget is not None:
            values["budget"] = float(budget)
        self._held = replace(self._held, **values)

    def _number(self, name: str, low: int, high: float) -> float | None:
        """The number that was typed; None with a fault where it is none that can be."""
        field = self.fields[name]
        text = digits(field.value)
        if name == "budget" and not text:
            return 0.0
        whole = name == "customers"
        try:
            found = int(text) if whole else float(text)
        except ValueError:
            found = float("nan")
        if name == "budget" and found == 0:  # not "no limit": that is an empty field
            found = float("nan")
        if low <= found <= high:
            return found
        said = field.value.strip()
        self.faults.append(
            t(
                f"{field.description}: “{said}” is no whole number from 1 to {high:,}."
                if whole
                else f"{field.description}: “{said}” is no amount above 0; leave it empty for no limit.",
                f"{field.description}：“{said}”不是 1 到 {high:,} 之间的整数。"
                if whole
                else f"{field.description}：“{said}”不是大于 0 的金额；不限请留空。",
            )
        )
        return None

    def _explain(self) -> None:
        one = self.fields["waves"].value == 1
        self.fields["every"].disabled = self.fields["then"].disabled = one
        self.meaning.value = f"<p class='tw-meaning'>{t(*SEGMENTS[self.fields['segment'].value].meaning)}</p>"
        note = t(*ACTIONS[self.fields["offer"].value].note)
        self.note.value = f"<p class='tw-meaning'>{note}</p>"
        self.note.layout.display = "" if note else "none"


def reversed_pair(pair: tuple[str, str]) -> tuple[str, str]:
    """(title, name) of (name, title)."""
    return pair[1], pair[0]


def column(title: str, parts: list[Any]) -> w.Box:
    """Controls under a title."""
    return w.Box([w.HTML(f"<h2>{title}</h2>"), *parts]).add_class("tw-column")


def _range(title: str, last: int, step: int) -> w.IntRangeSlider:
    return w.IntRangeSlider(value=(0, last), min=0, max=last, step=step, description=title, continuous_update=False)


def _options(title: str, options: list[tuple[str, Any]], value: Any) -> w.Dropdown:
    return w.Dropdown(options=options, value=value, description=title)


def _typed(title: str, value: str, placeholder: str) -> w.Text:
    return w.Text(value=value, placeholder=placeholder, description=title, continuous_update=False)
