"""The truth about the randomised tests: what each arm would have done to each customer drawn."""

from generators.schema.levels import ARM, PILOT
from generators.schema.model import Column, Table
from generators.schema.people import CUSTOMER


def _flag(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str) -> Column:
    return Column(name, "flag", en, zh, meaning_en, meaning_zh)


TRUTH_PILOTS = Table(
    "truth_pilots",
    "Truth: potential outcomes",
    "真相：潜在结果",
    "What one arm of a randomised test would have made of one customer who was drawn for it. "
    "Outcomes are counted from the month of entry (of opening, in the test of timing) to the end of the data at most.",
    "一行是某次随机试点的某一组，放到某位入选客户身上会有的结果；自入组当月起计（迎新时机试点自开卡当月起），最多到数据期末。",
    ("campaign", "customer_id", "arm"),
    (
        CUSTOMER,
        Column("campaign", "category", "Pilot", "试点", "Randomised test.", "随机试点。", levels=PILOT),
        Column("arm", "category", "Arm", "组别", "Arm that the row is about.", "本行所说的组别。", levels=ARM),
        _flag(
            "assigned",
            "Assigned",
            "实际分组",
            "Whether the lot put the customer in it.",
            "抽签是否真的把客户分到该组。",
        ),
        _flag("bought", "Bought", "当月消费", "Bought in the month of entry.", "入组当月有消费。"),
        _flag(
            "bought_later", "Bought later", "三个月后消费", "Bought in the third month after.", "入组后第3个月有消费。"
        ),
        _flag("activated", "Activated", "半年内激活", "Card activated within six months.", "六个月内已激活。"),
        _flag("upgraded", "Upgraded", "半年内升级", "Took a bigger card within six months.", "六个月内升级了卡片。"),
        _flag("stayed", "Stayed", "半年内未销户", "Account not closed within six months.", "六个月内未销户。"),
        Column(
            "spent_fen",
            "money",
            "Spent",
            "半年消费额",
            "Purchases in the six months from the entry on.",
            "自入组当月起六个月的消费总额。",
            low=0,
        ),
    ),
    truth=True,
)
