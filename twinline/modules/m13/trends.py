"""Public figures beside what a slide of 2014 said would come: each with its years and who published it (see sources.yml of the module).

A slide's sentence is held against each step of a series; where none is to be had, against a dated event.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import pandas as pd

from generators.parameters import CHANNELS, FEN
from generators.schema.levels import CONTACT_CHANNEL
from twinline.base.text import t

Pair = tuple[str, str]


@dataclass(frozen=True)
class Trend:
    """What the slide said, the series that can tell, its figures by year (as announced then), and where the slide saw it going (+1 or -1)."""

    key: str
    said: Pair
    series: Pair
    unit: Pair
    figures: dict[int, float]
    went: int

    @property
    def verdict(self) -> str:
        """ "held" where each figure lies further on the slide's side than the one before, "opposite" where none does, else "turned"."""
        figures = [self.figures[year] for year in sorted(self.figures)]
        held = [(later - earlier) * self.went > 0 for earlier, later in pairwise(figures)]
        return "held" if all(held) else "turned" if any(held) else "opposite"


_PERCENT: Final = ("%", "%")
CHALLENGES: Final = (
    Trend(
        "margin",
        ("Rates are set free, margins shrink", "利率市场化，利差收窄"),
        ("Net interest margin of commercial banks", "商业银行净息差"),
        _PERCENT,
        {2013: 2.68, 2019: 2.20, 2024: 1.52},
        -1,
    ),
    Trend(
        "loans",
        ("Money goes round the banks", "金融脱媒加深"),
        ("Yuan loans in all new financing of the economy", "人民币贷款占社会融资规模增量"),
        _PERCENT,
        {2013: 51.4, 2018: 81.4, 2023: 62.4, 2024: 52.9},
        -1,
    ),
    Trend(
        "bad",
        ("The economy slows, bad loans come back", "经济下行，不良反弹"),
        ("Bad loans of commercial banks", "商业银行不良贷款率"),
        _PERCENT,
        {2013: 1.00, 2020: 1.84, 2024: 1.50},
        +1,
    ),
)
CHANCES: Final = (
    Trend(
        "consumption",
        ("Consumption will carry retail banking", "消费增长带动零售"),
        ("Share of growth that final consumption gave", "最终消费支出对经济增长的贡献率"),
        _PERCENT,
        {2014: 51.2, 2019: 57.8, 2023: 82.5, 2024: 44.5},
        +1,
    ),
    Trend(
        "yuan",
        ("The yuan goes out into the world", "人民币国际化"),
        ("Share of the yuan in payments by SWIFT, December", "人民币在 SWIFT 支付中的占比（12 月）"),
        _PERCENT,
        {2014: 2.17, 2016: 1.68, 2023: 4.14, 2024: 3.75},
        +1,
    ),
    Trend(
        "towns",
        ("Country towns and new citizens need banks", "新型城镇化，县域与社区金融"),
        ("People who live in towns", "常住人口城镇化率"),
        _PERCENT,
        {2013: 53.73, 2024: 67.00},
        +1,
    ),
    Trend(
        "mobile",
        ("Mobile, search and cloud open new ways", "移动互联、搜索、云计算带来新路"),
        ("People on the net by phone", "手机网民规模"),
        ("million", "百万"),
        {2013: 500, 2024: 1105},
        +1,
    ),
)
CARDS: Final = {2019: 746, 2020: 778, 2021: 800, 2022: 798, 2023: 767, 2024: 727}
"""Credit and combined cards in use at the year's end, millions (People's Bank of China, payment system reports)."""
_FINANCING: Final = {
    2013: (8.89, 17.29),
    2014: (9.78, 16.46),
    2015: (11.27, 15.41),
    2016: (12.44, 17.80),
    2017: (13.84, 19.44),
    2018: (15.67, 19.26),
    2019: (16.88, 25.58),
    2020: (20.03, 34.86),
    2021: (19.94, 31.35),
    2022: (20.91, 32.01),
    2023: (22.22, 35.59),
    2024: (17.05, 32.26),
}
"""Increase of yuan loans and of all financing of the economy in a year, trillions of yuan as announced then (People's Bank of China).

What counts as financing grew on the way: write-offs and local special bonds in 2018, all government bonds in 2019.
"""
GROWTH: Final = {2010: 10.3, 2015: 6.9, 2019: 6.1, 2023: 5.2, 2024: 5.0}
"""Growth of the economy in percent, as first announced (National Bureau of Statistics)."""


def table(trends: Sequence[Trend]) -> Any:
    """The sentences with their figures by year, and whether they were borne out all the way."""
    told = {
        "held": t("as it said", "应验"),
        "opposite": t("the other way", "相反"),
        "turned": t("depends on the year", "看截到哪年"),
    }
    rows = [
        {
            t("The slide of 2014", "2014 年的幻灯片"): t(*trend.said),
            t("Series that can tell", "能检验它的数"): t(*trend.series),
            t("Figures", "数字"): " → ".join(f"{value:g} ({year})" for year, value in sorted(trend.figures.items())),
            t("Unit", "单位"): t(*trend.unit),
            t("Each step", "逐段看"): told[trend.verdict],
        }
        for trend in trends
    ]
    return pd.DataFrame(rows).style.format(escape="html").hide(axis="index").set_properties(**{"text-align": "left"})  # type: ignore[arg-type]


def loan_share() -> dict[int, float]:
    """Share of yuan loans in the year's increase of all financing, percent by year."""
    return {year: 100 * loans / everything for year, (loans, everything) in _FINANCING.items()}


def prices() -> pd.Series:
    """Yuan that one attempt to contact a customer costs, by channel (title), cheapest first. The bank's own assumption."""
    yuan = {
        t(*CONTACT_CHANNEL[channel.name]): channel.cost_fen / FEN
        for channel in CHANNELS
        if channel.name in CONTACT_CHANNEL
    }
    return pd.Series(yuan).sort_values()
