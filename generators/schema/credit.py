"""Tables of the credit books beside the statements: payments, fees and credits."""

from generators.schema.credit_levels import CHARGE, PAYMENT_METHOD
from generators.schema.model import Column, Table
from generators.schema.people import ACCOUNT, CUSTOMER

PAYMENTS = Table(
    "payments",
    "Payments",
    "还款流水",
    "A payment towards a bill. The payments of a month add up to its statement's.",
    "一行是一笔还款；当月各笔合计等于账单中的还款。",
    ("payment_id",),
    (
        Column("payment_id", "id", "Payment", "还款号", "Number of the payment.", "还款编号。", "sensitive"),
        CUSTOMER,
        ACCOUNT,
        Column("date", "date", "Date", "还款日期", "Day on which it came in.", "入账日期。"),
        Column(
            "method",
            "category",
            "Method",
            "还款方式",
            "How it was paid.",
            "还款渠道。",
            levels=PAYMENT_METHOD,
        ),
        Column("amount_fen", "money", "Amount", "金额", "Amount paid.", "还款金额。", "sensitive", low=1),
    ),
)

CHARGES = Table(
    "charges",
    "Fees and credits",
    "费用与抵减",
    "A fee that was charged, or a used offer that was credited. Fees add up to a statement's fees, the rest to its credits.",
    "一行是一笔收取的费用，或一项已核销权益的抵减。费用合计等于账单费用，其余合计等于账单抵减。",
    ("account_id", "month", "kind"),
    (
        CUSTOMER,
        ACCOUNT,
        Column("month", "month", "Month", "账期", "Month of the statement.", "所在账单的月份。"),
        Column("kind", "category", "Kind", "类别", "What it is.", "费用或抵减的类别。", levels=CHARGE),
        Column(
            "amount_fen",
            "money",
            "Amount",
            "金额",
            "Charged (+) or credited (-).",
            "收取为正，抵减为负。",
            "sensitive",
        ),
        Column(
            "touch_id",
            "id",
            "Touch",
            "触达号",
            "The contact whose offer was used; empty for fees.",
            "权益所属的触达；费用为空。",
            key=("touches", "touch_id"),
            optional=True,
        ),
    ),
)

CREDIT_TABLES = (PAYMENTS, CHARGES)
