"""Tables for a diagnosis: cohorts of a co-branded card, loans of branches, enquiries handed on, problems reported."""

from typing import Final

from generators.schema.levels import Levels
from generators.schema.model import Column, Table

BRANCH_DIP: Final[Levels] = {
    "payment_holiday": ("Payment holiday", "延期还款"),
    "real_dip": ("Real dip", "真实下滑"),
}
ENQUIRY_QUEUE: Final[Levels] = {
    "branch_desk": ("Branch desk", "网点柜台"),
    "phone_sales": ("Telephone sales", "电销团队"),
    "app_chat": ("Chat in the app", "手机银行在线客服"),
    "head_office": ("Head office", "总行业务部门"),
    "evening_box": ("Hotline's evening box", "热线夜间留言箱"),
}
PROBLEM_AREA: Final[Levels] = {
    "positioning": ("Positioning", "市场定位"),
    "segments": ("Segments", "客群经营"),
    "limits": ("Limits", "额度"),
    "product": ("Product", "产品"),
    "service": ("Service", "服务"),
    "technology": ("Technology", "科技系统"),
    "points": ("Points", "积分权益"),
    "channels": ("Channels", "渠道"),
}
RAISED_BY: Final[Levels] = {
    "bank": ("Head of the bank", "行领导"),
    "middle_office": ("Middle office", "中台部门"),
    "front_line": ("Front line", "一线"),
}

_BRANCH = Column(
    "branch_id", "id", "Branch", "网点号", "Number of the branch.", "网点编号。", key=("branches", "branch_id")
)
_MONTH = Column("month", "month", "Month", "月份", "The month.", "月份。")
_CARDS, _PEOPLE = ("cards", "张"), ("people", "人")


def _money(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str) -> Column:
    return Column(name, "money", en, zh, meaning_en, meaning_zh, low=0)


def _count(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str, unit: tuple[str, str]) -> Column:
    return Column(name, "integer", en, zh, meaning_en, meaning_zh, unit=unit, low=0)


COBRAND_COHORTS = Table(
    "cobrand_cohorts",
    "Cohorts of the co-branded card",
    "联名虚拟卡（按发卡月）",
    "A month of a cohort of the co-branded virtual card, as its outside processor reports it; its cards are not in accounts.",
    "一行是联名虚拟卡某个发卡月的卡在某月的情况，由外部处理商汇总报送；这些卡不在账户表里。",
    ("cohort", "month"),
    (
        Column("cohort", "month", "Month of issue", "发卡月", "Month in which the cards were issued.", "发卡的月份。"),
        _MONTH,
        _count("issued", "Issued", "发卡量", "Cards issued in the month of issue.", "该发卡月的发卡量。", _CARDS),
        _count("active", "In use", "动户数", "Of them, used in the month.", "其中当月有消费的卡数。", _CARDS),
        _money("spend_fen", "Spending", "消费额", "What they spent in the month.", "当月消费额。"),
    ),
)

BRANCH_LOANS = Table(
    "branch_loans",
    "Instalment loans of branches",
    "网点分期贷款",
    "A branch's month of instalment loans, which are the branch's own and not the card centre's.",
    "一行是一家网点一个月的分期贷款情况；这些贷款属于网点自营，不在信用卡账上。",
    ("branch_id", "month"),
    (
        _BRANCH,
        _MONTH,
        _money("due_fen", "Due", "应还", "Instalments due by contract.", "按合同当月应还的金额。"),
        _money(
            "paid_fen",
            "Paid",
            "实还",
            "What came in, of this month's dues or earlier ones.",
            "当月实际收到的还款，含补还。",
        ),
        _money("lent_fen", "Lent", "新放款", "Lent anew.", "当月新发放的金额。"),
        _money("overdue_fen", "Overdue", "逾期余额", "Overdue at the month's end.", "月末逾期余额。"),
    ),
)

TRUTH_BRANCH_DIPS = Table(
    "truth_branch_dips",
    "Truth: dips of branches",
    "真相：网点还款下滑",
    "Why a branch's repayments fell.",
    "一行是一家还款下滑的网点及其真正原因。",
    ("branch_id",),
    (
        _BRANCH,
        Column("kind", "category", "Kind", "原因", "Why they fell.", "下滑的原因。", levels=BRANCH_DIP),
        Column("first_month", "month", "First month", "起始月", "Month from which on.", "开始下滑的月份。"),
        _money(
            "lost_fen", "Lost", "损失", "Repayments missing by the end of the history.", "到数据期末仍未收回的还款。"
        ),
    ),
    truth=True,
)

_ENQUIRY = Column("enquiry_id", "id", "Enquiry", "咨询号", "Number of the enquiry.", "咨询编号。", privacy="personal")

CARD_ENQUIRIES = Table(
    "card_enquiries",
    "Enquiries about cards",
    "办卡咨询",
    "Somebody without a card asked about one; a queue is to hand it on to whoever calls back. No name or number is kept here.",
    "一行是一次无卡客户的办卡咨询，由受理队列转给负责回电的人。本表不含姓名和号码。",
    ("enquiry_id",),
    (
        _ENQUIRY,
        Column("asked", "datetime", "Asked", "咨询时间", "When they asked.", "咨询的时间。", privacy="personal"),
        Column("queue", "category", "Queue", "受理队列", "Where it waits.", "咨询进入的队列。", levels=ENQUIRY_QUEUE),
        Column(
            "handed_on",
            "datetime",
            "Handed on",
            "转出时间",
            "When it was handed on; empty if it was not by the end of the history.",
            "转给负责人的时间；截至数据期末仍未转出则为空。",
            privacy="personal",
            optional=True,
        ),
        Column(
            "applied",
            "flag",
            "Applied",
            "是否申请",
            "Applied for a card within a month, as the queue's own record says; not matched to applications.",
            "一个月内是否申请办卡，以队列台账登记为准，未与申请表匹配。",
            privacy="personal",
        ),
    ),
)

TRUTH_ENQUIRIES = Table(
    "truth_enquiries",
    "Truth: enquiries",
    "真相：办卡咨询",
    "What an enquiry would have led to.",
    "一行是一次咨询在转出与不转出两种情况下的结果。",
    ("enquiry_id",),
    (
        Column(
            "enquiry_id",
            "id",
            "Enquiry",
            "咨询号",
            "Number of the enquiry.",
            "咨询编号。",
            privacy="personal",
            key=("card_enquiries", "enquiry_id"),
        ),
        Column(
            "applies_if_handed", "flag", "Applies if handed on", "转出则申请", "If handed on.", "如果转出，是否会申请。"
        ),
        Column("applies_if_not", "flag", "Applies if not", "不转也申请", "If not.", "如果没有转出，是否会申请。"),
    ),
    truth=True,
)

PROBLEM_LOG = Table(
    "problem_log",
    "Problems reported",
    "问题台账",
    "A problem of the card centre as somebody reported it, with what finance says that it cost. Its complaints came by every "
    "road, so they are not those of service_calls.",
    "一行是一条上报的经营问题及财务核定的损失。投诉来自各种渠道，与服务来电表不重合。",
    ("problem_id",),
    (
        Column("problem_id", "id", "Problem", "问题号", "Number of the report.", "问题编号。"),
        Column("raised_on", "date", "Raised on", "上报日", "Day of the report.", "上报日期。"),
        Column("area", "category", "Area", "问题领域", "What it is about.", "问题所属领域。", levels=PROBLEM_AREA),
        Column("raised_by", "category", "Raised by", "上报方", "Who reported it.", "由谁上报。", levels=RAISED_BY),
        _count(
            "complaints", "Complaints", "投诉量", "Complaints about it.", "与此相关的投诉件数。", ("complaints", "件")
        ),
        _count("customers", "Customers", "涉及客户", "People whom it touched.", "受影响的客户数。", _PEOPLE),
        _money("cost_fen", "Cost", "损失金额", "Income missed and costs borne.", "少赚的收入与多花的成本之和。"),
    ),
)

DIAGNOSIS_TABLES = (
    COBRAND_COHORTS,
    BRANCH_LOANS,
    TRUTH_BRANCH_DIPS,
    CARD_ENQUIRIES,
    TRUTH_ENQUIRIES,
    PROBLEM_LOG,
)
