"""What came of a run, as HTML: its figures, what each card brought, and the plans tried on the same morning."""

import html
from typing import TYPE_CHECKING, Final

from twinline.base.text import t
from twinline.cockpit.footing import leading
from twinline.cockpit.fragments import tile, tiles
from twinline.cockpit.tables import described, interval, table
from twinline.twin.score import Score

if TYPE_CHECKING:
    from twinline.cockpit.by_card import Part
    from twinline.cockpit.log import Trial

_SHOWN: Final = (
    "cards",
    "cac",
    "value",
    "written_off",
    "roi",
    "reach",
    "contacts",
    "saved",
    "lost",
    "complaints",
    "sleeping_dogs",
)  # rows of a score


def came(trial: "Trial", *, judging: bool) -> str:
    """What a run showed."""
    score = trial.score
    note = t(f"mean of {score.futures} futures and its 95 % interval", f"{score.futures} 种未来的平均值及其 95% 区间")
    shown = [tile(t("Incremental profit, yuan", "增量利润（元）"), interval(trial.profits), note, accent=True)]
    shown.append(tile(t("Cost, yuan", "成本（元）"), f"{score.cost:,.0f}"))
    shown += [tile(title, value) for name, title, value in score.rows() if name in _SHOWN]
    shown.append(_regret(score, judging=judging))
    return f"<h2>{trial.number} · {html.escape(trial.plan.name)}</h2>{tiles(shown, t('Result', '结果'))}"


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


def waterfall_note() -> str:
    """What a step of the waterfall means that its name does not say."""
    said = t(
        "“Change among the others”: what the contact did to those who did not respond (some it drives away, some come back later "
        "by themselves or stay for it), and to customers whom they brought.",
        "“其他客户的变化”：触达后没有响应的客户所受的影响（有人因打扰而离开，有人过后才用卡或因此留下），以及他们推荐来的客户的变化。",
    )
    return f"<p class='tw-note'>{said}</p>"


def cards(trial: "Trial", parts: "list[Part]") -> str:
    """What each card brought; "" for a plan of one card."""
    if len(trial.plan.played) < 2:
        return ""
    named = dict(trial.plan.played)
    rest = t("Customers whom they brought, and pilots", "推荐来的客户与试点成本")
    rows = [
        (
            str(part.place or "—"),
            f"<span>{html.escape(named[part.place].name) if part.place else rest}</span>",
            f"{part.customers:,}" if part.place else "",
            f"{part.cost:,.0f}",
            interval(part.profits),
        )
        for part in parts
    ]
    heads = (
        t("Card", "卡"),
        t("What it does", "动作"),
        t("Customers", "触达客户"),
        t("Cost", "成本"),
        t("Profit, 95 % interval", "增量利润（95% 区间）"),
    )
    note = t(
        "The cards share no customer, so their parts add up to the whole.", "各卡客户互不重复，各部分相加即为合计。"
    )
    return table(
        t(f"What each card of No. {trial.number} brings (yuan)", f"{trial.number} 号策略各卡的贡献（元）"),
        heads,
        rows,
        note,
    )


def tried(trials: "list[Trial]") -> str:
    """The trials of one round, which were run through the same futures; "" where there are none."""
    if not trials:
        return ""
    rows = [
        (
            str(trial.number),
            described(trial),
            f"{trial.score.reach:,.0f}",
            f"{trial.score.cost:,.0f}",
            interval(trial.profits),
            f"{trial.score.saved:,.1f}",
            f"{trial.score.lost:,.1f}",
            f"{trial.score.complaints:,.1f}",
            "" if trial.score.share_of_best is None else f"{trial.score.share_of_best:.0%}",
        )
        for trial in reversed(trials)
    ]
    heads = (
        t("No.", "序号"),
        t("Plan", "策略"),
        t("Customers", "触达客户"),
        t("Cost", "成本"),
        t("Profit, 95 % interval", "增量利润（95% 区间）"),
        t("Saved", "救回"),
        t("Driven off", "赶走"),
        t("Complaints", "投诉"),
        t("Of the best", "占最优"),
    )
    caption = t(f"Tried in round {trials[0].round} (yuan)", f"第 {trials[0].round} 轮试过的策略（元）")
    note = leading({trial.number: trial.profits for trial in trials}) + t(".", "。") if len(trials) > 1 else ""
    if len(trials) > 3:
        note += t(
            " The best of many tries looks better than it is: it was picked on these very futures.",
            "试得越多，挑出来的“最好”越容易高估：它正是在这几种未来上挑出来的。",
        )
    return table(caption, heads, rows, note)
