"""Tables that round off the picture of a customer: other products with this bank, and how to reach them."""

from generators.schema.levels import BIGGER_CARD, SMALLER_CARD
from generators.schema.model import Column, Table
from generators.schema.people import CUSTOMER
from generators.schema.people_levels import BAND, HOLDING

HOLDINGS = Table(
    "holdings",
    "Holdings",
    "产品持有",
    "Another product that a customer has, or had, with this bank.",
    "一行是客户在本行持有或曾持有的一项其他产品。",
    ("holding_id",),
    (
        Column("holding_id", "id", "Holding", "持有号", "Number of the holding.", "产品持有记录编号。", "sensitive"),
        CUSTOMER,
        Column(
            "product",
            "category",
            "Product held",
            "持有产品",
            "Kind of product.",
            "产品种类。",
            "personal",
            levels=HOLDING,
        ),
        Column("opened", "date", "Opened", "开立日", "Day on which it was opened.", "产品开立日期。"),
        Column(
            "closed",
            "date",
            "Closed",
            "终止日",
            "Day on which it ended; empty if it is still held.",
            "产品终止日期；仍持有则为空。",
            optional=True,
        ),
        Column(
            "balance_band",
            "category",
            "Balance band",
            "余额档",
            "What is in it or owed on it at the end of the data; empty if it has ended.",
            "数据期末的余额或欠款所在档位；已终止则为空。",
            privacy="sensitive",
            levels=BAND,
            optional=True,
        ),
    ),
)

UPGRADES = Table(
    "upgrades",
    "Card upgrades",
    "卡片升级",
    "A customer took the next bigger card, asked or not.",
    "一行是一次卡片升级（无论是否邀约而来）。",
    ("upgrade_id",),
    (
        Column("upgrade_id", "id", "Upgrade", "升级号", "Number of the upgrade.", "升级记录编号。"),
        CUSTOMER,
        Column(
            "account_id",
            "id",
            "Account",
            "账户号",
            "Card account that was upgraded.",
            "升级的卡账户。",
            "sensitive",
            key=("accounts", "account_id"),
        ),
        Column("date", "date", "Date", "日期", "Day of the upgrade.", "升级日期。"),
        Column(
            "from_product",
            "category",
            "Old product",
            "原卡等级",
            "Card before.",
            "升级前的卡片等级。",
            levels=SMALLER_CARD,
        ),
        Column(
            "to_product", "category", "New product", "新卡等级", "Card after.", "升级后的卡片等级。", levels=BIGGER_CARD
        ),
        Column(
            "old_limit_fen",
            "money",
            "Old limit",
            "原额度",
            "Credit limit before.",
            "升级前的信用额度。",
            privacy="sensitive",
            low=0,
        ),
        Column(
            "new_limit_fen",
            "money",
            "New limit",
            "新额度",
            "Credit limit from the next month on.",
            "升级后的信用额度，次月生效。",
            privacy="sensitive",
            low=0,
        ),
    ),
)

CONTACTS = Table(
    "contacts",
    "Contact details",
    "联系方式",
    "How to reach a customer, and what they have asked the bank not to do.",
    "一行是一位客户的联系方式与免打扰选择。",
    ("customer_id",),
    (
        CUSTOMER,
        Column(
            "phone",
            "text",
            "Phone",
            "手机号",
            "Masked, and of a range that no operator gives out.",
            "已脱敏，号段为运营商不使用的号段。",
            privacy="identifier",
        ),
        Column(
            "email",
            "text",
            "E-mail",
            "电子邮箱",
            "Address at a domain kept for examples.",
            "使用专供示例的域名。",
            privacy="identifier",
        ),
        Column(
            "address",
            "text",
            "Address",
            "地址",
            "Real city; district, street and number invented.",
            "城市真实，区、街道与门牌均为虚构。",
            privacy="identifier",
        ),
        Column(
            "marketing_consent",
            "flag",
            "Marketing consent",
            "营销授权",
            "Has allowed marketing contact, in the application or later; without it nobody is contacted.",
            "已授权银行进行营销触达（申请时或之后给出）；未授权者一律不触达。",
            privacy="personal",
        ),
        Column(
            "consent_date",
            "date",
            "Consented on",
            "授权日",
            "Day of the consent; empty if there is none.",
            "给出营销授权的日期；未授权则为空。",
            privacy="personal",
            optional=True,
        ),
        Column("sms_opt_out", "flag", "No SMS", "拒收短信", "Wants no text messages.", "不接受营销短信。", "personal"),
        Column(
            "call_opt_out", "flag", "No calls", "拒接电话", "Wants no marketing calls.", "不接受营销电话。", "personal"
        ),
        Column(
            "wecom_opt_out",
            "flag",
            "No WeCom",
            "拒收企微",
            "Wants no marketing by WeCom.",
            "不接受企业微信营销。",
            privacy="personal",
        ),
        Column(
            "opt_out_date",
            "date",
            "Opted out on",
            "免打扰登记日",
            "Day on which they said so; empty if never. The bank's rules spared them altogether, its pilots used the "
            "channels that they had not refused.",
            "客户提出免打扰的日期；未提出则为空。日常营销对其一律不触达，试点只用其未拒绝的渠道。",
            privacy="personal",
            optional=True,
        ),
    ),
)
