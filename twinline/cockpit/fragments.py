"""The parts of the page that are only read and lie ahead of a run, as HTML: where the game stands, what a plan would do."""

import html
from typing import TYPE_CHECKING

from generators.schema import levels
from twinline.base.text import language, t
from twinline.cockpit.past import Response
from twinline.cockpit.preview import Preview
from twinline.twin.control import FEW
from twinline.twin.score import cost_title

if TYPE_CHECKING:
    from twinline.cockpit.game import Game


def tile(title: str, value: str, note: str = "", *, accent: bool = False) -> str:
    """A figure with its title and a note; neither is escaped."""
    kind = "tw-tile tw-accent" if accent else "tw-tile"
    small = f"<span class='tw-note'>{note}</span>" if note else ""
    return f"<div class='{kind}'><span class='tw-title'>{title}</span><strong>{value}</strong>{small}</div>"


def tiles(parts: list[str], name: str) -> str:
    """Tiles in a row; `name` says what they are to those who cannot see them."""
    return f"<div class='tw-tiles' role='group' aria-label='{html.escape(name, quote=True)}'>{''.join(parts)}</div>"


def header(game: "Game") -> str:
    """Title, rules of the game, and where it stands."""
    rules = html.escape(t(game.bank.scenario.en, game.bank.scenario.zh))
    limits = [rules, t(f"{game.months} months a round", f"每轮 {game.months} 个月")]
    if game.bank.budget is not None:
        limits.append(_budget(game))
    if game.bank.contact_limit is not None:
        limits.append(t(f"up to {game.bank.contact_limit:,} customers", f"最多触达 {game.bank.contact_limit:,} 位"))
    accounts = len(game.morning.seen)
    where = t(
        f"Round {game.round} · from {game.bank.month} · {accounts:,} open accounts",
        f"第 {game.round} 轮 · {game.bank.month} 起 · 在册客户 {accounts:,} 位",
    )
    return (
        f"<header lang='{'zh-CN' if language() == 'zh' else 'en'}'><h1>{t('Strategy cockpit', '策略驾驶舱')}</h1>"
        f"<p class='tw-where'>{where}</p><p class='tw-rules'>{' · '.join(limits)}</p>"
        + "".join(f"<p class='tw-news'>{html.escape(line)}</p>" for line in game.bank.news)
        + "</header>"
    )


def _budget(game: "Game") -> str:
    """What the round may spend, and what of it was left over or is owed."""
    own, now = game.bank.scenario.budget or 0.0, game.bank.budget or 0.0
    said = t(f"budget {now:,.0f} yuan", f"预算 {now:,.0f} 元")
    if now > own + 0.5:
        said += t(f" ({now - own:,.0f} of it carried over)", f"（含上轮结转 {now - own:,.0f} 元）")
    return said


def ahead(look: Preview) -> str:
    """What a plan would do."""
    check, each = look.check, look.looked_at
    matching = ""
    if each is not None:
        parts = [
            t(f"card {each.place}: of {each.matching:,} who fit", f"{each.place} 号卡：符合条件 {each.matching:,} 位")
        ]
        parts += [t(f"{each.taken:,} taken by cards above", f"前面的卡已选 {each.taken:,} 位")] if each.taken else []
        parts += [t(f"{each.left_out:,} left out", f"剔除 {each.left_out:,} 位")] if each.left_out else []
        parts += [t(f"{len(each.held):,} held back", f"留作对照 {len(each.held):,} 位")] if len(each.held) else []
        matching = " · ".join(parts)
    lines = " · ".join(f"{line_title(line)} {yuan:,.0f}" for line, yuan in look.lines.items())
    busiest = t(
        f"busiest month {look.busiest:,.0f} of {look.available:,.0f} h",
        f"最忙月 {look.busiest:,.0f} / 可用 {look.available:,.0f} 小时",
    )
    reached = f"{check.customers:,}"
    if look.held:
        reached += t(f" + {look.held:,} held back", f"（另留对照 {look.held:,}）")
    shown = [
        tile(t("Customers contacted", "触达客户"), reached, matching),
        tile(t("Contacts", "触达次数"), f"{check.contacts:,}"),
        tile(t("Planned cost, yuan", "计划成本（元）"), f"{check.cost:,.0f}", lines),
        tile(t("Staff time, hours", "占用人力（小时）"), f"{check.hours:,.0f}", busiest),
        _expected(look.response, 0 if each is None else len(each.contacts.customers), each.place if each else 0),
    ]
    return tiles(shown, t("Before the run", "执行之前"))


def _expected(seen: Response | None, customers: int, place: int) -> str:
    title = t("Expected response, gross", "预计响应（毛响应）")
    title += t(f", card {place}", f"，{place} 号卡") if place else ""
    if place and not customers:
        return tile(title, "—")
    if seen is None:
        never = t("The bank has hardly ever tried this: a pilot would tell.", "本行几乎没这样做过，可先做试点。")
        return tile(title, "—", never if place else "")
    whom = {
        (True, True): t("such customers, same contact", "同类客户、同样动作"),
        (False, True): t("same contact, any customers", "同样动作、全部客户"),
        (False, False): t("this channel, any offer", "该渠道、全部权益"),
    }[seen.alike, seen.same_offer]
    note = t(
        f"bought that month {seen.bought:.0%}, used the offer {seen.used:.0%}; {seen.contacts:,} past contacts "
        f"({whom}). Many would have bought anyway.",
        f"当月消费 {seen.bought:.0%}，用了权益 {seen.used:.0%}；依据 {seen.contacts:,} 次历史触达（{whom}）。其中不少人不触达也会消费。",
    )
    return tile(title, t(f"≈ {seen.bought * customers:,.0f} buy", f"约 {seen.bought * customers:,.0f} 位消费"), note)


def line_title(line: str) -> str:
    """A line of the planned cost in the language in use."""
    _, _, name = line.partition(".")
    if name:
        return t(*levels.CONTACT_CHANNEL[name])
    if line == "other":
        return t("Offers likely used, and other", "预计权益及其他")
    return cost_title(line)


def refusals(look: Preview, faults: list[str]) -> str:
    """What stands in the way of a plan, and how to mend it; "" where nothing does. `faults` are of what was typed."""
    items = [html.escape(fault) for fault in (*faults, *filter(None, [look.fault]))]
    items += [html.escape(str(problem)) + _examples(problem.examples) for problem in look.check.problems]
    if look.empty and not faults:
        place = look.looked_at.place if look.looked_at else 0
        items.append(t(f"Card {place} contacts nobody: {look.empty}", f"{place} 号卡没有可触达的客户：{look.empty}"))
    if not items and look.runnable:
        return _few(look)
    listed = "".join(f"<li>{item}</li>" for item in items)
    head = t(
        "Not yet runnable. Nothing has been run; this is in the way:", "暂时还不能执行，未产生任何动作。原因如下："
    )
    if look.runnable and not faults:
        head = t("Mind before you run it:", "执行前请留意：")
    return f"<div class='tw-stop' role='status'><b>{head}</b><ul>{listed}</ul></div>"


def _few(look: Preview) -> str:
    """What a small control group can tell."""
    if not 0 < look.held < FEW:
        return ""
    said = t(
        f"Only {look.held} customers are held back: such a group seldom tells an effect from luck.",
        f"对照组只有 {look.held} 位客户，多半分不清是效果还是运气。",
    )
    return f"<div class='tw-mind' role='status'>{said}</div>"


def _examples(rows: "object") -> str:
    ids = list(getattr(rows, "customer_id", []))
    return f" <span class='tw-note'>{t('for example', '例如')} {', '.join(map(str, ids))}</span>" if ids else ""


def same_in_code(look: Preview) -> str:
    """The plan as a learner would write it, folded away."""
    return f"<details><summary>{t('The same in code', '用代码写出来')}</summary><pre><code>{html.escape(look.code)}</code></pre></details>"


def message(text: str, done: int = 0, total: int = 0) -> str:
    """A line about what is going on, with a bar where it is known how far it is."""
    bar = (
        f"<progress value='{done}' max='{total}' aria-label='{html.escape(text, quote=True)}'></progress>"
        if total
        else ""
    )
    return f"<div class='tw-message' role='status' aria-live='polite'>{bar}{html.escape(text)}</div>"
