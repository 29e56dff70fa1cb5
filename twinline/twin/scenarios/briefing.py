"""Briefings: what a game is about, for whoever is about to play it."""

import html
from collections.abc import Iterator
from dataclasses import dataclass

from generators.schema import levels
from generators.twin.scenario import Scenario
from twinline.base.text import t


@dataclass(frozen=True)
class Briefing:
    """A scenario as a page: its title, its story, and the rules in figures."""

    scenario: Scenario

    @property
    def title(self) -> str:
        """The scenario's title in the language in use."""
        return t(self.scenario.en, self.scenario.zh)

    @property
    def paragraphs(self) -> list[str]:
        """The story's paragraphs in the language in use."""
        return [
            _joined(part) for part in t(self.scenario.story_en, self.scenario.story_zh).split("\n\n") if part.strip()
        ]

    @property
    def line(self) -> str:
        """The game in a line: the story's first paragraph."""
        return next(iter(self.paragraphs), self.title)

    def rules(self) -> Iterator[str]:
        """What is scarce and what is forbidden, a rule at a time."""
        game = self.scenario
        yield t(f"A round lasts {game.months} months.", f"一轮 {game.months} 个月。")
        if game.watched(game.months) > game.months:
            yield t(
                f"Outcomes are watched for {game.watched(game.months)} months.",
                f"结果看 {game.watched(game.months)} 个月。",
            )
        if game.budget is not None:
            yield t(
                f"Budget: {game.budget:,.0f} yuan a round, by planned cost.",
                f"预算：每轮 {game.budget:,.0f} 元，按计划成本计。",
            )
        if game.share is not None:
            yield t(
                f"At most {game.share:.0%} of open accounts may be contacted in a round.",
                f"一轮最多触达 {game.share:.0%} 的未销户客户。",
            )
        if game.hours is not None:
            yield t(f"Staff: {game.hours:,.0f} hours a month.", f"人力：每月 {game.hours:,.0f} 小时。")
        if game.rival is not None:
            cities, months = game.rival.cities, game.rival.months
            yield t(
                f"The rival answers each round: for the first {months} months of the next one it comes to the {cities} cities in "
                "which we contacted the smallest share of customers.",
                f"对手每轮都会还手：下一轮的头 {months} 个月，它会去我们触达占比最低的 {cities} 个城市。",
            )
        if game.newcomers:
            yield t("Cards open in these months, too.", "推演期间也有新户开卡。")
        for channel, yuan in game.costs:
            en, zh = levels.CONTACT_CHANNEL[channel]
            yield t(f"{en}: {yuan:g} yuan an attempt.", f"{zh}：每次 {yuan:g} 元。")
        yield t(
            f"Texts and pushes to up to {game.texts_free:.0%} of open accounts a month cost nothing by their volume; beyond "
            "that each one costs more than the one before.",
            f"每月群发（短信、推送）不超过未销户客户的 {game.texts_free:.0%}，不产生超量成本；超过后越发越贵。",
        )
        for ban in game.bans:
            en, zh = levels.CONTACT_CHANNEL[ban.channel]
            yield t(
                f"Forbidden from month {ban.first} on: {en} where {ban.where} ({ban.en})",
                f"自第 {ban.first} 个月起禁止：对 {ban.where} 的客户使用“{zh}”（{ban.zh}）",
            )

    def __str__(self) -> str:
        rules = "\n".join(f"• {rule}" for rule in self.rules())
        return "\n\n".join([self.title, *self.paragraphs, rules])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        story = "".join(f"<p>{html.escape(part)}</p>" for part in self.paragraphs)
        rules = "".join(f"<li>{html.escape(rule)}</li>" for rule in self.rules())
        return f"<div style='max-width:46em'><h3>{html.escape(self.title)}</h3>{story}<ul>{rules}</ul></div>"


def _joined(paragraph: str) -> str:
    """A paragraph as one line: Chinese lines meet without a space."""
    lines = [line.strip() for line in paragraph.strip().splitlines()]
    text = lines[0]
    for line in lines[1:]:
        text += line if ord(text[-1]) > 0x2E7F and ord(line[0]) > 0x2E7F else f" {line}"
    return text
