"""Tables about who belongs with whom: what the bank has on record, and the truth."""

from dataclasses import replace

from generators.schema.model import Column, Table
from generators.schema.people import CUSTOMER
from generators.schema.people_levels import TIE, TIE_SOURCE

_COLUMNS = (
    Column("relationship_id", "id", "Relationship", "关系号", "Number of the row.", "关系记录编号。"),
    CUSTOMER,
    Column("kind", "category", "Kind of tie", "关系类型", "What ties them.", "关系的种类。", "personal", levels=TIE),
    replace(
        CUSTOMER,
        name="other_customer_id",
        en="Other customer",
        zh="对方客户号",
        meaning_en="The other customer, who has a row of their own; empty for a tie to a company.",
        meaning_zh="对方客户，对方也有对应的一行；与企业的关系则为空。",
        optional=True,
    ),
    Column(
        "company_id",
        "id",
        "Company",
        "企业号",
        "The company that pays the wages, or that the customer's own firm supplies or buys from; else empty.",
        "代发工资的企业，或与客户自营企业有上下游往来的企业；其他关系为空。",
        privacy="personal",
        key=("companies", "company_id"),
        optional=True,
    ),
    Column("since", "date", "Since", "起始日", "Day on which the tie began.", "关系开始之日。", "personal"),
)

RELATIONSHIPS = Table(
    "relationships",
    "Relationships",
    "客户关系",
    "A tie of a customer to another or to a company, as far as the bank has it on record.",
    "一行是银行已掌握的一条客户关系，对方是另一位客户或一家企业。",
    ("relationship_id",),
    (
        *_COLUMNS,
        Column(
            "source",
            "category",
            "Source",
            "来源",
            "How the bank knows.",
            "银行如何得知。",
            levels=TIE_SOURCE,
        ),
    ),
)

TRUTH_RELATIONSHIPS = Table(
    "truth_relationships",
    "Truth: relationships",
    "真相：客户关系",
    "A tie of a customer, whether the bank has it on record or not.",
    "一行是一条真实存在的客户关系，无论银行是否掌握。",
    ("relationship_id",),
    (
        *_COLUMNS,
        Column(
            "recorded",
            "flag",
            "On record",
            "是否已掌握",
            "Whether the bank has it in its relationships.",
            "该关系是否已在银行的客户关系表中。",
        ),
    ),
    truth=True,
)
