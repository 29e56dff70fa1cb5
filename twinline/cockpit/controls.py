"""The controls: three columns (who, what, limits), each control with its label."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import ipywidgets as w

from generators import parameters as p
from generators.schema import levels
from twinline.base.text import t
from twinline.cockpit.choice import LONGEST_QUIET, LONGEST_TENURE, Choice
from twinline.cockpit.segments import RANKINGS, SEGMENTS
from twinline.twin.planned import MINUTES

if TYPE_CHECKING:
    from twinline.cockpit.game import Game

MOST_WAVES = 3


class Controls:
    """Everything that a person sets. `choice` is what they say now; `told` is called on each change."""

    def __init__(self, game: "Game", told: Callable[[], None]) -> None:
        self._told, self._silent = told, False
        self.fields = dict(self._make(game))
        self.meaning = w.HTML()
        for control in self.fields.values():
            control.observe(self._changed, "value")
        self.show(game)

    @property
    def choice(self) -> Choice:
        """What is set now."""
        values = {name: control.value for name, control in self.fields.items()}
        pairs = {name: tuple(values[name]) for name in ("quiet", "tenure", "value")}
        return Choice(**{**values, **pairs, "hypothesis": values["hypothesis"].strip()})

    def show(self, game: "Game") -> None:
        """Bring what the controls say of the bank up to date: sizes of segments, prices, the most customers."""
        self._silent = True
        segment, customers = self.fields["segment"], self.fields["customers"]
        held = segment.value
        segment.options = [(f"{t(*SEGMENTS[name].title)}　{size:,}", name) for name, size in game.morning.sizes.items()]
        segment.value = held
        customers.max = len(game.morning.seen)
        self._explain()
        self._silent = False

    def set(self, choice: Choice) -> None:
        """Put every control where a choice says, and tell once."""
        self._silent = True
        for name, value in choice.as_json().items():
            self.fields[name].value = value
        self._silent = False
        self._changed()

    def columns(self) -> w.Box:
        """The three columns."""
        field = self.fields
        who = [field["segment"], self.meaning, field["quiet"], field["tenure"], field["value"]]
        ways = w.Box([field["channel"], field["offer"]]).add_class("tw-pair")
        waves = w.Box([field["waves"], field["every"], field["then"]]).add_class("tw-triple")
        what = [ways, waves, field["hypothesis"]]
        limits = [field["customers"], field["budget"], field["by"], field["willing"]]
        return w.Box(
            [
                _column(t("Who", "对谁"), who),
                _column(t("What", "做什么"), what),
                _column(t("Limits", "限制"), limits),
            ]
        ).add_class("tw-columns")

    def _make(self, game: "Game") -> Iterator[tuple[str, Any]]:
        """Every control by the field of `Choice` that it sets."""
        first = Choice()
        attempt = dict(zip(p.CHANNEL_NAMES, game.bank.scenario.attempt_fen() / 100, strict=True))
        minutes = dict(zip(p.CHANNEL_NAMES, MINUTES, strict=True))

        def way(name: str) -> str:
            time = t(f", {minutes[name]:g} min", f"，{minutes[name]:g} 分钟") if minutes[name] else ""
            return f"{t(*levels.CONTACT_CHANNEL[name])}{t(f' ({attempt[name]:g} yuan{time})', f'（{attempt[name]:g} 元{time}）')}"

        yield (
            "segment",
            w.Select(
                options=[(t(*segment.title), name) for name, segment in SEGMENTS.items()],
                value=first.segment,
                rows=len(SEGMENTS),
                description=t("Segment", "客群"),
            ),
        )
        yield "quiet", _range(t("Months without a purchase", "未消费月数"), LONGEST_QUIET, 1)
        yield "tenure", _range(t("Months since opening", "持卡月数"), LONGEST_TENURE, 3)
        yield "value", _range(t("Value: place by margin, %", "价值：利润排名 %"), 100, 5)
        yield (
            "channel",
            w.RadioButtons(
                options=[(way(name), name) for name in levels.CONTACT_CHANNEL],
                value=first.channel,
                description=t("Channel", "渠道"),
            ),
        )
        yield (
            "offer",
            w.RadioButtons(
                options=[(t(*title), name) for name, title in levels.OFFER.items()],
                value=first.offer,
                description=t("Offer", "权益"),
            ),
        )
        yield "waves", _options(t("Waves", "波次"), [(str(n), n) for n in range(1, MOST_WAVES + 1)], first.waves)
        yield (
            "every",
            _options(
                t("Apart", "间隔"), [(t(f"{n} month{'s' * (n > 1)}", f"{n} 个月"), n) for n in (1, 2)], first.every
            ),
        )
        others = [(t(*title), name) for name, title in levels.CONTACT_CHANNEL.items()]
        yield (
            "then",
            _options(t("Later waves by", "后续波次渠道"), [(t("the same", "与首波相同"), ""), *others], first.then),
        )
        yield (
            "hypothesis",
            w.Textarea(
                value=first.hypothesis,
                description=t("Hypothesis", "策略假设"),
                placeholder=t("Why should this work?", "为什么会有效？"),
                rows=4,
                continuous_update=False,
            ),
        )
        yield (
            "customers",
            w.BoundedIntText(
                value=first.customers, min=1, max=10**7, step=50, description=t("Customers at most", "最多触达客户")
            ),
        )
        yield (
            "budget",
            w.BoundedFloatText(
                value=first.budget,
                min=0,
                max=1e9,
                step=500,
                description=t("Budget, yuan (0: no limit)", "预算（元，0 为不限）"),
            ),
        )
        yield (
            "by",
            _options(t("Who comes first", "排序"), [(t(*title), name) for name, title in RANKINGS.items()], first.by),
        )
        yield (
            "willing",
            w.Checkbox(
                value=first.willing,
                indent=False,
                description=t("Leave out whom the channel must not or cannot reach", "剔除该渠道不能或无法触达的客户"),
            ),
        )

    def _changed(self, _: object = None) -> None:
        if not self._silent:
            self._explain()
            self._told()

    def _explain(self) -> None:
        one = self.fields["waves"].value == 1
        self.fields["every"].disabled = self.fields["then"].disabled = one
        self.meaning.value = f"<p class='tw-meaning'>{t(*SEGMENTS[self.fields['segment'].value].meaning)}</p>"


def _range(title: str, last: int, step: int) -> w.IntRangeSlider:
    return w.IntRangeSlider(value=(0, last), min=0, max=last, step=step, description=title, continuous_update=False)


def _options(title: str, options: list[tuple[str, Any]], value: Any) -> w.Dropdown:
    return w.Dropdown(options=options, value=value, description=title)


def _column(title: str, parts: list[Any]) -> w.Box:
    return w.Box([w.HTML(f"<h2>{title}</h2>"), *parts]).add_class("tw-column")
