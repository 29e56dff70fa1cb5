"""The page's pictures of one bank. Titles say what the bank shows, with its own figures."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from generators import parameters as p
from twinline.base.text import t
from twinline.data import views
from twinline.data.books import Books, NothingToMeasure
from twinline.pictures.style import ACCENT, DEEP, INK, QUIET, SOFT, blank, date_axis, picture
from twinline.report import calibration, facts, spending
from twinline.report.fact import PLANTED, say

_SMALL, _WIDE = (6.2, 3.7), (12.6, 3.5)
_OLDEST = 72  # months of tenure on the survival curve
_EFFECTS = (
    "call_everyone",
    "call_opted_out",
    "call_enquirers",
    "calls_look_worse",
    "calls_are_better",
    "waves_keep_nobody",
    "points_reminder",
    "voucher_wakes",
    "voucher_for_regulars",
    "early_hook",
    "late_hook",
)


@dataclass(frozen=True)
class Picture:
    """A picture as HTML, and whether it takes the page's full width."""

    html: str
    wide: bool


def pictures(bank: Books) -> Iterator[Picture]:
    """Every picture that the bank has enough data for, in the language in use."""
    for draw in (effects, months, year, activation, online, survival, concentration, purchase_counts, simpson):
        try:
            figure, alt = draw(bank)
        except NothingToMeasure:
            continue
        yield Picture(picture(figure, alt), wide=figure.get_figwidth() > _SMALL[0])


def effects(bank: Books) -> tuple[Figure, str]:
    """What the contacts did, with 95 % intervals."""
    found = {code: PLANTED[code].measure(bank) for code in _EFFECTS}
    rows = [(say(PLANTED[code].title), one.value, one.error) for code, one in found.items() if one.here and one.error]
    if not rows:
        raise NothingToMeasure
    figure, axes = blank(
        (12.6, 1.1 + 0.36 * len(rows)), t("What contact did: effect and 95 % interval", "触达的作用：效果与 95% 区间")
    )
    for place, (_, value, error) in enumerate(rows):
        clear = abs(value) > 1.96 * error
        colour, ends = ACCENT if clear else QUIET, [100 * (value - 1.96 * error), 100 * (value + 1.96 * error)]
        axes.plot(ends, [place] * 2, color=colour, linewidth=2)
        axes.plot(100 * value, place, "o", color=colour, markersize=7)
        written, point = f"{100 * value:+.1f}".replace("-", "−"), (100 * value, place)
        axes.annotate(written, point, xytext=(0, 7), textcoords="offset points", ha="center", color=INK, fontsize=9)
    axes.axvline(0, color=DEEP, linewidth=1)
    axes.set_yticks(range(len(rows)), [name for name, _, _ in rows])
    axes.set_ylim(len(rows) - 0.4, -0.8)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(t("percentage points; red where the interval leaves out nought", "百分点；区间不含零的为红色"))
    told = t("; ", "；").join(f"{name} {100 * value:+.1f}" for name, value, _ in rows)
    return figure, t(f"Effects of contacts in percentage points: {told}.", f"各项触达的效果（百分点）：{told}。")


def months(bank: Books) -> tuple[Figure, str]:
    """Active share, utilisation and closures, month by month."""
    frame = calibration.by_month(bank)
    if len(frame) < 2:
        raise NothingToMeasure
    names = {
        "active": t("Active cards", "月活跃率"),
        "utilisation": t("Credit lines in use", "授信使用率"),
        "closures": t("Closures, as a yearly rate", "销户率（年化）"),
    }
    figure = Figure(figsize=_WIDE, layout="constrained")
    for axes, (column, name) in zip(figure.subplots(1, 3), names.items(), strict=True):
        values = frame[column]
        axes.plot(values.index, values, color=ACCENT)
        axes.set_ylim(0, max(float(values.max()) * 1.25, 0.01))
        axes.set_title(f"{name} {values.iloc[-12:].mean():.0%}", fontsize=12)
        axes.yaxis.set_major_formatter(_percent)
        date_axis(axes, 4)
    average = frame.iloc[-12:].mean()
    return figure, t(
        f"Three lines by month; means of the last year: {average['active']:.0%} of cards active, {average['utilisation']:.0%} "
        f"of credit lines in use, {average['closures']:.0%} closed a year.",
        f"三条月度折线，最近一年均值：活跃率 {average['active']:.0%}，授信使用率 {average['utilisation']:.0%}，年化销户率 {average['closures']:.0%}。",
    )


def year(bank: Books) -> tuple[Figure, str]:
    """Each day's purchases beside the mean of its weekday."""
    days = views.daily(bank)["count"]
    index = days / days.groupby(pd.DatetimeIndex(days.index).day_of_week).transform("mean")
    figure, axes = blank(
        _WIDE, t("Cards rest at Spring Festival and run hot on Double 11", "春节歇一歇，“双 11”冲一冲")
    )
    axes.plot(index.index, index, color=DEEP, linewidth=1.1)
    axes.axhline(1, color=QUIET, linewidth=1, linestyle=(0, (4, 3)))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.1f}")
    feasts = [pd.Timestamp(year, 11, 11) for year in range(bank.start.year, bank.end.year + 1)]
    marks = [(day, t("Double 11", "双 11"), 8) for day in feasts]
    marks += [(pd.Timestamp(day), t("Spring Festival", "春节"), -14) for day in p.SPRING_FESTIVAL.values()]
    for day, name, shift in marks:
        if day in index.index:
            near = index[day : day + pd.Timedelta(days=6)]
            at = index[day] if shift > 0 else near.min()
            axes.annotate(name, (day, at), xytext=(0, shift), textcoords="offset points", ha="center", color=ACCENT)
    axes.margins(y=0.18)
    axes.set_ylabel(t("purchases, 1 = mean of the weekday", "笔数，1 = 同星期均值"))
    date_axis(axes)
    low, high = index.min(), index.max()
    return figure, t(
        f"Purchases a day beside the mean of the weekday, from {low:.2f} around Spring Festival to {high:.2f} at the peak.",
        f"每日笔数与同星期均值之比：春节前后最低 {low:.2f}，最高 {high:.2f}。",
    )


def activation(bank: Books) -> tuple[Figure, str]:
    """The wait for the first use."""
    cards = views.new_cards(bank)
    if cards.empty:
        raise NothingToMeasure
    share = cards["wait"].value_counts().reindex(range(9), fill_value=0) / len(cards)
    figure, axes = blank(_SMALL, t(f"{share[0]:.0%} of new cards are used at once", f"{share[0]:.0%} 的新卡当月首刷"))
    axes.bar(share.index, share, color=[ACCENT] + [QUIET] * 8, width=0.7)
    for month, value in share.items():
        axes.annotate(f"{value:.0%}", (month, value), xytext=(0, 3), textcoords="offset points", ha="center")
    axes.yaxis.set_visible(False)
    axes.spines["left"].set_visible(False)
    axes.set_xticks(range(9))
    axes.set_xlabel(t("months from opening to first use", "开卡到首刷的月数"))
    told = ", ".join(f"{value:.0%}" for value in share)
    return figure, t(
        f"Share of new cards first used 0 to 8 months after opening: {told}.",
        f"开卡后 0 到 8 个月首刷的新卡占比：{told}。",
    )


def simpson(bank: Books) -> tuple[Figure, str]:
    """Who stayed after a call and after an SMS, together and by whether they had enquired."""
    rows = facts.care(bank)
    if rows.empty:
        raise NothingToMeasure
    groups = {
        t("all", "全部"): rows,
        t("enquired", "来电问过"): rows[rows["asked"]],
        t("did not enquire", "没有问过"): rows[~rows["asked"]],
    }
    stayed = {
        name: some["stayed"].groupby(some["called"]).mean().reindex([True, False]) for name, some in groups.items()
    }
    figure, axes = blank(
        _SMALL, t("Calls against SMS, before and after telling enquiries apart", "电话与短信：分层前后大不同")
    )
    for place, shares in enumerate(stayed.values()):
        for side, (value, colour) in enumerate(zip(shares, (ACCENT, QUIET), strict=True)):
            at = place + 0.36 * (side - 0.5)
            axes.bar(at, value, width=0.32, color=colour)
            axes.annotate(
                f"{value:.1%}", (at, value), xytext=(0, 3), textcoords="offset points", ha="center", fontsize=9.5
            )
    axes.set_xticks(range(3), list(stayed))
    axes.tick_params(axis="x", length=0)
    axes.set_ylim(0, 1.15)
    axes.yaxis.set_major_formatter(_percent)
    axes.set_ylabel(t("still here after six months", "半年后仍在"))
    axes.legend(handles=axes.containers[:2], labels=[t("call", "电话"), t("SMS", "短信")], ncols=2, loc="upper right")
    told = t("; ", "；").join(f"{name}: {both.iloc[0]:.1%}, {both.iloc[1]:.1%}" for name, both in stayed.items())
    return figure, t(
        f"Customers still here six months after a call, and after an SMS. {told}.",
        f"接到电话、收到短信的客户半年留存率。{told}。",
    )


def online(bank: Books) -> tuple[Figure, str]:
    """The online share by quarter."""
    share = facts.online_by_quarter(bank)
    first, last = share.iloc[0], share.iloc[-1]
    figure, axes = blank(_SMALL, t(f"Online: from {first:.0%} to {last:.0%}", f"线上占比：{first:.0%} → {last:.0%}"))
    axes.plot(share.index, share, color=ACCENT, marker="o")
    for place in (0, -1):
        end = share.index[place], share.iloc[place]
        axes.annotate(f"{end[1]:.1%}", end, xytext=(0, 8), textcoords="offset points", ha="center")
    starts = [bank.start + pd.DateOffset(months=3 * int(quarter)) for quarter in share.index]
    axes.set_xticks(share.index, [f"{day.year % 100}Q{day.quarter}" for day in starts])
    axes.yaxis.set_major_formatter(_percent)
    axes.margins(x=0.08, y=0.2)
    return figure, t(
        f"The online share of purchases by quarter rises from {first:.1%} to {last:.1%}.",
        f"各季度线上笔数占比从 {first:.1%} 升到 {last:.1%}。",
    )


def survival(bank: Books) -> tuple[Figure, str]:
    """Cards still open by tenure, from the closures of all cards that we see in their month."""
    held, made = views.accounts(bank), views.statements(bank)
    opened = held.set_index("customer_id")["opened"]
    at_risk = (made["month"] - made["customer_id"].map(opened)).value_counts()
    closed = (held["closed"] - held["opened"]).value_counts()
    tenure = range(1, _OLDEST + 1)
    hazard = closed.reindex(tenure, fill_value=0) / at_risk.reindex([month - 1 for month in tenure]).to_numpy()
    alive = (1 - hazard.dropna()).cumprod()
    if len(alive) < 24:
        raise NothingToMeasure
    first, later = 1 - alive[12], 1 - alive.iloc[-1] / alive.iloc[-13]
    figure, axes = blank(
        _SMALL,
        t(
            f"{first:.0%} of new cards close within a year, {later:.0%} of old ones",
            f"新卡一年内销户 {first:.0%}，老卡 {later:.0%}",
        ),
    )
    axes.plot([0, *alive.index], [1, *alive], color=ACCENT)
    axes.fill_between([0, *alive.index], 0, [1, *alive], color=SOFT)
    axes.set_ylim(0, 1.02)
    axes.set_xticks(range(0, _OLDEST + 1, 12), [str(year) for year in range(_OLDEST // 12 + 1)])
    axes.set_xlabel(t("years since opening", "持卡年数"))
    axes.set_ylabel(t("still open", "仍持卡"))
    axes.yaxis.set_major_formatter(_percent)
    return figure, t(
        f"Survival curve: after one year {alive[12]:.0%} of cards are still open, after two {alive[24]:.0%}; it flattens.",
        f"留存曲线：一年后 {alive[12]:.0%} 的卡仍在，两年后 {alive[24]:.0%}，随后趋缓。",
    )


def concentration(bank: Books) -> tuple[Figure, str]:
    """The Lorenz curve of a year's spending."""
    spent = np.sort(spending.spent_last_year(bank).to_numpy())[::-1]
    if not len(spent):
        raise NothingToMeasure
    share = np.append(0.0, np.cumsum(spent) / spent.sum())
    people = np.linspace(0, 1, len(share))
    fifth = float(np.interp(0.2, people, share))
    figure, axes = blank(_SMALL, t(f"The top fifth spend {fifth:.0%}", f"前两成客户贡献 {fifth:.0%} 的消费"))
    axes.plot(people, share, color=DEEP)
    axes.plot([0, 1], [0, 1], color=QUIET, linewidth=1, linestyle=(0, (4, 3)))
    axes.plot([0.2, 0.2, 0], [0, fifth, fifth], color=ACCENT, linewidth=1.2)
    axes.plot(0.2, fifth, "o", color=ACCENT)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel(t("customers, biggest spenders first", "客户（按消费额从高到低）"))
    axes.set_ylabel(t("share of spending", "消费额占比"))
    axes.xaxis.set_major_formatter(_percent)
    axes.yaxis.set_major_formatter(_percent)
    return figure, t(
        f"Lorenz curve of spending: the top fifth of customers make {fifth:.0%} of it.",
        f"消费集中度曲线：前 20% 的客户贡献 {fifth:.0%} 的消费额。",
    )


def purchase_counts(bank: Books) -> tuple[Figure, str]:
    """Purchases a month, observed and fitted."""
    fit = spending.counts(bank)
    gap = float((fit["observed"] - fit["fitted"]).abs().max())
    figure, axes = blank(
        _SMALL, t(f"Purchase counts follow the NBD within {gap:.1%}", f"月消费笔数与负二项分布最多差 {gap:.1%}")
    )
    axes.bar(fit.index, fit["observed"], color=QUIET, width=0.8, label=t("observed", "实际"))
    axes.plot(fit.index, fit["fitted"], color=ACCENT, linewidth=1.8, label=t("fitted", "拟合"))
    axes.legend()
    axes.set_xlabel(
        t(f"purchases in an active month ({fit.index[-1]} = and more)", f"活跃月消费笔数（{fit.index[-1]} 表示及以上）")
    )
    axes.yaxis.set_major_formatter(_percent)
    return figure, t(
        f"Bars of observed purchase counts and the fitted negative binomial's line; the largest gap is {gap:.2%}.",
        f"月消费笔数的实际占比（柱）与负二项拟合（线），最大差距 {gap:.2%}。",
    )


def _percent(value: float, _: object) -> str:
    return f"{value:.0%}"
