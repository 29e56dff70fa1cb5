"""The modes of internet finance that a slide deck of 2014 listed, and what became of each: our verdict, and a dated fact."""

from dataclasses import dataclass
from html import escape
from typing import Final

import pandas as pd

from twinline.base.text import t
from twinline.pictures.style import ACCENT, DEEP, INK, SOFT

Pair = tuple[str, str]
VERDICTS: Final[dict[str, Pair]] = {
    "grew": ("Grew, outside the banks", "长大了，在银行外面"),
    "inside": ("Became a function under licence", "成了持牌机构的一项功能"),
    "gone": ("Banned, or all but gone", "被取缔，或所剩无几"),
}


@dataclass(frozen=True)
class Mode:
    """A mode: its name, our verdict (a key of `VERDICTS`), and the fact on which it rests."""

    name: Pair
    verdict: str
    fact: Pair


MODES: Final = (
    Mode(
        ("Direct bank", "直销银行"),
        "inside",
        (
            "August 2017: Ping An joins its direct bank, card and bank apps into one. November 2017: aiBank opens, the first direct bank that is a legal person of its own.",
            "2017 年 8 月，平安把直销银行、信用卡和银行三个 App 合一；2017 年 11 月，百信银行开业，是首家独立法人的直销银行。",
        ),
    ),
    Mode(
        ("Online funds", "网络基金"),
        "inside",
        (
            "June 2013: Yu'e Bao. June 2018: rules cap instant redemption of money-market funds at 10,000 yuan a day.",
            "2013 年 6 月，余额宝上线；2018 年 6 月起，货币基金快速赎回限每天 1 万元。",
        ),
    ),
    Mode(
        ("Online securities", "网络证券"),
        "inside",
        (
            "March 2013: rules let investors open accounts without visiting. December 2022: the regulator tells two cross-border online brokers to stop taking new customers on the mainland.",
            "2013 年 3 月，证券账户可以非现场开户；2022 年 12 月，监管要求两家跨境互联网券商停止在内地招揽新客户。",
        ),
    ),
    Mode(
        ("Online wealth management", "互联网理财"),
        "inside",
        (
            "April 2018: the asset-management rules end guaranteed returns. June 2019: the first wealth subsidiary of a bank opens.",
            "2018 年 4 月，资管新规打破刚性兑付；2019 年 6 月，首家银行理财子公司开业。",
        ),
    ),
    Mode(
        ("Online insurance", "网络保险"),
        "inside",
        (
            "November 2013: ZhongAn opens with a licence for online insurance. February 2021: rules let licensed institutions alone sell insurance online.",
            "2013 年 11 月，众安保险持牌开业；2021 年 2 月起，互联网保险业务只能由持牌机构开展。",
        ),
    ),
    Mode(
        ("Asset trading and matching", "网络资产交易与撮合平台"),
        "gone",
        (
            "March 2018: asset management through the internet needs a licence; what was sold without one must be wound down.",
            "2018 年 3 月，通过互联网开展资产管理业务须取得牌照，无牌存量限期压降。",
        ),
    ),
    Mode(
        ("Online lending", "在线网络贷款"),
        "inside",
        (
            "May 2015: Weilidai. July 2020: measures for banks' internet loans; risk control must not be outsourced.",
            "2015 年 5 月，微粒贷上线；2020 年 7 月，商业银行互联网贷款管理办法施行，核心风控不得外包。",
        ),
    ),
    Mode(
        ("P2P", "P2P"),
        "gone",
        (
            "August 2016: rules for lending platforms. November 2020: the regulator reports that none is left in business.",
            "2016 年 8 月，网贷机构管理办法出台；2020 年 11 月，监管部门宣布在营平台归零。",
        ),
    ),
    Mode(
        ("Crowdfunding", "众筹"),
        "gone",
        (
            "October 2016: a campaign to clean up crowdfunding for equity is made public.",
            "2016 年 10 月，股权众筹风险专项整治方案公布。",
        ),
    ),
    Mode(
        ("Online credit reporting", "网络征信"),
        "inside",
        (
            "January 2015: eight firms told to prepare, Sesame Credit among them. February 2018: the licence goes to Baihang, which they share.",
            "2015 年 1 月，8 家机构获准准备个人征信，包括芝麻信用；2018 年 2 月，牌照发给了它们共同入股的百行征信。",
        ),
    ),
    Mode(
        ("Supply-chain finance", "在线供应链金融平台"),
        "inside",
        (
            "September 2020: eight departments regulate it, and ask for real trade behind each claim.",
            "2020 年 9 月，八部门发文规范，要求背后有真实贸易。",
        ),
    ),
    Mode(
        ("E-commerce", "电商"),
        "grew",
        (
            "2012 to 2015: banks open malls, such as Shanrong and Rong-E-Buy. Daily shopping stayed with the platforms.",
            "2012 到 2015 年，银行纷纷开商城，如善融商务、融 e 购；日常购物仍在平台。",
        ),
    ),
    Mode(
        ("O2O", "O2O"),
        "grew",
        (
            "October 2015: Meituan and Dianping merge, and carry local services since.",
            "2015 年 10 月，美团与大众点评合并，此后本地生活由它们担纲。",
        ),
    ),
    Mode(
        ("Finance portal", "金融门户"),
        "inside",
        (
            "December 2015: the portal East Money completes the purchase of a securities firm: the visitors went to a licence.",
            "2015 年 12 月，东方财富网完成收购一家证券公司：流量找到了牌照。",
        ),
    ),
    Mode(
        ("Social finance", "社交金融"),
        "gone",
        (
            "November 2016: Alipay apologises for its social circles. Finance rode on chat; chat did not grow on finance.",
            "2016 年 11 月，支付宝为社交“圈子”道歉。金融能搭社交的车，社交没能从金融里长出来。",
        ),
    ),
    Mode(
        ("Internet payment", "互联网支付"),
        "grew",
        (
            "June 2018: payment firms reach banks through NetsUnion only. January 2019: customers' money lies with the central bank.",
            "2018 年 6 月底起，支付机构须经网联对接银行；2019 年 1 月，客户备付金全部存到央行。",
        ),
    ),
)


def counts() -> pd.Series:
    """How many modes had which end, in the order of `VERDICTS`; the index is in the language in use."""
    found = pd.Series([mode.verdict for mode in MODES]).value_counts().reindex(list(VERDICTS))
    return found.rename({key: t(*name) for key, name in VERDICTS.items()})


def verdicts(guesses: dict[str, str] | None = None) -> str:
    """What became of the modes, as HTML: of all of them, or of those guessed, each guess beside our verdict.

    `guesses` maps a mode's English name to a key of `VERDICTS`.
    """
    shown = [mode for mode in MODES if guesses is None or mode.name[0] in guesses]
    rows, right = [], 0
    for mode in shown:
        hit = guesses is not None and guesses[mode.name[0]] == mode.verdict
        right += hit
        mark = "" if guesses is None else ("✓ " if hit else "✗ ")
        rows.append(
            f'<tr><th scope="row" style="text-align:left;padding:3px 8px;vertical-align:top;min-width:110px">{escape(t(*mode.name))}</th>'
            f'<td style="padding:3px 8px;vertical-align:top;color:{INK if mode.verdict != "grew" else ACCENT};min-width:150px;text-align:left"><b>{mark}{escape(t(*VERDICTS[mode.verdict]))}</b></td>'
            f'<td style="padding:3px 8px;text-align:left">{escape(t(*mode.fact))}</td></tr>'
        )
    agreed = t(f"{right} of {len(shown)} as we see it", f"{len(shown)} 个里有 {right} 个与我们看法一致")
    head = "" if guesses is None else f"<b>{agreed}</b>"
    return f'<div style="max-width:900px;line-height:1.45;color:{INK}">{head}<table style="border-collapse:collapse;font-size:13px;margin:6px 0px;border-top:1px solid {SOFT};color:{DEEP}">{"".join(rows)}</table></div>'
