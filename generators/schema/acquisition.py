"""Tables about acquisition: how people differ by where they came from; friends who were asked for, and who was paid."""

from generators.schema.levels import ACQUISITION
from generators.schema.model import Column, Table
from generators.schema.people_levels import SCENE

_SPREADS = ("standard deviations", "个标准差")


def _shift(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str, unit: tuple[str, str] = _SPREADS) -> Column:
    return Column(name, "rate", en, zh, meaning_en, meaning_zh, unit=unit)


TRUTH_ACQUISITION = Table(
    "truth_acquisition",
    "Truth: quality by origin",
    "真相：获客来源的质量差异",
    "How those who open a card in a month differ, by the channel and scene that they came by, from the middling newcomer.",
    "一行是某渠道、某场景在某月开卡的客户，与平均新客户的真实差异。",
    ("channel", "scene", "month"),
    (
        Column(
            "channel", "category", "Channel", "获客渠道", "Channel of acquisition.", "获客渠道。", levels=ACQUISITION
        ),
        Column("scene", "category", "Scene", "场景", "Where they applied.", "申请的场景。", levels=SCENE),
        Column("month", "month", "Month", "月份", "Month of opening.", "开卡月份。"),
        _shift(
            "risk_shift",
            "Shift of risk",
            "风险偏移",
            "How much worse they pay than others in the same habit of paying.",
            "在同样的还款习惯下，还款比他人差多少。",
        ),
        _shift(
            "pay_style_shift",
            "Shift of pay style",
            "还款方式偏移",
            "How far their way of paying leans to the minimum; below nought, to the whole bill.",
            "还款方式偏向最低还款的程度；负值为偏向全额还款。",
        ),
        _shift(
            "leaving_shift",
            "Shift of leaving",
            "流失偏移",
            "What is added to the log odds of leaving in a month.",
            "加在每月流失对数几率上的量。",
            ("log odds", "对数几率"),
        ),
    ),
    truth=True,
)
