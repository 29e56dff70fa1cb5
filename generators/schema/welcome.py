"""Tables about a card's first ninety days: the first meeting, wallets and goals."""

from typing import Final

from generators.schema.levels import Levels
from generators.schema.model import Column, Table
from generators.schema.people import CUSTOMER

WALLET: Final[Levels] = {
    "alipay": ("Alipay", "支付宝"),
    "wechat_pay": ("WeChat Pay", "微信支付"),
    "unionpay_app": ("UnionPay app", "云闪付"),
}


def _flag(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str) -> Column:
    return Column(name, "flag", en, zh, meaning_en, meaning_zh)


FIRST_MEETINGS = Table(
    "first_meetings",
    "First meetings",
    "首次面谈",
    "The first meeting with the holder of a new card in the trial of its parts: each of three parts was drawn for one half, "
    "apart from the other two. Only customers who had allowed marketing took part.",
    "一行是“首次面谈”试验中与一位新户的面谈：三个环节各自独立抽签，各抽中一半客户。只有已同意接收营销信息的客户参加。",
    ("customer_id",),
    (
        CUSTOMER,
        Column("date", "date", "Date", "面谈日", "Day of the meeting, that of the opening.", "面谈日期，即开卡日。"),
        _flag(
            "ask_wallet",
            "Wallet",
            "协助绑卡",
            "Whether the lot had the card bound to a mobile wallet there and then, if the customer would.",
            "是否抽中“当场协助绑定移动支付”（客户可以不绑）。",
        ),
        _flag(
            "first_use",
            "First use",
            "首刷任务",
            "Whether the lot gave the customer the task of a first purchase within 30 days.",
            "是否抽中“30天内完成首刷”任务。",
        ),
        _flag(
            "long_talk",
            "Long talk",
            "长版产品介绍",
            "Whether the lot added the long talk about the product.",
            "是否抽中长版产品介绍。",
        ),
        Column(
            "minutes",
            "integer",
            "Minutes",
            "面谈时长",
            "How long the meeting took.",
            "面谈用时。",
            unit=("minutes", "分钟"),
            low=0,
        ),
    ),
)

WALLET_BINDINGS = Table(
    "wallet_bindings",
    "Wallet bindings",
    "移动支付绑卡",
    "A new card that was bound to a mobile wallet, noted for cards that opened since the data begins.",
    "一行是一张新卡绑定的移动支付；只记录数据期初以来开立的卡。",
    ("customer_id",),
    (
        CUSTOMER,
        Column(
            "wallet",
            "category",
            "Wallet",
            "移动支付",
            "To which it was bound first.",
            "首次绑定的移动支付。",
            levels=WALLET,
        ),
        Column("bound_on", "date", "Bound on", "绑卡日", "Day of the binding.", "绑定日期。", privacy="personal"),
    ),
)

SPEND_GOALS = Table(
    "spend_goals",
    "Goals of spending",
    "消费目标",
    "A new customer in the third month of their card, in the trial of goals: the goal is drawn by lot, and so is whether the "
    "app and the bill show it with what is still missing. It carries no gift; it counts purchases since the opening.",
    "一行是“消费目标”试验中一位进入第三个月的新户：目标档位和是否展示（在手机银行和账单上显示目标及差额）均由抽签决定。"
    "目标不附带礼品，按开卡以来的消费累计。",
    ("customer_id",),
    (
        CUSTOMER,
        Column("month", "month", "Month", "月份", "The card's third month.", "开卡后的第三个月。"),
        Column(
            "goal_fen",
            "money",
            "Goal",
            "目标",
            "Purchases from the opening to the end of this month.",
            "自开卡起至当月末的消费总额目标。",
            low=0,
        ),
        _flag("shown", "Shown", "是否展示", "Whether the customer saw it.", "客户是否看到目标。"),
    ),
)

TRUTH_FIRST_MEETINGS = Table(
    "truth_first_meetings",
    "Truth: who binds a wallet",
    "真相：谁会绑卡",
    "Whether a customer in the trial of the first meeting binds a wallet, asked and unasked.",
    "一行是首次面谈试验中的一位客户：经协助是否绑卡、不协助是否绑卡。",
    ("customer_id",),
    (
        CUSTOMER,
        _flag("binds_unasked", "Unasked", "不协助也绑", "Binds a wallet without being asked.", "不经协助也会绑卡。"),
        _flag("binds_asked", "Asked", "协助则绑", "Binds a wallet if asked.", "经协助会绑卡。"),
    ),
    truth=True,
)
