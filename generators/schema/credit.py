"""Tables of the credit books beside the statements: payments, fees and credits, refunds, instalments, cash, disputes."""

from generators.schema.credit_levels import CHARGE, DISPUTE, FRAUD_KIND, PAYMENT_METHOD, PLAN_KIND
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

TRANSACTION = Column(
    "transaction_id",
    "id",
    "Transaction",
    "交易号",
    "The purchase that it belongs to.",
    "所属的消费交易。",
    "personal",
    key=("transactions", "transaction_id"),
)

REFUNDS = Table(
    "refunds",
    "Refunds",
    "退款",
    "A purchase that was given back. The refunds of a month add up to its statement's.",
    "一行是一笔退款；当月各笔合计等于账单中的退款。",
    ("transaction_id",),
    (
        TRANSACTION,
        CUSTOMER,
        ACCOUNT,
        Column("date", "date", "Date", "退款日期", "Day on which it was credited.", "退款入账日期。"),
        Column("amount_fen", "money", "Amount", "金额", "Given back (-).", "退回金额，为负。", "sensitive", high=-1),
    ),
)

PLAN = Column(
    "plan_id",
    "id",
    "Plan",
    "分期号",
    "Number of the instalment plan.",
    "分期计划编号。",
    "sensitive",
)

INSTALMENT_PLANS = Table(
    "instalment_plans",
    "Instalment plans",
    "分期计划",
    "A purchase, or cash, that is paid by instalments.",
    "一行是一笔消费分期或现金分期。",
    ("plan_id",),
    (
        PLAN,
        CUSTOMER,
        ACCOUNT,
        Column("kind", "category", "Kind", "类别", "What is paid by instalments.", "分期类别。", levels=PLAN_KIND),
        Column(
            "transaction_id",
            "id",
            "Transaction",
            "交易号",
            "The purchase that is paid; empty where it is cash.",
            "分期的消费交易；现金分期为空。",
            "personal",
            key=("transactions", "transaction_id"),
            optional=True,
        ),
        Column(
            "month",
            "month",
            "Month",
            "办理月份",
            "Month in which it began; billed from the next one on.",
            "办理分期的月份，次月起出账。",
        ),
        Column(
            "principal_fen",
            "money",
            "Principal",
            "分期本金",
            "Price of the purchase, or cash paid out.",
            "分期本金：消费金额或放款金额。",
            "sensitive",
            low=1,
        ),
        Column(
            "months", "integer", "Months", "期数", "Number of instalments.", "分期期数。", unit=("months", "期"), low=1
        ),
        Column(
            "fee_rate",
            "rate",
            "Fee a month",
            "每期费率",
            "Of the whole principal.",
            "每期手续费占分期本金的比例。",
            low=0,
            high=1,
        ),
        Column(
            "annual_rate",
            "rate",
            "Annual rate",
            "年化利率",
            "What the fee comes to a year, of what is still owed: twelve times the monthly internal rate of return.",
            "手续费折合的年化利率（按未还本金计，月内部收益率乘以12）。",
            low=0,
            high=1,
        ),
    ),
)

INSTALMENTS = Table(
    "instalments",
    "Instalments",
    "分期出账",
    "An instalment that was billed: part of the principal and the fee, or all that was left when the account closed.",
    "一行是一期分期出账：本金与手续费；销户时为剩余本金一次结清。",
    ("plan_id", "month"),
    (
        Column(
            "plan_id",
            "id",
            "Plan",
            "分期号",
            "The instalment plan.",
            "分期计划编号。",
            "sensitive",
            key=("instalment_plans", "plan_id"),
        ),
        CUSTOMER,
        ACCOUNT,
        Column("month", "month", "Month", "账期", "Month of the statement.", "所在账单的月份。"),
        Column(
            "principal_fen",
            "money",
            "Principal",
            "本金",
            "Billed of the principal.",
            "本期出账本金。",
            "sensitive",
            low=1,
        ),
        Column(
            "fee_fen",
            "money",
            "Fee",
            "手续费",
            "The month's fee, part of the statement's interest.",
            "本期手续费，计入账单利息。",
            "sensitive",
            low=0,
        ),
    ),
)

CASH_ADVANCES = Table(
    "cash_advances",
    "Cash advances",
    "取现",
    "Cash drawn with the card. It costs a fee, and bears interest from its day on.",
    "一行是一次取现：收取手续费，并从当日起计息。",
    ("advance_id",),
    (
        Column("advance_id", "id", "Advance", "取现号", "Number of the advance.", "取现编号。", "sensitive"),
        CUSTOMER,
        ACCOUNT,
        Column("date", "date", "Date", "取现日期", "Day on which it was drawn.", "取现日期。"),
        Column("amount_fen", "money", "Amount", "金额", "Cash drawn.", "取现金额。", "sensitive", low=1),
        Column(
            "fee_fen",
            "money",
            "Fee",
            "手续费",
            "Part of the statement's fees.",
            "取现手续费，计入账单费用。",
            "sensitive",
            low=0,
        ),
        Column(
            "interest_fen",
            "money",
            "Interest",
            "利息",
            "From its day to the month's end; part of the statement's interest.",
            "取现当日至月末的利息，计入账单利息。",
            "sensitive",
            low=0,
        ),
    ),
)

DISPUTES = Table(
    "disputes",
    "Disputes",
    "争议交易",
    "A purchase that a customer says they did not make. What is accepted comes back as a refund.",
    "一行是一笔客户否认的交易；认定成立的以退款退回。",
    ("transaction_id",),
    (
        TRANSACTION,
        CUSTOMER,
        ACCOUNT,
        Column("date", "date", "Date", "提出日期", "Day on which the customer disputed it.", "客户提出争议的日期。"),
        Column("outcome", "category", "Outcome", "处理结果", "What the bank found.", "银行认定结果。", levels=DISPUTE),
        Column("amount_fen", "money", "Amount", "金额", "Amount in dispute.", "争议金额。", "sensitive", low=1),
    ),
)

TRUTH_FRAUD = Table(
    "truth_fraud",
    "Truth: fraud",
    "真相：欺诈交易",
    "A purchase that somebody else made with the card, noticed or not.",
    "一行是一笔他人盗用卡片的交易，无论持卡人是否发现。",
    ("transaction_id",),
    (
        TRANSACTION,
        CUSTOMER,
        Column("kind", "category", "Kind", "类型", "How it was done.", "欺诈手法。", levels=FRAUD_KIND),
    ),
    truth=True,
)

CREDIT_TABLES = (
    PAYMENTS,
    CHARGES,
    REFUNDS,
    INSTALMENT_PLANS,
    INSTALMENTS,
    CASH_ADVANCES,
    DISPUTES,
    TRUTH_FRAUD,
)
