"""Ready segments and rankings, in the words of whoever runs a card centre."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generators.schema.levels import SEGMENT
from twinline.base.text import t

if TYPE_CHECKING:
    import pandas as pd

TOP_SHARE: Final = 0.8  # "high value": margin above that of so many of the customers
LOTTERY: Final = "lottery"  # the ranking that is none


@dataclass(frozen=True)
class Segment:
    """Some customers by a rule: its title, what it means, and a pandas query over the observed columns.

    In the query `{top}` stands for the monthly margin, in yuan, that a fifth of the customers exceed.
    """

    title: tuple[str, str]
    meaning: tuple[str, str]
    where: str


SEGMENTS: Final[dict[str, Segment]] = {
    "everyone": Segment(("Everyone", "全部客户"), ("All open accounts.", "所有未销户的客户。"), ""),
    "new_unused": Segment(
        SEGMENT["new_unused"],
        ("Opened in the last two months and not activated yet.", "近两个月开卡、尚未激活。"),
        "tenure_months <= 2 and not activated",
    ),
    "honeymoon": Segment(
        ("Honeymoon, first months", "蜜月期"),
        ("Card held for three months at most.", "开卡不超过三个月。"),
        "tenure_months <= 3",
    ),
    "regular": Segment(
        ("Regular users", "活跃用卡"),
        ("Bought in the last two months.", "近两个月内有消费。"),
        "activated and months_since_purchase < 2",
    ),
    "slipping": Segment(
        ("Slipping", "用卡下滑"),
        (
            "Still buying, but last month less than half of their usual quarter.",
            "仍在用卡，但上月消费不到近三月月均的一半。",
        ),
        "months_since_purchase < 2 and spend_1m * 6 < spend_3m",
    ),
    "asleep": Segment(
        SEGMENT["asleep"],
        ("Activated, no purchase for two to five months.", "已激活，连续两到五个月没有消费。"),
        "activated and 2 <= months_since_purchase < 6",
    ),
    "win_back": Segment(
        ("Long asleep: win back", "长期沉睡：待挽回"),
        ("Activated, no purchase for half a year or more.", "已激活，半年以上没有消费。"),
        "activated and months_since_purchase >= 6",
    ),
    "enquired": Segment(
        ("Enquired lately", "近期来电咨询"),
        ("Asked last month about fees or leaving.", "上月咨询过费用或销户。"),
        "enquired_1m",
    ),
    "high_value": Segment(
        ("High value", "高价值"),
        ("Monthly margin among the highest fifth.", "月均利润排在前五分之一。"),
        "margin_12m >= {top}",
    ),
    "friends": Segment(
        ("WeCom friends", "企微好友"),
        ("Friends of their manager on WeCom.", "已是客户经理的企业微信好友。"),
        "wecom_friend",
    ),
}

# What a list may be sorted by before it is cut: column → title; the highest first.
RANKINGS: Final[dict[str, tuple[str, str]]] = {
    "margin_12m": ("Highest margin first", "利润高的优先"),
    "spend_12m": ("Highest spending first", "消费多的优先"),
    "enquiries_12m": ("Most enquiries first", "咨询多的优先"),
    "months_since_purchase": ("Longest quiet first", "沉睡久的优先"),
    "balance": ("Highest balance first", "欠款多的优先"),
    "visits_3m": ("Most app visits first", "登录多的优先"),
    LOTTERY: ("By lot", "随机抽取"),
}


def top_margin(seen: "pd.DataFrame") -> int:
    """Yuan of monthly margin that a fifth of the customers exceed, to a whole yuan."""
    return round(float(seen["margin_12m"].quantile(TOP_SHARE)))


def title(segment: str) -> str:
    """A segment's title in the language in use."""
    return t(*SEGMENTS[segment].title)


def sizes(seen: "pd.DataFrame") -> dict[str, int]:
    """How many customers each ready segment holds."""
    top = top_margin(seen)
    return {
        name: len(seen.query(segment.where.format(top=top))) if segment.where else len(seen)
        for name, segment in SEGMENTS.items()
    }
