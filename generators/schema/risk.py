"""Tables about risk: the bank's own scores, the declined, operational losses, and scenarios of the economy."""

from dataclasses import replace
from typing import Final

from generators.schema.bureau import BUREAU
from generators.schema.levels import Levels
from generators.schema.model import Column, Table
from generators.schema.people import CUSTOMER, CUSTOMERS

LOSS_EVENT: Final[Levels] = {
    "internal_fraud": ("Internal fraud", "内部欺诈"),
    "external_fraud": ("External fraud", "外部欺诈"),
    "employment": ("Employment practices and workplace safety", "就业制度和工作场所安全"),
    "clients": ("Clients, products and business practices", "客户、产品和业务活动"),
    "damage": ("Damage to physical assets", "实物资产的损坏"),
    "systems": ("Business disruption and system failures", "信息科技系统"),
    "execution": ("Execution, delivery and process management", "执行、交割和流程管理"),
}
LOSS_UNIT: Final[Levels] = {
    "card_issuing": ("Card issuing", "发卡"),
    "payments": ("Payments", "支付结算"),
    "collections": ("Collections", "催收"),
    "call_centre": ("Call centre", "客服中心"),
    "marketing": ("Marketing", "营销"),
    "branches": ("Branches", "网点"),
    "technology": ("Technology", "科技"),
    "operations": ("Operations", "运营"),
}
CONTROL: Final[Levels] = {
    "call_back": ("Call-back before posting to a new address", "变更地址寄卡前回拨核实"),
    "identity_check": ("Identity check of applicants", "申请人身份核验"),
    "transaction_monitoring": ("Monitoring of transactions", "交易监测"),
    "access_rights": ("Access rights", "系统权限管理"),
    "working_hours": ("Rules on working hours", "工时制度"),
    "script_review": ("Review of call scripts", "话术审核"),
    "consent_check": ("Check of consent before a contact", "触达前授权核查"),
    "site_security": ("Site security", "场所安防"),
    "change_release": ("Release of changes", "变更上线管理"),
    "dual_approval": ("Dual approval", "双人复核"),
    "reconciliation": ("Daily reconciliation", "每日对账"),
}
SCENARIO: Final[Levels] = {
    "base": ("Base", "基准"),
    "mild": ("Mild stress", "轻度压力"),
    "severe": ("Severe stress", "重度压力"),
}

_APPLICATION = Column(
    "application_id",
    "id",
    "Application",
    "申请号",
    "Number of the application.",
    "申请编号。",
    key=("applications", "application_id"),
)
_POINTS = ("points, 300 to 850", "分，300至850")
_INDEX = ("index, 100 when the data begins", "指数，数据期初为100")


def _points(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str) -> Column:
    return Column(name, "integer", en, zh, meaning_en, meaning_zh, privacy="sensitive", unit=_POINTS, low=300, high=850)


def _index(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str) -> Column:
    return Column(name, "rate", en, zh, meaning_en, meaning_zh, unit=_INDEX, low=0)


APPLICATION_SCORES = Table(
    "application_scores",
    "Application scores",
    "申请评分",
    "The bank's own score of an application on which it decided, approved or declined.",
    "一行是一次已审批申请（批准或拒绝）的行内评分。",
    ("application_id",),
    (
        _APPLICATION,
        replace(
            CUSTOMER,
            meaning_en="The customer that the applicant became; empty if declined.",
            meaning_zh="申请人成为的客户；被拒绝则为空。",
            optional=True,
        ),
        Column("scored_on", "date", "Scored on", "评分日", "Day of the application.", "申请日。", privacy="personal"),
        _points(
            "score",
            "Application score",
            "申请评分",
            "The bank's own score; the higher, the safer.",
            "行内申请评分，分数越高风险越低。",
        ),
        _points(
            "review_line",
            "Review line",
            "复核线",
            "Score below which somebody had to look at the application; the score was one ground among several.",
            "低于此分须人工复核；评分是审批依据之一，并非唯一。",
        ),
        Column("approved", "flag", "Approved", "是否批准", "Whether they got a card.", "是否获批。"),
    ),
)

DECLINED_BUREAU = Table(
    "declined_bureau",
    "Credit bureau: the declined",
    "征信：被拒绝的申请人",
    "What the credit bureau said about an applicant whom the bank declined, and what they wrote of themselves.",
    "一行是一位被拒绝的申请人申请当日的征信摘要，以及其填报的年龄和收入。",
    ("application_id",),
    (
        _APPLICATION,
        *(column for column in BUREAU.columns if column.name != "customer_id"),
        replace(CUSTOMERS["birth_year"], low=1900),
        CUSTOMERS["income_fen"],
    ),
)

TRUTH_DECLINED = Table(
    "truth_declined",
    "Truth: the declined",
    "真相：被拒绝的申请人",
    "What the first year of a declined applicant would have been, had the bank given them a card and left them alone.",
    "一行是一位被拒绝的申请人：假如当初批了卡且不做任何触达，头一年会怎样。",
    ("application_id",),
    (
        _APPLICATION,
        Column(
            "would_default",
            "flag",
            "Would have gone bad",
            "是否会变坏",
            "Two months overdue within the first twelve.",
            "头十二个月内逾期达到两期。",
            privacy="sensitive",
        ),
        Column(
            "worst_bucket",
            "integer",
            "Worst overdue",
            "最长逾期期数",
            "Most months overdue within the first twelve.",
            "头十二个月内的最长逾期月数。",
            privacy="sensitive",
            unit=("months", "个月"),
            low=0,
        ),
        Column(
            "default_month",
            "integer",
            "Month of going bad",
            "变坏月份",
            "Months from the opening until then; empty if never.",
            "从开户到变坏的月数；未变坏则为空。",
            privacy="sensitive",
            unit=("months", "个月"),
            optional=True,
            low=0,
            high=11,
        ),
        Column(
            "owed_fen",
            "money",
            "Owed by then",
            "变坏时欠款",
            "Balance owed when they went bad; nought if never.",
            "变坏当月的欠款余额；未变坏则为零。",
            privacy="sensitive",
            low=0,
        ),
    ),
    truth=True,
)

OPERATIONAL_LOSSES = Table(
    "operational_losses",
    "Operational losses",
    "操作风险损失",
    "An operational loss of the card centre, as entered in its log.",
    "一行是信用卡中心登记的一笔操作风险损失事件。",
    ("loss_id",),
    (
        Column("loss_id", "id", "Loss", "损失事件号", "Number of the entry.", "损失事件编号。"),
        Column("date", "date", "Date", "发生日", "Day on which it happened.", "事件发生日。"),
        Column("discovered", "date", "Discovered", "发现日", "Day on which it was noticed.", "事件发现日。"),
        Column(
            "event",
            "category",
            "Event type",
            "损失事件类型",
            "Level 1 of the Basel Committee's event types.",
            "巴塞尔委员会损失事件分类的一级目录。",
            levels=LOSS_EVENT,
        ),
        Column("unit", "category", "Unit", "部门", "Unit that bears the loss.", "承担损失的部门。", levels=LOSS_UNIT),
        Column(
            "control",
            "category",
            "Failed control",
            "失效的控制",
            "Control that should have prevented it.",
            "本应防住这一事件的控制措施。",
            levels=CONTROL,
        ),
        Column("gross_fen", "money", "Gross loss", "损失总额", "Loss before recoveries.", "回收前的损失金额。", low=0),
        Column(
            "recovered_fen", "money", "Recovered", "已回收", "What came back of it so far.", "已追回的金额。", low=0
        ),
    ),
)

MACRO_SCENARIOS = Table(
    "macro_scenarios",
    "Scenarios of the economy",
    "宏观情景",
    "A month of the economy under a scenario: alike in all until the data ends, then apart. Stylised, of no real country; "
    "nothing in the bank depends on it.",
    "一行是某一情景下的一个月：数据期内各情景相同，之后分开。均为示意数据，不对应任何真实经济体，也不影响本行其他数据。",
    ("scenario", "month"),
    (
        Column("scenario", "category", "Scenario", "情景", "Which one.", "情景名称。", levels=SCENARIO),
        Column("month", "month", "Month", "月份", "The month.", "月份。"),
        Column(
            "observed",
            "flag",
            "Observed",
            "是否已发生",
            "Within the data, not ahead of it.",
            "属于数据期内，而非未来。",
        ),
        _index(
            "unemployment_index",
            "Unemployment (stylised)",
            "失业（示意）",
            "Like a rate of unemployment, as an index.",
            "类似失业率，以指数表示。",
        ),
        _index(
            "rate_index",
            "Lending rates (stylised)",
            "贷款利率（示意）",
            "Like a lending rate, as an index.",
            "类似贷款利率，以指数表示。",
        ),
        _index(
            "income_index",
            "Incomes (stylised)",
            "居民收入（示意）",
            "Like household income, as an index.",
            "类似居民收入，以指数表示。",
        ),
    ),
)
