"""Stage 2 of the 5×5 method on one page: portrait, pain point, theme, service plan and tool kit for a customer."""

from html import escape
from pathlib import Path
from typing import Any, Final

import pandas as pd

from twinline.base.text import t
from twinline.data.tables import load, titles
from twinline.modules.m09.five_by_five import needs
from twinline.pictures.style import ACCENT, DEEP, INK, SOFT

Pair = tuple[str, str]
# What a talk may be about; words and kits are Yundu Bank's own (a).
PAIN: Final[dict[str, Pair]] = {
    "activation": (
        "The card is no habit yet; nothing we sent gave a reason to use it.",
        "还没养成用这张卡的习惯，我们发的内容没给出用卡的理由。",
    ),
    "retention": (
        "Asked about fees or leaving more than once this year: one answer was not enough.",
        "一年里不止一次来问费用或销户：一次答复没解决问题。",
    ),
    "credit": ("The limit is nearly used up; a big purchase no longer fits.", "额度快用满了，大额消费用不开。"),
    "wealth": (
        "A good user who asked once; nobody has ever asked what else they need.",
        "用卡不错，来问过一次，却没人问过还需要什么。",
    ),
}
THEME: Final[dict[str, Pair]] = {
    "activation": ("Back to the daily shop", "重回日常消费"),
    "retention": ("Your question, answered", "您的问题，有答复"),
    "credit": ("Room to breathe", "额度松一松"),
    "wealth": ("More than a card", "不止一张卡"),
}
PLAN: Final[dict[str, tuple[Pair, ...]]] = {
    "activation": (
        ("Bind the card to one payment app", "绑定一个常用支付"),
        ("A voucher at the shop they used last", "最近去过的那家店，送一张券"),
    ),
    "retention": (
        ("Answer the fee question first", "先把费用问题说清"),
        ("Fee waiver, if they want to stay", "愿意留，再给年费减免"),
    ),
    "credit": (
        ("Check that they pay on time", "先看还款是否正常"),
        ("Spread one purchase, fee told beforehand", "一笔消费分期，费率先讲明"),
    ),
    "wealth": (
        ("Ask about wages and savings", "问问工资和存款放在哪"),
        ("A branch talk, no product first", "约到网点聊聊，先不推产品"),
    ),
}
KIT: Final[dict[str, tuple[Pair, ...]]] = {
    "activation": (
        ("voucher", "消费券"),
        ("two-line message", "两句话短信"),
        ("how to bind, one picture", "一图看懂绑卡"),
    ),
    "retention": (("fee table", "费用一览"), ("waiver code", "减免权益码"), ("the customer's own words", "客户原话")),
    "credit": (
        ("instalment calculator", "分期计算器"),
        ("fee notice", "费率告知书"),
        ("limit request form", "调额申请"),
    ),
    "wealth": (("needs questions, six", "六问需求表"), ("branch slots", "网点预约时段"), ("product shelf", "产品货架")),
}


def lines(customer: pd.Series, dataset: str | Path | None = None) -> dict[str, str]:
    """The five parts of the sheet, as text, for a row of `bank.observed()`; keys are the steps "2.1" to "2.5"."""
    need = str(needs(pd.DataFrame([customer]))[0])
    calls = load("service_calls", dataset, columns=["customer_id", "timestamp", "topic", "text_en", "text_zh"])
    said = calls[
        (calls["customer_id"] == customer["customer_id"]) & calls["topic"].isin(["fee_question", "cancel_card"])
    ]
    words = "" if said.empty else str(said.sort_values("timestamp")[t("text_en", "text_zh")].iloc[-1])
    card = titles("product")[customer["product"]]
    portrait = t(
        f"{card}, {customer['age']} years old, with us for {customer['tenure_months']} months; buys for "
        f"{customer['spend_3m'] / 3:,.0f} yuan a month, {customer['visits_3m']} app visit{'' if customer['visits_3m'] == 1 else 's'} in "
        "three months.",
        f"{card}，{customer['age']} 岁，持卡 {customer['tenure_months']} 个月；月均消费 {customer['spend_3m'] / 3:,.0f} 元，"
        f"近三个月登录手机银行 {customer['visits_3m']} 次。",
    )
    quote = t(f" Own words: “{words}”", f"客户原话：“{words}”") if words else ""
    joined = t("; ", "；")
    return {
        "2.1": portrait,
        "2.2": t(*PAIN[need]) + quote,
        "2.3": t(*THEME[need]),
        "2.4": joined.join(f"{number}. {t(*each)}" for number, each in enumerate(PLAN[need], 1)),
        "2.5": joined.join(t(*each) for each in KIT[need]),
    }


def sheet(customer: pd.Series, dataset: str | Path | None = None) -> Any:
    """The sheet as a page to show: the customer's number at the top, the five parts below."""
    from IPython.display import HTML

    heads = {
        "2.1": ("Portrait", "画像"),
        "2.2": ("Pain point", "痛点"),
        "2.3": ("Theme", "主题"),
        "2.4": ("Service plan", "服务方案"),
        "2.5": ("Tool kit", "工具包"),
    }
    rows = "".join(
        f'<tr><th scope="row" style="text-align:left;vertical-align:top;padding:6px 12px;color:{DEEP};white-space:nowrap">'
        f'{step} {t(*heads[step])}</th><td style="text-align:left;padding:6px 12px;color:{INK}">{escape(text)}</td></tr>'
        for step, text in lines(customer, dataset).items()
    )
    number = t(f"Customer {customer['customer_id']}", f"客户 {customer['customer_id']}")
    return HTML(
        f'<div style="border:1px solid {SOFT};border-top:5px solid {ACCENT};border-radius:5px;max-width:760px;padding:8px 6px">'
        f'<div style="font-size:16px;padding:2px 12px;color:{INK}">{number}</div><table style="font-size:14px">{rows}</table></div>'
    )
