"""Tables about benefits that were tried by lot: rules of bonus points, theme campaigns of the app's mall."""

from typing import Final

from generators.schema.levels import Levels
from generators.schema.model import Column, Table
from generators.schema.people import CUSTOMER

POINTS_RULE: Final[Levels] = {
    "usual": ("The usual rule", "现行规则"),
    "simple": ("Simple rule", "简单规则"),
    "generous": ("Generous, complicated rule", "高倍数复杂规则"),
}
THEME: Final[Levels] = {
    "early_bird": ("Ahead of the eleventh of November", "双十一提前购"),
    "home": ("A new look for the home", "家居焕新季"),
    "car_care": ("Care for the car", "爱车养护月"),
}


def _chance(name: str) -> Column:
    en, zh = POINTS_RULE[name]
    return Column(
        f"redeems_{name}",
        "rate",
        f"Redeems: {en[0].lower()}{en[1:]}",
        f"兑换概率：{zh}",
        f"Chance that they would redeem within the trial under this: {en[0].lower()}{en[1:]}.",
        f"若适用“{zh}”，试点期内兑换的概率。",
        low=0,
        high=1,
    )


def _orders(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str) -> Column:
    return Column(name, "integer", en, zh, meaning_en, meaning_zh, unit=("orders", "单"), low=0)


def _money(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str) -> Column:
    return Column(name, "money", en, zh, meaning_en, meaning_zh, low=0)


_THEME_COLUMN = Column("theme", "category", "Theme", "主题", "Theme of the campaign.", "活动主题。", levels=THEME)

POINTS_RULES_TABLE = Table(
    "points_rules",
    "Trial of points rules",
    "积分规则试点",
    "A user of the app who allows marketing and was drawn into the trial: bonus points, kept apart from the ordinary ones, by "
    "one of three rules, by lot, for six months. Simple: a point a yuan, 1,000 points are 10 yuan off the bill, no expiry. "
    "Generous: up to ten times the points by category, weekday and tier, with caps, expiring by batch.",
    "一行是抽中参加试点的一位手机银行客户（已同意营销）：六个月内按抽签所得的规则累积活动积分（与普通积分分开记账）。"
    "简单规则：消费1元积1分，1000分抵10元账单，不过期；高倍数复杂规则：分品类、分星期、分等级最高10倍，设上限、分批过期。",
    ("customer_id",),
    (
        CUSTOMER,
        Column("begins", "month", "Begins", "开始月", "Month in which the trial begins.", "试点开始的月份。"),
        Column("rule", "category", "Rule", "规则", "What the lot decided.", "抽签所得的规则。", levels=POINTS_RULE),
        Column(
            "visit_days",
            "integer",
            "Days of visits",
            "访问天数",
            "Days of the trial on which they looked at these points in the app.",
            "试点期内在手机银行查看活动积分的天数。",
            unit=("days", "天"),
            low=0,
        ),
        Column("redeemed", "flag", "Redeemed", "是否兑换", "Whether they redeemed any.", "试点期内是否兑换。"),
        _money("cost_fen", "Cost", "成本", "What the redeemed points cost the bank.", "兑换积分的银行成本。"),
    ),
)

TRUTH_POINTS_RULES = Table(
    "truth_points_rules",
    "Truth: points rules",
    "真相：积分规则",
    "What a customer of the trial would do under each rule.",
    "一行是试点中的一位客户在各规则下的兑换概率。",
    ("customer_id",),
    (CUSTOMER, *(_chance(name) for name in POINTS_RULE)),
    truth=True,
)

THEME_CAMPAIGNS = Table(
    "theme_campaigns",
    "Theme campaigns",
    "主题活动",
    "A user of the app who allows marketing and was drawn for a theme campaign of the app's mall: by lot three in ten do not "
    "see it. Orders are those of the whole mall, paid there; they are not in the card's transactions.",
    "一行是手机银行商城某次主题活动抽中的一位客户（已同意营销）：随机三成不展示（留白组）。订单为商城全部订单，"
    "在商城内支付，不计入信用卡交易表。",
    ("customer_id", "theme"),
    (
        CUSTOMER,
        _THEME_COLUMN,
        Column("month", "month", "Month", "活动月", "Month of the campaign.", "活动所在月份。"),
        Column("shown", "flag", "Shown", "是否展示", "Whether they saw it, by lot.", "抽签决定是否展示活动。"),
        _orders("orders", "Orders", "订单数", "Orders in the mall in that month.", "活动当月商城订单数。"),
        _money("spent_fen", "Spent", "成交额", "What those came to.", "活动当月商城成交额。"),
        _orders("orders_after", "Orders after", "次月订单数", "Orders in the month after.", "次月商城订单数。"),
        _money("spent_after_fen", "Spent after", "次月成交额", "What those came to.", "次月商城成交额。"),
    ),
)

TRUTH_THEME_CAMPAIGNS = Table(
    "truth_theme_campaigns",
    "Truth: theme campaigns",
    "真相：主题活动",
    "What a customer would order on average with and without seeing a theme campaign.",
    "一行是一位客户在一次主题活动中，看到与看不到活动时的平均成交额。",
    ("customer_id", "theme"),
    (
        CUSTOMER,
        _THEME_COLUMN,
        _money("unseen_fen", "Unseen", "未看到", "Mean of a month without it.", "看不到活动时每月的平均成交额。"),
        _money("seen_fen", "Seen", "看到", "Mean of the campaign's month if seen.", "看到活动时当月的平均成交额。"),
        _money(
            "seen_after_fen", "Seen, after", "看到后次月", "Mean of the month after.", "看到活动后次月的平均成交额。"
        ),
    ),
    truth=True,
)
BENEFIT_TABLES: Final[tuple[Table, ...]] = (
    POINTS_RULES_TABLE,
    TRUTH_POINTS_RULES,
    THEME_CAMPAIGNS,
    TRUTH_THEME_CAMPAIGNS,
)
