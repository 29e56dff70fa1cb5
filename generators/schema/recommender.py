"""Tables about the app's recommender."""

from typing import Final

from generators.schema.levels import Levels
from generators.schema.model import Column, Table
from generators.schema.people import CUSTOMER

ITEM: Final[Levels] = {
    "bigger_card": ("A bigger card", "升级卡"),
    "instalment": ("Cash instalment", "现金分期（圆梦金）"),
    "debit_link": ("Link a debit account", "绑定本行借记卡"),
    "wealth": ("Wealth management", "理财"),
    "nothing": ("Nothing", "不推荐"),
}
BAND: Final[Levels] = {"low": ("Low", "低"), "middle": ("Middle", "中"), "high": ("High", "高")}
_NUMBER = Column(
    "recommendation_id",
    "id",
    "Recommendation",
    "推荐号",
    "Number of the recommendation.",
    "推荐编号。",
    privacy="personal",
)


def _worth(name: str) -> Column:
    en, zh = ITEM[name]
    return Column(
        f"{name}_fen",
        "money",
        en,
        zh,
        f"Margin to be expected had this been shown: {en[0].lower()}{en[1:]}.",
        f"若展示“{zh}”，预期的收益。",
        low=0,
    )


RECOMMENDATIONS = Table(
    "recommendations",
    "Recommendations",
    "应用推荐",
    "A next step that the app recommended to a customer who had allowed marketing, in the last year of the data; chosen by "
    "luck, with a chance that the log keeps.",
    "一行是手机银行向一位已同意营销的客户推荐的“下一步”（数据最后一年）；按已知概率随机选出，概率记录在案。",
    ("recommendation_id",),
    (
        _NUMBER,
        CUSTOMER,
        Column("date", "date", "Date", "推荐日", "Day on which it was shown.", "展示日期。", privacy="personal"),
        Column(
            "spend_band",
            "category",
            "Band of spending",
            "消费档",
            "The month's purchases as the recommender saw them: below 1,000 yuan, below 5,000, or more.",
            "推荐系统所见的当月消费：1000元以下、5000元以下或更高。",
            levels=BAND,
        ),
        Column(
            "well_to_do",
            "flag",
            "Well-to-do",
            "高收入",
            "Whether the declared income is 180,000 yuan a year or more, as the recommender saw it.",
            "推荐系统所见：申报年收入是否达到18万元。",
            privacy="sensitive",
        ),
        Column("item", "category", "Item", "推荐内容", "What was shown.", "展示的内容。", levels=ITEM),
        Column(
            "propensity",
            "rate",
            "Propensity",
            "倾向概率",
            "Chance with which this item was to be shown to them.",
            "向该客户展示该内容的概率。",
            low=0,
            high=1,
        ),
        Column("clicked", "flag", "Clicked", "点击", "Whether they clicked.", "是否点击。"),
        Column("taken", "flag", "Taken", "办理", "Whether they took it.", "是否办理。"),
        Column(
            "margin_fen",
            "money",
            "Margin",
            "收益",
            "What finance booked for it over six months beside the card's own books.",
            "财务在六个月内为此入账的收益，不在信用卡账内。",
            low=0,
        ),
    ),
)

TRUTH_RECOMMENDATIONS = Table(
    "truth_recommendations",
    "Truth: what each item is worth",
    "真相：各推荐的价值",
    "What margin each item would bring on average if it were shown to this customer on that occasion.",
    "一行是一次推荐：若展示各项内容，平均各带来多少收益。",
    ("recommendation_id",),
    (
        Column(
            "recommendation_id",
            "id",
            "Recommendation",
            "推荐号",
            "Number of the recommendation.",
            "推荐编号。",
            privacy="personal",
            key=("recommendations", "recommendation_id"),
        ),
        *(_worth(name) for name in ITEM),
    ),
    truth=True,
)
