"""The table of the trial of bigger limits."""

from dataclasses import replace

from generators.schema.model import Column, Table
from generators.schema.people import ACCOUNT, CUSTOMER

LIMIT_OFFERS = Table(
    "limit_offers",
    "Trial of bigger limits",
    "提额试验",
    "A customer whom the lot drew into the trial of bigger limits, asked by SMS whether they want one, or not asked. None had "
    "refused marketing or SMS, none was overdue; the limit rose for those only who said yes. The credit department's own "
    "record: it is not among the touches.",
    "一行是提额试验中抽到的一位客户，短信询问是否愿意提额，或不询问（对照）。入选客户均已授权营销、未拒收短信、当时没有逾期；"
    "只有本人同意才提额。由信贷部门登记，不在触达记录（touches）中。",
    ("customer_id",),
    (
        CUSTOMER,
        replace(ACCOUNT, meaning_en="Card account that the limit belongs to.", meaning_zh="额度所属的信用卡账户。"),
        Column("date", "date", "Date", "日期", "Day of the question, or of the lot.", "询问日；对照客户为抽签日。"),
        Column("asked", "flag", "Asked", "是否询问", "Whether the lot had them asked.", "抽签是否抽中询问。"),
        Column(
            "propensity",
            "rate",
            "Propensity",
            "询问概率",
            "Chance of being asked, of those drawn.",
            "入选后被询问的概率。",
            low=0,
            high=1,
        ),
        Column("accepted", "flag", "Accepted", "是否同意", "Whether they said yes.", "是否同意提额。"),
        Column(
            "accepted_on",
            "date",
            "Accepted on",
            "同意日",
            "Day on which they said yes; empty if they did not.",
            "同意提额的日期；未同意则为空。",
            optional=True,
        ),
        Column(
            "old_limit_fen",
            "money",
            "Old limit",
            "原额度",
            "Credit limit before.",
            "试验前的信用额度。",
            privacy="sensitive",
            low=0,
        ),
        Column(
            "new_limit_fen",
            "money",
            "New limit",
            "新额度",
            "Credit limit from the next month on; the old one unless they accepted.",
            "次月起的信用额度；未同意则与原额度相同。",
            privacy="sensitive",
            low=0,
        ),
    ),
)
