"""What became of the rounds, as HTML: side by side on one footing, what their control groups said, profit and loss."""

from typing import TYPE_CHECKING, Final

from twinline.base.text import t
from twinline.cockpit.footing import leading, round_name
from twinline.cockpit.profit_and_loss import account
from twinline.cockpit.tables import described, interval, table
from twinline.twin.control import Difference

if TYPE_CHECKING:
    from twinline.cockpit.game import Game
    from twinline.cockpit.log import Trial

OUTCOME_TITLES: Final = {
    "margin": ("Margin over the round, yuan a customer", "本轮每户收益（元）"),
    "open": ("Card still open", "仍持卡"),
    "bought": ("Bought in the last month", "末月有消费"),
    "spent": ("Spending over the round, yuan a customer", "本轮每户消费（元）"),
}


def control_group(trial: "Trial", found: list[Difference]) -> str:
    """What the control group of a round said; "" where there was none."""
    if not found:
        return ""
    rows = []
    for each in found:
        share = each.outcome in ("open", "bought")
        digits = "{:.1%}" if share else "{:,.1f}"
        whole = each.stratum == 0
        half = f" ± {100 * each.half:.1f}" if share else f" ± {each.half:,.1f}"
        value = f"{100 * each.value:+.1f}{half} {t('points', '个百分点')}" if share else f"{each.value:+,.1f}{half}"
        rows.append(
            (
                t(*OUTCOME_TITLES[each.outcome]),
                f"<span>{t('all cards', '全部卡') if whole else t(f'card {each.stratum}', f'{each.stratum} 号卡')}</span>",
                f"{each.contacted:,}",
                f"{each.held:,}",
                digits.format(each.with_contact),
                digits.format(each.without),
                value,
            )
        )
    heads = (
        t("Outcome", "指标"),
        t("Cards", "范围"),
        t("Contacted", "触达"),
        t("Held back", "对照"),
        t("With contact", "触达组"),
        t("Without", "对照组"),
        t("Difference, 95 % interval", "差异（95% 区间）"),
    )
    first = next(each for each in found if each.stratum == 0 and each.outcome == "margin")
    low, high = ((first.value + sign * first.half) * first.contacted for sign in (-1, 1))
    clear = (
        t("more than luck", "超出运气范围") if low > 0 or high < 0 else t("cannot be told from luck", "与运气无法区分")
    )
    cost = trial.happened.cost if trial.happened else 0.0
    note = t(
        f"Decide by the first line; the others explain, and of several lines one may stand out by luck. By it the contacts earned "
        f"{first.value * first.contacted:+,.0f} yuan in the books of this round ({low:+,.0f} to {high:+,.0f}: {clear}), before "
        f"their cost of {cost:,.0f}. The true increment also counts what those who stayed are worth beyond.",
        f"以第一行为准，其余各行只作解释；行数一多，总有一行会碰巧显得突出。按第一行，本轮账面上触达带来 {first.value * first.contacted:+,.0f} 元"
        f"（{low:+,.0f} 至 {high:+,.0f}，{clear}），未扣成本 {cost:,.0f} 元。真实增量还包括留存客户今后的价值。",
    )
    caption = t(
        f"Control group of round {trial.round}, read from the books", f"第 {trial.round} 轮对照组回检（据账面数据）"
    )
    return table(caption, heads, rows, note)


def played(game: "Game") -> str:
    """The rounds that were carried out, on one footing; "" before the first."""
    trials = game.played
    if not trials:
        return ""
    rows = [
        (
            str(trial.round),
            described(trial),
            interval(trial.profits),
            f"{trial.happened.profit:,.0f}" if trial.happened else "",
            "" if trial.score.share_of_best is None else f"{trial.score.share_of_best:.0%}",
            t("does not fit its limits", "超出开局限制") if trial.first is None else interval(trial.first),
        )
        for trial in trials
    ]
    heads = (
        t("Round", "轮次"),
        t("Plan", "策略"),
        t("Expected", "预期"),
        t("Happened", "实际发生"),
        t("Of the best", "占最优"),
        t("On the first morning", "放到开局时"),
    )
    caption = t("Rounds carried out, side by side (incremental profit, yuan)", "已执行各轮对比（增量利润，元）")
    note = t(
        "Rounds differ in what there is to earn: the bank has lived on. The last column puts the same cards on the game's first "
        "morning, without control group and through the same futures, so only it compares the plans themselves.",
        "各轮面对的客户不同，利润不能直接相比。最后一列把同样的动作卡放回开局时点、不留对照组、走同样的几种未来，只有这一列比的是策略本身。",
    )
    same = {trial.round: trial.first for trial in trials if trial.first is not None}
    if len(same) > 1:
        note += t(f" By it, {leading(same, round_name)}.", f"据此，{leading(same, round_name)}。")
    return table(caption, heads, rows, note)


def profit_and_loss(game: "Game") -> str:
    """Profit and loss of the rounds carried out; "" before the first."""
    if not game.played:
        return ""
    lines = account(game)
    heads = ("", *(t(f"Round {trial.round}", f"第 {trial.round} 轮") for trial in game.played), t("Total", "合计"))
    rows = [
        (
            f"<b>{line.title}</b>" if line.kind == "sum" else line.title,
            *("" if yuan is None else f"{round(yuan) + 0:,}" for yuan in line.yuan),
        )
        for line in lines
    ]
    note = t(
        "What happened, compared with the same months without the plan, for the whole bank. A round's increment counts what accounts "
        "are worth beyond it.",
        "均为实际发生数，全行口径，与同期不做动作相比。增量利润包括账户在本轮之后的价值。",
    )
    return table(t("Profit and loss (yuan)", "损益表（元）"), heads, rows, note)
