"""Tables for those who run the branches: targets; and what they get when nobody looks after data: dirty copies."""

from generators.schema.model import Column, Privacy, Table
from generators.schema.stream_levels import DEFECT, DIRTY_TABLE

TARGETS = Table(
    "targets",
    "Targets",
    "经营目标",
    "A branch's targets for a month: last year's level times the growth announced for its city.",
    "一行是一家网点一个月的目标：上年水平乘以所在城市的增长要求。",
    ("branch_id", "month"),
    (
        Column(
            "branch_id",
            "id",
            "Branch",
            "网点号",
            "Number of the branch.",
            "网点编号。",
            key=("branches", "branch_id"),
        ),
        Column("month", "month", "Month", "月份", "Month of the target.", "目标所属月份。"),
        Column("new_cards", "integer", "New cards", "新增卡量", "Accounts to open.", "应新开的账户数。", low=0),
        Column("activations", "integer", "Activations", "激活数", "Cards to activate.", "应激活的卡数。", low=0),
        Column(
            "active_customers",
            "integer",
            "Active customers",
            "活跃客户数",
            "Customers who should buy in the month.",
            "当月应有消费的客户数。",
            low=0,
        ),
        Column("spend_fen", "money", "Spending", "消费额", "Purchases to reach.", "应达到的消费额。", low=0),
        Column(
            "complaints_ceiling",
            "integer",
            "Complaints at most",
            "投诉上限",
            "Complaints that the month may have.",
            "当月投诉不得超过的件数。",
            low=0,
        ),
    ),
)

_DIRTY_EN = " Deliberately dirty: `truth_defects` lists what was spoilt."
_DIRTY_ZH = "故意弄脏的数据，缺陷清单见 `truth_defects`。"


def _text(name: str, en: str, zh: str, en_meaning: str, zh_meaning: str, *, privacy: Privacy = "none") -> Column:
    """A column of a dirty table: text whatever it should be, and perhaps empty."""
    return Column(name, "text", en, zh, en_meaning, zh_meaning, privacy=privacy, optional=True)


_ROW = Column("row_id", "text", "Row", "行号", "Number of the row in the export.", "导出文件中的行编号。")

DIRTY_CUSTOMERS = Table(
    "dirty_customers",
    "Dirty customers",
    "脏数据：客户",
    "A customer as exported from an old system; one in twenty customers." + _DIRTY_EN,
    "一行是从旧系统导出的一位客户，抽取二十分之一的客户。" + _DIRTY_ZH,
    ("row_id",),
    (
        _ROW,
        _text("customer_id", "Customer", "客户号", "As in customers.", "同客户表。", privacy="personal"),
        _text("name", "Name", "姓名", "As in customers.", "同客户表。", privacy="identifier"),
        _text("gender", "Gender", "性别", "As in customers.", "同客户表。", privacy="personal"),
        _text("birth_year", "Birth year", "出生年份", "As in customers.", "同客户表。", privacy="personal"),
        _text(
            "income", "Annual income", "年收入", "In yuan, as in customers.", "单位元，同客户表。", privacy="sensitive"
        ),
        _text("city", "City", "城市", "As in customers.", "同客户表。", privacy="personal"),
        _text("branch_id", "Branch", "网点号", "As in customers.", "同客户表。"),
        _text("acquisition", "Acquired through", "获客渠道", "As in customers.", "同客户表。"),
    ),
)

DIRTY_TRANSACTIONS = Table(
    "dirty_transactions",
    "Dirty transactions",
    "脏数据：交易",
    "A purchase as exported from an old system; of one in a hundred customers." + _DIRTY_EN,
    "一行是从旧系统导出的一笔交易，抽取百分之一客户的全部交易。" + _DIRTY_ZH,
    ("row_id",),
    (
        _ROW,
        _text("transaction_id", "Transaction", "交易号", "As in transactions.", "同交易表。", privacy="personal"),
        _text("customer_id", "Customer", "客户号", "As in transactions.", "同交易表。", privacy="personal"),
        _text("merchant_id", "Merchant", "商户号", "As in transactions.", "同交易表。"),
        _text("timestamp", "Time", "交易时间", "As in transactions.", "同交易表。", privacy="personal"),
        _text("category", "Category", "消费类别", "As in transactions.", "同交易表。"),
        _text("channel", "Way of paying", "支付方式", "As in transactions.", "同交易表。"),
        _text("amount", "Amount", "金额", "In yuan, as in transactions.", "单位元，同交易表。", privacy="sensitive"),
    ),
)

TRUTH_DEFECTS = Table(
    "truth_defects",
    "Truth: defects",
    "真相：数据缺陷",
    "A defect planted in a dirty table, with what should stand there.",
    "一行是脏数据表里埋下的一处缺陷及其正确值。",
    ("row_id", "column_name"),
    (
        Column("table_name", "category", "Table", "所在表", "The dirty table.", "缺陷所在的表。", levels=DIRTY_TABLE),
        _ROW,
        Column(
            "column_name",
            "text",
            "Column",
            "字段",
            "The column; row_id where the whole row is too many.",
            "缺陷所在字段；整行多余时为 row_id。",
        ),
        Column("defect", "category", "Defect", "缺陷类型", "What is wrong.", "缺陷的类型。", levels=DEFECT),
        Column(
            "true_value",
            "text",
            "True value",
            "正确值",
            "What should stand there; empty where the row should not be.",
            "应有的值；多余行为空。",
            privacy="sensitive",
            optional=True,
        ),
    ),
    truth=True,
)
