"""Tables about the bank's people and its corporate clients: managers, portfolios, companies."""

from generators.schema.model import Column, Table
from generators.schema.people import CUSTOMER
from generators.schema.people_levels import INDUSTRY, TEAM

_RATING = ("rating, 1 to 5", "评分，1至5")


def _rating(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str) -> Column:
    return Column(name, "integer", en, zh, meaning_en, meaning_zh, privacy="personal", unit=_RATING, low=1, high=5)


MANAGERS = Table(
    "managers",
    "Relationship managers",
    "客户经理",
    "A relationship manager of a branch.",
    "一行是一位网点客户经理。",
    ("manager_id",),
    (
        Column("manager_id", "id", "Manager", "客户经理号", "Number of the manager.", "客户经理编号。"),
        Column("name", "text", "Name", "姓名", "Invented; made by Faker.", "虚构姓名，由 Faker 生成。", "identifier"),
        Column(
            "branch_id",
            "id",
            "Branch",
            "网点号",
            "Branch where they work.",
            "所在网点。",
            key=("branches", "branch_id"),
        ),
        Column("team", "category", "Team", "小组", "What their team is there for.", "所属业务小组。", levels=TEAM),
        Column(
            "years_of_service",
            "integer",
            "Years of service",
            "工龄",
            "Full years with the bank when the history begins.",
            "数据期初在本行工作的整年数。",
            unit=("years", "年"),
            low=0,
        ),
        _rating("skill_activation", "Skill: activation", "促活能力", "Getting cards into use.", "推动客户用卡的能力。"),
        _rating("skill_retention", "Skill: retention", "挽留能力", "Keeping those who would go.", "挽留客户的能力。"),
        _rating(
            "skill_credit", "Skill: credit", "信贷能力", "Selling instalments and loans.", "营销分期与信贷的能力。"
        ),
        _rating("skill_wealth", "Skill: wealth", "财富能力", "Selling deposits and funds.", "营销存款与理财的能力。"),
        _rating("willingness", "Willingness", "意愿", "How gladly they take on a list.", "接手名单、主动经营的意愿。"),
        Column(
            "monthly_capacity",
            "integer",
            "Monthly capacity",
            "月产能",
            "Contacts that they can make in a month.",
            "每月最多可完成的触达次数。",
            unit=("contacts a month", "次/月"),
            low=0,
        ),
    ),
)

PORTFOLIOS = Table(
    "portfolios",
    "Portfolios",
    "管户关系",
    "A customer whom a manager looks after; a third of the customers have none.",
    "一行是一位有专属客户经理的客户；约三分之一的客户无人管户。",
    ("customer_id",),
    (
        CUSTOMER,
        Column(
            "manager_id",
            "id",
            "Manager",
            "客户经理号",
            "Their manager, of the branch that looks after them.",
            "管户客户经理，属于客户的管户网点。",
            key=("managers", "manager_id"),
        ),
        Column("since", "date", "Since", "起始日", "Day from which on.", "管户关系建立之日。"),
    ),
)

COMPANIES = Table(
    "companies",
    "Corporate clients",
    "对公客户",
    "A company that banks with us.",
    "一行是一家对公客户。",
    ("company_id",),
    (
        Column("company_id", "id", "Company", "企业号", "Number of the company.", "企业编号。"),
        Column("company_name", "text", "Company name", "企业名称", "Name in Chinese, invented.", "企业名称，虚构。"),
        Column("industry", "category", "Industry", "行业", "Main line of business.", "主营行业。", levels=INDUSTRY),
        Column("city", "text", "City", "城市", "Where the company is.", "企业所在城市。"),
        Column(
            "branch_id",
            "id",
            "Branch",
            "网点号",
            "Branch that looks after the company.",
            "管户网点。",
            key=("branches", "branch_id"),
        ),
        Column(
            "employees",
            "integer",
            "Employees",
            "员工数",
            "People who work there.",
            "企业员工人数。",
            unit=("people", "人"),
            low=1,
        ),
        Column(
            "payroll_client",
            "flag",
            "Payroll client",
            "代发单位",
            "Pays its wages through us.",
            "在本行代发工资。",
        ),
        Column("merchant", "flag", "Merchant", "收单商户", "Takes cards with our terminals.", "使用本行收单。"),
        Column("since", "date", "Client since", "建立关系日", "Day of the first contract.", "首次签约之日。"),
        Column(
            "deposits_fen",
            "money",
            "Deposits",
            "对公存款",
            "Deposits when the history begins.",
            "数据期初的存款余额。",
            privacy="sensitive",
            low=0,
        ),
    ),
)
