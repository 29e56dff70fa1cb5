"""The table of what the credit bureau knew when a customer applied."""

from generators.schema.model import Column, Table
from generators.schema.people import CUSTOMER


def _dimension(name: str, en: str, zh: str, what_en: str, what_zh: str) -> Column:
    return Column(
        name,
        "integer",
        en,
        zh,
        f"Sub-score for {what_en}; the name is one of the five that Sesame Credit made public, the figure is our own.",
        f"“{what_zh}”分项得分；名称取自芝麻信用公开的五个维度，数值为本课程自拟。",
        privacy="sensitive",
        unit=("points, 0 to 100", "分，0至100"),
        low=0,
        high=100,
    )


def _count(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str, unit: tuple[str, str]) -> Column:
    return Column(name, "integer", en, zh, meaning_en, meaning_zh, privacy="sensitive", unit=unit, low=0)


BUREAU = Table(
    "bureau",
    "Credit bureau",
    "征信",
    "What the credit bureau said about a customer on the day of the application.",
    "一行是一位客户申请当日的征信摘要。",
    ("customer_id",),
    (
        CUSTOMER,
        Column(
            "as_of",
            "date",
            "As of",
            "查询日",
            "Day of the query, that of the application.",
            "征信查询日，即申请日。",
            "personal",
        ),
        _count(
            "other_cards",
            "Other cards",
            "他行卡数",
            "Credit cards of other banks.",
            "他行信用卡张数。",
            ("cards", "张"),
        ),
        Column(
            "lines_elsewhere_fen",
            "money",
            "Lines elsewhere",
            "他行授信",
            "Credit lines of those cards together.",
            "他行信用卡授信总额。",
            privacy="sensitive",
            low=0,
        ),
        Column(
            "utilisation_elsewhere",
            "rate",
            "Utilisation elsewhere",
            "他行额度使用率",
            "Share of those lines in use; empty without other cards.",
            "他行授信已用比例；无他行卡则为空。",
            privacy="sensitive",
            optional=True,
            low=0,
            high=1,
        ),
        _count(
            "enquiries_6m",
            "Enquiries in 6 months",
            "近6个月查询次数",
            "Lenders' enquiries in the six months before.",
            "申请前六个月内贷款机构的查询次数。",
            ("enquiries", "次"),
        ),
        _count(
            "worst_delinquency_24m",
            "Worst delinquency in 24 months",
            "近24个月最长逾期",
            "Most months overdue anywhere in the two years before; 4 means four or more.",
            "申请前两年内在各机构的最长逾期月数；4表示四个月及以上。",
            ("months", "个月"),
        ),
        _count(
            "months_since_first_credit",
            "Months since first credit",
            "信用历史",
            "Months since their first loan or card.",
            "距首次贷款或办卡的月数。",
            ("months", "个月"),
        ),
        Column(
            "mortgage", "flag", "Mortgage", "有房贷", "Has a mortgage with any bank.", "在任一银行有房贷。", "sensitive"
        ),
        Column(
            "score",
            "integer",
            "Credit score",
            "信用评分",
            "The higher, the safer; on the scale that Sesame Credit made known.",
            "分数越高风险越低；采用芝麻信用为人熟知的分值区间。",
            privacy="sensitive",
            unit=("points, 350 to 950", "分，350至950"),
            low=350,
            high=950,
        ),
        _dimension("credit_history", "Credit history", "信用历史分", "credit history", "信用历史"),
        _dimension("behaviour_preference", "Behaviour preference", "行为偏好分", "behaviour preference", "行为偏好"),
        _dimension("ability_to_pay", "Ability to pay", "履约能力分", "ability to pay", "履约能力"),
        _dimension("identity", "Identity", "身份特质分", "identity", "身份特质"),
        _dimension("connections", "Connections", "人脉关系分", "connections", "人脉关系"),
    ),
)
