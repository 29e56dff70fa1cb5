"""Tables for those who steer managers and branches: work by month, a training by lot, merchants' fees and shocks."""

from typing import Final

from generators.schema.levels import Levels
from generators.schema.model import Column, Table

COMMISSION_RULE: Final[Levels] = {
    "by_result": ("By activation", "按激活数计提"),
    "by_contact": ("By contact", "按触达次数计提"),
}
MERCHANT_CLASS: Final[Levels] = {
    "standard": ("Standard merchants", "标准类商户"),
    "preferential": ("Merchants with a lower fee", "优惠类商户"),
    "micro_code": ("Small merchants with a code", "小微收款码商户"),
    "public_service": ("Public services", "公共事业类商户"),
}
SHOCK: Final[Levels] = {
    "price": ("Price", "价格"),
    "volume": ("Volume", "规模"),
    "mix": ("Mix", "结构"),
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
_BRANCH = Column(
    "branch_id", "id", "Branch", "网点号", "Number of the branch.", "网点编号。", key=("branches", "branch_id")
)
_MONTH = Column("month", "month", "Month", "月份", "The month.", "月份。")
_TIMES, _CARDS, _CASES = ("contacts", "次"), ("cards", "张"), ("complaints", "件")


def _count(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str, unit: tuple[str, str]) -> Column:
    return Column(name, "integer", en, zh, meaning_en, meaning_zh, unit=unit, low=0)


def _money(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str) -> Column:
    return Column(name, "money", en, zh, meaning_en, meaning_zh, low=0)


def _rate(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str) -> Column:
    return Column(name, "rate", en, zh, meaning_en, meaning_zh, low=0, high=1)


MANAGER_MONTHS = Table(
    "manager_months",
    "Managers' own work",
    "客户经理月度工作量",
    "A manager's month of calls and visits of their own choice, as their work log counts them; the card centre's lists are in "
    "touches and not here.",
    "一行是一位客户经理一个月自主开展的电话和拜访，按工作日志汇总；总行下发名单的触达见 touches，不在此表。",
    ("manager_id", "month"),
    (
        _MANAGER,
        _MONTH,
        Column(
            "commission_rule",
            "category",
            "Commission rule",
            "计提规则",
            "What they are paid for.",
            "当月绩效按什么计提。",
            levels=COMMISSION_RULE,
        ),
        _count("contacts", "Contacts", "触达次数", "Customers called or visited.", "电话或拜访的客户人次。", _TIMES),
        _count(
            "to_active",
            "To active customers",
            "其中活跃客户",
            "Of them, customers who had used the card in the month before.",
            "其中上月本来就有消费的客户人次。",
            _TIMES,
        ),
        _count(
            "activations",
            "Activations",
            "促成用卡",
            "Of the others, used the card within a month, as the work log says; not matched to transactions.",
            "其余客户中一个月内开始用卡的人次，以工作日志登记为准，未与交易匹配。",
            _CARDS,
        ),
        _count(
            "complaints", "Complaints", "投诉", "Complaints about these contacts.", "由这些触达引起的投诉。", _CASES
        ),
        _money("commission_fen", "Commission", "绩效金额", "Commission earned by it.", "由此计提的绩效。"),
    ),
)

TRUTH_MANAGER_MONTHS = Table(
    "truth_manager_months",
    "Truth: managers' own work",
    "真相：客户经理月度工作量",
    "What the same month would have been with a commission by activation.",
    "一行是同一位客户经理同一个月，假如按激活数计提会怎样。",
    ("manager_id", "month"),
    (
        _MANAGER,
        _MONTH,
        _count("contacts_by_result", "Contacts", "触达次数", "Contacts.", "触达次数。", _TIMES),
        _count(
            "to_active_by_result", "To active", "其中活跃客户", "To active customers.", "触达活跃客户的人次。", _TIMES
        ),
        _count("activations_by_result", "Activations", "促成用卡", "Activations.", "促成用卡的人次。", _CARDS),
        _count("complaints_by_result", "Complaints", "投诉", "Complaints.", "投诉件数。", _CASES),
    ),
    truth=True,
)

TRAINING_TRIAL = Table(
    "training_trial",
    "Trial of a training",
    "培训试验",
    "A manager in the trial of a training: half of each branch's managers were drawn, the others were trained six months later.",
    "一行是培训试验中的一位客户经理；每家网点抽签一半先参加，其余六个月后再培训。",
    ("manager_id",),
    (
        _MANAGER,
        Column("begins", "month", "Begins", "起始月", "Month in which it begins.", "培训开始的月份。"),
        Column("drawn", "flag", "Drawn", "是否抽中", "Drawn to be trained first.", "是否抽中先参加。"),
        Column("attended", "flag", "Attended", "是否参加", "Of those drawn, came.", "抽中者是否真的参加。"),
    ),
)

TRUTH_TRAINING = Table(
    "truth_training",
    "Truth: the training",
    "真相：培训效果",
    "What the training does for a manager.",
    "一行是培训对一位客户经理的真实作用。",
    ("manager_id",),
    (
        _MANAGER,
        _rate(
            "rate_without",
            "Rate without",
            "不培训的成功率",
            "Chance that a contact with somebody who does not use the card activates it, untrained.",
            "未培训时，触达未用卡客户的促成率。",
        ),
        _rate("rate_with", "Rate with", "培训后的成功率", "The same, trained.", "培训后的促成率。"),
    ),
    truth=True,
)

MERCHANT_MONTHS = Table(
    "merchant_months",
    "Merchant business of branches",
    "网点收单业务",
    "A branch's month with a class of merchants who take cards and codes with its terminals, whosever the cards are.",
    "一行是一家网点一个月在某类收单商户上的业务，含他行卡。",
    ("branch_id", "merchant_class", "month"),
    (
        _BRANCH,
        Column(
            "merchant_class",
            "category",
            "Class of merchants",
            "商户类别",
            "By the fee they pay.",
            "按手续费档次划分的商户类别。",
            levels=MERCHANT_CLASS,
        ),
        _MONTH,
        _money("volume_fen", "Volume", "收单金额", "What was paid to these merchants.", "当月收单交易金额。"),
        _money("fee_fen", "Fees", "手续费收入", "Fees that the branch earned by it.", "网点由此获得的手续费收入。"),
    ),
)

TRUTH_SHOCKS = Table(
    "truth_shocks",
    "Truth: shocks of branches",
    "真相：网点冲击",
    "A shock to a branch's merchant business, from a month on.",
    "一行是一家网点收单业务自某月起受到的一次冲击。",
    ("branch_id",),
    (
        _BRANCH,
        Column("factor", "category", "Factor", "因素", "What changed.", "变化的因素。", levels=SHOCK),
        Column("first_month", "month", "First month", "起始月", "Month from which on.", "冲击开始的月份。"),
        _money("lost_fen", "Lost", "损失", "Fees missed by the end of the history.", "到数据期末少收的手续费。"),
    ),
    truth=True,
)

STEERING_TABLES = (
    MANAGER_MONTHS,
    TRUTH_MANAGER_MONTHS,
    TRAINING_TRIAL,
    TRUTH_TRAINING,
    MERCHANT_MONTHS,
    TRUTH_SHOCKS,
)
