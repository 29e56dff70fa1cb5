"""Tables of the credit books beside the statements: payments."""

from generators.schema.credit_levels import PAYMENT_METHOD
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

CREDIT_TABLES = (PAYMENTS,)
