"""The parts of the page that are only read, as HTML: what lies ahead, what came of it, the rounds, messages."""

import html
from typing import TYPE_CHECKING

from generators.schema import levels
from twinline.base.text import language, t
from twinline.cockpit.past import Response
from twinline.cockpit.preview import Preview
from twinline.twin.result import Score, cost_title

if TYPE_CHECKING:
    from twinline.cockpit.game import Game, Trial

_WITHOUT = ("profit", "cost", "take_up", "share_of_oracle")  # rows of a score that the page shows elsewhere, or not


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
        limits.append(t(f"budget {game.bank.budget:,.0f} yuan", f"预算 {game.bank.budget:,.0f} 元"))
    if game.bank.contact_limit is not None:
        limits.append(t(f"up to {game.bank.contact_limit:,} customers", f"最多触达 {game.bank.contact_limit:,} 位"))
    accounts = len(game.morning.seen)
    where = t(
        f"Round {game.round} · from {game.bank.month} · {accounts:,} open accounts",
        f"第 {game.round} 轮 · {game.bank.month} 起 · 在册客户 {accounts:,} 位",
    )
    return (
        f"<header lang='{'zh-CN' if language() == 'zh' else 'en'}'><h1>{t('Strategy cockpit', '策略驾驶舱')}</h1>"
        f"<p class='tw-where'>{where}</p><p class='tw-rules'>{' · '.join(limits)}</p></header>"
    )


def ahead(look: Preview) -> str:
    """What a choice would do."""
    check, shut = look.check, ""
    if look.left_out:
        shut = t(f" · {look.left_out:,} left out", f" · 剔除 {look.left_out:,} 位")
    matching = t(f"of {look.matching:,} who fit{shut}", f"符合条件 {look.matching:,} 位{shut}")
    lines = " · ".join(f"{line_title(line)} {yuan:,.0f}" for line, yuan in look.lines.items())
    busiest = t(
        f"busiest month {look.busiest:,.0f} of {look.available:,.0f} h",
        f"最忙月 {look.busiest:,.0f} / 可用 {look.available:,.0f} 小时",
    )
    shown = [
        tile(t("Customers reached", "触达客户"), f"{check.customers:,}", matching),
        tile(t("Contacts", "触达次数"), f"{check.contacts:,}"),
        tile(t("Planned cost, yuan", "计划成本（元）"), f"{check.cost:,.0f}", lines),
        tile(t("Staff time, hours", "占用人力（小时）"), f"{check.hours:,.0f}", busiest),
        _expected(look.response, check.customers),
    ]
    return tiles(shown, t("Before the run", "执行之前"))


def _expected(seen: Response | None, customers: int) -> str:
    title = t("Expected response, gross", "预计响应（毛响应）")
    if seen is None:
        never = t("The bank has hardly ever tried this: a pilot would tell.", "本行几乎没这样做过，可先做试点。")
        return tile(title, "—", never)
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
    if "." not in line:
        return cost_title(line)
    group, _, name = line.partition(".")
    return t(*{"contact": levels.CONTACT_CHANNEL, "offer": levels.OFFER}[group][name])


def refusals(look: Preview) -> str:
    """What stands in the way of a choice, and how to mend it; "" where nothing does."""
    problems = list(look.check.problems)
    if not problems and look.check.customers:
        return ""
    if not problems:
        return f"<div class='tw-stop' role='status'>{t('Nobody is left to contact: widen the filters.', '没有可触达的客户，请放宽筛选条件。')}</div>"
    items = "".join(f"<li>{html.escape(str(problem))}{_examples(problem.examples)}</li>" for problem in problems)
    head = t(
        "Not yet runnable. Nothing has been run; this is in the way:", "暂时还不能执行，未产生任何动作。原因如下："
    )
    return f"<div class='tw-stop' role='status'><b>{head}</b><ul>{items}</ul></div>"


def _examples(rows: "object") -> str:
    ids = list(getattr(rows, "customer_id", []))
    return f"<span class='tw-note'>{t('for example', '例如')} {', '.join(map(str, ids))}</span>" if ids else ""


def came(trial: "Trial", *, judging: bool) -> str:
    """What a run showed."""
    score = trial.score
    error = "" if score.error is None else f" ± {score.error:,.0f}"
    shown = [tile(t("Incremental profit, yuan", "增量利润（元）"), f"{score.profit:,.0f}{error}", accent=True)]
    shown.append(tile(t("Cost, yuan", "成本（元）"), f"{score.cost:,.0f}"))
    shown += [tile(title, value) for name, title, value in score.rows() if name not in (*_WITHOUT, "share_of_best")]
    shown.append(_regret(score, judging=judging))
    return f"<h2>{html.escape(trial.choice.name)}</h2>{tiles(shown, t('Result', '结果'))}"


def _regret(score: Score, *, judging: bool) -> str:
    title = t("Share of the best observable", "占“可观测最优”的比例")
    best = score.best_observable
    if best is None:
        working = t("working it out …", "正在计算……") if judging else t("not worked out", "未计算")
        return tile(title, f"<span class='tw-quiet'>{working}</span>")
    if score.share_of_best is None:
        return tile(title, "—", t("nobody could earn here", "这个规模上谁都赚不到钱"))
    note = t(
        f"best policy on what the bank sees: {best:,.0f}; regret {best - score.profit:,.0f}",
        f"只看银行可见数据的最优策略：{best:,.0f} 元；差距 {best - score.profit:,.0f} 元",
    )
    return tile(title, f"{score.share_of_best:.0%}", note)


def rounds(trials: "list[Trial]") -> str:
    """Everything that was run, side by side."""
    heads = [
        t("No.", "序号"),
        t("Round", "轮次"),
        t("Strategy", "策略"),
        t("Customers", "触达客户"),
        t("Cost", "成本"),
        t("Profit ± error", "增量利润 ± 误差"),
        t("Saved", "救回"),
        t("Driven off", "赶走"),
        t("Complaints", "投诉"),
        t("Of the best", "占最优"),
        t("What happened", "实际发生"),
    ]
    body = "".join(_row(trial) for trial in reversed(trials))
    caption = t("All strategies run so far (yuan)", "已执行的全部策略（金额单位：元）")
    head = "".join(f"<th scope='col'>{name}</th>" for name in heads)
    return f"<div class='tw-scroll'><table class='tw-rounds'><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def _row(trial: "Trial") -> str:
    score = trial.score
    error = "" if score.error is None else f" ± {score.error:,.0f}"
    best = "" if score.share_of_best is None else f"{score.share_of_best:.0%}"
    happened = f"{trial.happened.profit:,.0f}" if trial.happened else ""
    why = f"<span class='tw-note'>{html.escape(trial.choice.hypothesis)}</span>" if trial.choice.hypothesis else ""
    cells = [
        f"<th scope='row'>{trial.number}</th><td>{trial.round}</td><td class='tw-text'>{html.escape(trial.choice.name)}{why}</td>",
        *(
            f"<td>{value}</td>"
            for value in (
                f"{score.reach:,.0f}",
                f"{score.cost:,.0f}",
                f"{score.profit:,.0f}{error}",
                f"{score.saved:,.1f}",
                f"{score.lost:,.1f}",
                f"{score.complaints:,.1f}",
                best,
                happened,
            )
        ),
    ]
    return f"<tr{' class=tw-played' if trial.happened else ''}>{''.join(cells)}</tr>"


def same_in_code(look: Preview) -> str:
    """The choice as a learner would write it, folded away."""
    return f"<details><summary>{t('The same in code', '用代码写出来')}</summary><pre><code>{html.escape(look.code)}</code></pre></details>"


def message(text: str, done: int = 0, total: int = 0) -> str:
    """A line about what is going on, with a bar where it is known how far it is."""
    bar = (
        f"<progress value='{done}' max='{total}' aria-label='{html.escape(text, quote=True)}'></progress>"
        if total
        else ""
    )
    return f"<div class='tw-message' role='status' aria-live='polite'>{bar}{html.escape(text)}</div>"
