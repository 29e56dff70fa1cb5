"""Tables about friends on WeCom: how many a manager has, and the trial of the rhythm of messages."""

from typing import Final

from generators.schema.levels import Levels
from generators.schema.model import Column, Table
from generators.schema.people import CUSTOMER

RHYTHM: Final[Levels] = {
    "monthly": ("Written to every month", "每月联系"),
    "quiet": ("Not written to", "暂停主动联系"),
}
_MANAGER = Column(
    "manager_id",
    "id",
    "Manager",
    "客户经理号",
    "Number of the manager.",
    "客户经理编号。",
    key=("managers", "manager_id"),
)

WECOM_ACCOUNTS = Table(
    "wecom_accounts",
    "Managers' WeCom accounts",
    "客户经理企微账号",
    "The WeCom account of a manager.",
    "一行是一位客户经理的企业微信账号。",
    ("manager_id",),
    (
        _MANAGER,
        Column(
            "other_friends",
            "integer",
            "Other friends",
            "非卡好友数",
            "Customers among their friends who hold no card of ours, on the average over the history.",
            "好友中不持有本行信用卡的客户数，数据期内平均。",
            unit=("people", "人"),
            low=0,
        ),
    ),
)

TRUTH_WECOM_ACCOUNTS = Table(
    "truth_wecom_accounts",
    "Truth: attention",
    "真相：经营力度",
    "What a manager's friends get of the manager.",
    "一行是一位客户经理，对每位好友的经营力度。",
    ("manager_id",),
    (
        _MANAGER,
        Column(
            "attention",
            "rate",
            "Attention",
            "经营力度",
            "What each friend gets of what a friendship usually does, 1 is usual: less where there are too many friends.",
            "每位好友所得的经营力度，1为通常水平；好友超出承载量，力度下降。",
            unit=("times", "倍"),
            low=0,
        ),
    ),
    truth=True,
)

WECOM_RHYTHM = Table(
    "wecom_rhythm",
    "Trial of the rhythm of messages",
    "企微联系节奏试点",
    "A friend on WeCom whom the trial drew, among those who allow marketing there: for six months a half was written to "
    "every month, and a half, by lot, was not. What they asked was answered in either half.",
    "一行是抽中的一位企微好友（已同意营销且未拒绝企微触达）：六个月内，随机一半每月主动联系，另一半暂停主动联系；"
    "客户主动提问的，两组都照常答复。",
    ("customer_id",),
    (
        CUSTOMER,
        Column("begins", "month", "Begins", "开始月", "Month in which the trial begins.", "试点开始的月份。"),
        Column("arm", "category", "Arm", "分组", "What the lot decided.", "抽签结果。", levels=RHYTHM),
    ),
)
FRIEND_TABLES: Final[tuple[Table, ...]] = (WECOM_ACCOUNTS, TRUTH_WECOM_ACCOUNTS, WECOM_RHYTHM)
