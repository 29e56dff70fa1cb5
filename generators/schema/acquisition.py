"""Tables about acquisition: how people differ by where they came from; friends who were asked for, and who was paid."""

from dataclasses import replace

from generators.schema.levels import ACQUISITION
from generators.schema.model import Column, Table
from generators.schema.people import CUSTOMER
from generators.schema.people_levels import SCENE

_SPREADS = ("standard deviations", "个标准差")


def _shift(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str, unit: tuple[str, str] = _SPREADS) -> Column:
    return Column(name, "rate", en, zh, meaning_en, meaning_zh, unit=unit)


TRUTH_ACQUISITION = Table(
    "truth_acquisition",
    "Truth: quality by origin",
    "真相：获客来源的质量差异",
    "How those who open a card in a month differ, by the channel and scene that they came by, from the middling newcomer.",
    "一行是某渠道、某场景在某月开卡的客户，与平均新客户的真实差异。",
    ("channel", "scene", "month"),
    (
        Column(
            "channel", "category", "Channel", "获客渠道", "Channel of acquisition.", "获客渠道。", levels=ACQUISITION
        ),
        Column("scene", "category", "Scene", "场景", "Where they applied.", "申请的场景。", levels=SCENE),
        Column("month", "month", "Month", "月份", "Month of opening.", "开卡月份。"),
        _shift(
            "risk_shift",
            "Shift of risk",
            "风险偏移",
            "How much worse they pay than others in the same habit of paying.",
            "在同样的还款习惯下，还款比他人差多少。",
        ),
        _shift(
            "pay_style_shift",
            "Shift of pay style",
            "还款方式偏移",
            "How far their way of paying leans to the minimum; below nought, to the whole bill.",
            "还款方式偏向最低还款的程度；负值为偏向全额还款。",
        ),
        _shift(
            "leaving_shift",
            "Shift of leaving",
            "流失偏移",
            "What is added to the log odds of leaving in a month.",
            "加在每月流失对数几率上的量。",
            ("log odds", "对数几率"),
        ),
    ),
    truth=True,
)

REFERRAL_ASKS = Table(
    "referral_asks",
    "Trial of asking for friends",
    "转介绍邀约试验",
    "A user of the bank's app whom the lot drew into the trial: asked in the app to name friends who may want a card, or not "
    "asked. All had allowed marketing. A friend named is no card: cards are counted in applications.",
    "一行是抽到的一位手机银行用户：在手机银行里邀请其推荐亲友办卡，或不邀请（对照）。入选客户均已授权营销。"
    "推荐人数不等于办卡数，办卡数请从 applications 统计。",
    ("customer_id",),
    (
        CUSTOMER,
        Column("date", "date", "Date", "日期", "Day of the ask, or of the lot.", "邀约日；对照客户为抽签日。"),
        Column("asked", "flag", "Asked", "是否邀约", "Whether the lot had them asked.", "抽签是否抽中邀约。"),
        Column(
            "propensity",
            "rate",
            "Propensity",
            "邀约概率",
            "Chance of being asked, of those drawn.",
            "入选后被邀约的概率。",
            low=0,
            high=1,
        ),
        Column(
            "friends_named",
            "integer",
            "Friends named",
            "推荐人数",
            "Friends whom they named in the app within thirty days.",
            "三十天内在手机银行里推荐的亲友人数。",
            unit=("people", "人"),
            low=0,
        ),
    ),
)

_REWARD = Column("reward_id", "id", "Reward", "奖励号", "Number of the reward.", "奖励编号。")
REFERRAL_REWARDS = Table(
    "referral_rewards",
    "Rewards for referrals",
    "转介绍奖励",
    "A reward paid for a friend who opened a card, since the data begins. The referrer names the account that it goes to.",
    "一行是因推荐亲友开卡而发放的一笔奖励（自数据期初起）；收款账户由推荐人填写。",
    ("reward_id",),
    (
        _REWARD,
        replace(CUSTOMER, meaning_en="The friend who opened a card.", meaning_zh="开卡的被推荐人。"),
        Column(
            "referrer_customer_id",
            "id",
            "Referrer",
            "推荐人",
            "The customer who referred them.",
            "推荐人的客户号。",
            privacy="personal",
            key=("customers", "customer_id"),
        ),
        Column("paid_on", "date", "Paid on", "发放日", "Day on which it was paid.", "奖励发放日。"),
        Column("amount_fen", "money", "Amount", "金额", "What was paid.", "奖励金额。", privacy="sensitive", low=0),
        Column(
            "payee_hash",
            "id",
            "Payee (hashed)",
            "收款账户（散列）",
            "Stand-in for the account that it was paid to.",
            "收款账户的散列值。",
            privacy="identifier",
            low=0,
        ),
        Column(
            "same_device",
            "flag",
            "Same device",
            "同一设备",
            "Whether the friend filled in the form on the device that the link was sent from.",
            "被推荐人填表的设备，是否就是发出链接的设备。",
        ),
    ),
)

TRUTH_REFERRAL_RINGS = Table(
    "truth_referral_rings",
    "Truth: rings of self-referral",
    "真相：自我推荐团伙",
    "A reward that went to a ring, whose members refer one another for the gift.",
    "一行是被团伙领走的一笔奖励：成员互相推荐，只为领取奖励。",
    ("reward_id",),
    (
        replace(_REWARD, key=("referral_rewards", "reward_id")),
        Column("ring_id", "id", "Ring", "团伙号", "Number of the ring.", "团伙编号。", low=1),
    ),
    truth=True,
)
