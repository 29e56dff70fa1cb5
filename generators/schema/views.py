"""Views: tables that the twin makes when asked. They are never stored, and so no part of a dataset."""

from generators.schema.levels import ACQUISITION, CONTACT_CHANNEL, PRODUCT
from generators.schema.model import Column, Kind, Privacy, Table
from generators.schema.people import CUSTOMER

_PEOPLE = ("customers", "人")
_TIMES = ("times", "次")
_MONTHS = ("months", "个月")


def _count(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str, unit: tuple[str, str] = _TIMES) -> Column:
    return Column(name, "integer", en, zh, meaning_en, meaning_zh, "personal", unit, low=0)


def _money(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str) -> Column:
    return Column(name, "money", en, zh, meaning_en, meaning_zh, "sensitive")


def _flag(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str, privacy: Privacy = "personal") -> Column:
    return Column(name, "flag", en, zh, meaning_en, meaning_zh, privacy)


def _of(name: str, kind: Kind, en: str, zh: str, meaning_en: str, meaning_zh: str) -> Column:
    return Column(name, kind, en, zh, meaning_en, meaning_zh, "personal", optional=True)


OBSERVED = Table(
    "observed",
    "What the bank observes",
    "银行看得到的",
    "A customer with an open account, as the bank knows them on the morning of the first day of a month.",
    "一行是一位账户未销的客户，内容是银行在某月1日早上所知道的。",
    ("customer_id",),
    (
        CUSTOMER,
        Column("product", "category", "Card product", "卡等级", "Card held now.", "当前卡片等级。", levels=PRODUCT),
        _money("limit_fen", "Credit limit", "信用额度", "Limit now.", "当前信用额度。"),
        Column("city", "text", "City", "城市", "City of residence.", "常住城市。", "personal"),
        Column("branch_id", "id", "Branch", "网点号", "Branch that looks after them.", "管户网点。"),
        _of(
            "manager_id",
            "id",
            "Manager",
            "客户经理",
            "Relationship manager; empty if none.",
            "管户客户经理；没有则为空。",
        ),
        Column(
            "acquisition",
            "category",
            "Acquired through",
            "获客渠道",
            "Channel of the application.",
            "申请办卡的渠道。",
            levels=ACQUISITION,
        ),
        _of(
            "referrer_id", "id", "Brought by", "推荐人", "Customer who brought them.", "推荐其办卡的客户；没有则为空。"
        ),
        _count(
            "brought", "Customers brought", "推荐人数", "Customers whom they brought.", "其推荐办卡的客户数。", _PEOPLE
        ),
        _count("age", "Age", "年龄", "This year less the year of birth.", "当年减出生年份。", ("years", "岁")),
        _money("income_fen", "Annual income", "年收入", "As declared in the application.", "申请时填报的年收入。"),
        _count("tenure_months", "Tenure", "持卡月数", "Months since the card was opened.", "开卡至今的月数。", _MONTHS),
        _flag("activated", "Activated", "已激活", "The card was used at least once.", "至少用过一次卡。"),
        _flag("app_user", "App user", "手机银行用户", "Uses the bank's app.", "使用本行手机银行。"),
        _flag(
            "wecom_friend", "WeCom friend", "企微好友", "Is the manager's friend on WeCom.", "是客户经理的企微好友。"
        ),
        _flag(
            "sms_opt_out",
            "No SMS",
            "拒收短信",
            "Has said so by now, or has not allowed marketing.",
            "此前已提出不接受营销短信，或未授权营销。",
        ),
        _flag(
            "call_opt_out",
            "No calls",
            "拒接电话",
            "Has said so by now, or has not allowed marketing.",
            "此前已提出不接受营销电话，或未授权营销。",
        ),
        _flag(
            "wecom_opt_out",
            "No WeCom",
            "拒收企微",
            "Has said so by now, or has not allowed marketing.",
            "此前已提出不接受企业微信营销，或未授权营销。",
        ),
        _money("spend_1m_fen", "Spending, last month", "近1月消费", "Purchases.", "上月交易金额。"),
        _money("spend_3m_fen", "Spending, 3 months", "近3月消费", "Purchases.", "近3个月交易金额。"),
        _money("spend_12m_fen", "Spending, 12 months", "近12月消费", "Purchases.", "近12个月交易金额。"),
        _count("purchases_3m", "Purchases, 3 months", "近3月笔数", "Number of purchases.", "近3个月交易笔数。"),
        _count(
            "months_since_purchase",
            "Months without a purchase",
            "未消费月数",
            "Full months since the last purchase, or since opening; 24 at most.",
            "距上次消费（或开卡）的完整月数，最多记24。",
            _MONTHS,
        ),
        _count(
            "active_12m",
            "Active months, 12 months",
            "近12月活跃月数",
            "Months with a purchase.",
            "近12个月中有消费的月数。",
            _MONTHS,
        ),
        _money("balance_fen", "Balance", "欠款余额", "Owed at the end of last month.", "上月末欠款。"),
        Column(
            "utilisation",
            "rate",
            "Utilisation",
            "额度使用率",
            "Balance over limit.",
            "欠款余额÷信用额度。",
            "sensitive",
        ),
        _count(
            "bucket", "Delinquency bucket", "逾期期数", "Months overdue; 0 is current.", "逾期期数；0为正常。", _MONTHS
        ),
        _money("interest_3m_fen", "Interest, 3 months", "近3月利息", "Interest charged.", "近3个月循环利息。"),
        _money(
            "margin_12m_fen",
            "Margin a month",
            "月均收益",
            "Mean margin a month over the last 12 months, or since opening: interest and interchange less network, points and "
            "funding.",
            "近12个月（或开卡以来）的月均收益：利息加发卡行服务费，减网络费、积分成本与资金成本。",
        ),
        _count(
            "points", "Points", "积分余额", "Balance at the end of last month.", "上月末积分余额。", ("points", "分")
        ),
        _count(
            "points_used_12m",
            "Points used, 12 months",
            "近12月积分兑换",
            "Months in which points were redeemed.",
            "近12个月中兑换过积分的月数。",
            _MONTHS,
        ),
        _count("contacts_3m", "Contacts, 3 months", "近3月触达", "Contacts that the bank made.", "近3个月被触达次数。"),
        _count(
            "contacts_12m", "Contacts, 12 months", "近12月触达", "Contacts that the bank made.", "近12个月被触达次数。"
        ),
        _count("calls_12m", "Calls, 12 months", "近12月外呼", "Calls that the bank made.", "近12个月被外呼次数。"),
        Column(
            "last_channel",
            "category",
            "Last channel",
            "最近触达渠道",
            "Of the last contact in 12 months; empty if none.",
            "近12个月最近一次触达的渠道；没有则为空。",
            "personal",
            levels=CONTACT_CHANNEL,
            optional=True,
        ),
        _count(
            "redeemed_12m", "Offers used, 12 months", "近12月核销", "Offers that they used.", "近12个月使用权益次数。"
        ),
        _count(
            "complaints_12m",
            "Complaints, 12 months",
            "近12月投诉",
            "About being contacted.",
            "近12个月因触达而投诉的次数。",
        ),
        _flag(
            "enquired_1m", "Enquired last month", "上月咨询", "Asked about fees or leaving.", "上月咨询过费用或销户。"
        ),
        _count(
            "enquiries_12m",
            "Enquiries, 12 months",
            "近12月咨询",
            "Months in which they asked about fees or leaving.",
            "近12个月咨询过费用或销户的月数。",
        ),
        _count("visits_3m", "App visits, 3 months", "近3月登录", "Visits to the app.", "近3个月登录手机银行次数。"),
        _count("visits_12m", "App visits, 12 months", "近12月登录", "Visits to the app.", "近12个月登录手机银行次数。"),
    ),
)

OUTCOMES = Table(
    "outcomes",
    "Outcomes of a run",
    "推演结果",
    "A customer of the bank, with the strategy and without it, over the months of a run; means over its futures.",
    "一行是一位客户在推演期内“执行策略”与“什么都不做”两个世界里的结果，取各种未来的平均。",
    ("customer_id",),
    (
        CUSTOMER,
        Column("contacts", "rate", "Contacts", "触达次数", "Contacts made.", "实际触达次数。", unit=_TIMES),
        Column(
            "reached", "rate", "Got through", "触达成功", "Contacts that got through.", "成功触达次数。", unit=_TIMES
        ),
        Column("redeemed", "rate", "Offers used", "核销次数", "Offers used.", "使用权益次数。", unit=_TIMES),
        Column(
            "complaints", "rate", "Complaints", "投诉次数", "About the contacts.", "因触达而投诉的次数。", unit=_TIMES
        ),
        _money(
            "cost_fen",
            "Cost of the strategy",
            "策略成本",
            "Contacts, offers used and complaints.",
            "触达、核销权益与投诉的成本。",
        ),
        _money(
            "profit_with_fen",
            "Profit with",
            "执行后利润",
            "With the strategy, its cost taken off.",
            "执行策略后的利润，已扣策略成本。",
        ),
        _money(
            "profit_without_fen",
            "Profit without",
            "不做时利润",
            "In the same futures, nothing done.",
            "同样的未来里什么都不做的利润。",
        ),
        _money(
            "gain_fen", "Incremental profit", "增量利润", "Profit with less profit without.", "执行后利润减不做时利润。"
        ),
        _money("spent_with_fen", "Spending with", "执行后消费", "Purchases with the strategy.", "执行策略后的消费。"),
        _money(
            "spent_without_fen", "Spending without", "不做时消费", "Purchases, nothing done.", "什么都不做时的消费。"
        ),
        Column(
            "active_with",
            "rate",
            "Active months with",
            "执行后活跃月数",
            "Months with a purchase.",
            "有消费的月数。",
            unit=_MONTHS,
        ),
        Column(
            "active_without",
            "rate",
            "Active months without",
            "不做时活跃月数",
            "Months with a purchase, nothing done.",
            "什么都不做时有消费的月数。",
            unit=_MONTHS,
        ),
        Column(
            "open_with",
            "rate",
            "Stays with",
            "执行后留存",
            "Share of futures in which they stay.",
            "客户留下的未来占比。",
        ),
        Column(
            "open_without",
            "rate",
            "Stays without",
            "不做时留存",
            "The same, nothing done.",
            "什么都不做时客户留下的未来占比。",
        ),
        Column(
            "saved",
            "rate",
            "Saved",
            "救回",
            "Stays with the strategy and leaves without.",
            "执行则留下、不做则离开的未来占比。",
        ),
        Column(
            "lost",
            "rate",
            "Driven off",
            "赶走",
            "Leaves with the strategy and stays without.",
            "执行则离开、不做则留下的未来占比。",
        ),
    ),
)

VIEWS: dict[str, Table] = {view.name: view for view in (OBSERVED, OUTCOMES)}
