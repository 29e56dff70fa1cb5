"""Tables about what customers say: to the service desk, and in public."""

from generators.schema.model import Column, Table
from generators.schema.people import CUSTOMER
from generators.schema.stream_levels import CALL_CHANNEL, CALL_TOPIC, PLATFORM, POST_TOPIC, SENTIMENT

SERVICE_CALLS = Table(
    "service_calls",
    "Service calls",
    "客服来电",
    "A customer's call to the hotline or chat with the service desk.",
    "一行是一次客服来电或在线咨询。",
    ("call_id",),
    (
        Column("call_id", "id", "Call", "来电号", "Number of the call.", "来电编号。", privacy="personal"),
        CUSTOMER,
        Column("timestamp", "datetime", "Time", "时间", "When it began.", "开始时间。", privacy="personal"),
        Column(
            "seconds",
            "integer",
            "Duration",
            "通话时长",
            "How long it took.",
            "持续时间。",
            unit=("second", "秒"),
            low=10,
        ),
        Column("channel", "category", "Channel", "渠道", "How they got in touch.", "联系方式。", levels=CALL_CHANNEL),
        Column("topic", "category", "Topic", "主题", "What it was about.", "来电主题。", levels=CALL_TOPIC),
        Column(
            "text_zh",
            "text",
            "What they said (Chinese)",
            "客户原话（中文）",
            "What the customer said; invented.",
            "客户说的话，虚构。",
            privacy="personal",
        ),
        Column(
            "text_en",
            "text",
            "What they said (English)",
            "客户原话（英文）",
            "The same in English.",
            "同一句话的英文。",
            privacy="personal",
        ),
        Column("resolved", "flag", "Resolved", "是否解决", "Settled in this call.", "当次是否解决。"),
        Column(
            "satisfaction",
            "integer",
            "Satisfaction",
            "满意度",
            "The customer's mark, 1 to 5; empty if they gave none.",
            "客户打分，1至5分；未评价则为空。",
            unit=("mark, 1 to 5", "1至5分"),
            optional=True,
            low=1,
            high=5,
        ),
        Column("complaint", "flag", "Complaint", "是否投诉", "Recorded as a complaint.", "是否记为投诉。"),
    ),
)

SOCIAL_POSTS = Table(
    "social_posts",
    "Social posts",
    "社交媒体帖子",
    "A public post about the bank; nobody knows which customer wrote it.",
    "一行是一条提到本行的公开帖子，无法对应到具体客户。",
    ("post_id",),
    (
        Column("post_id", "id", "Post", "帖子号", "Number of the post.", "帖子编号。"),
        Column("timestamp", "datetime", "Time", "时间", "When it was posted.", "发帖时间。", privacy="personal"),
        Column("platform", "category", "Platform", "平台", "Kind of platform.", "平台类型。", levels=PLATFORM),
        Column("topic", "category", "Topic", "主题", "What it is about.", "帖子主题。", levels=POST_TOPIC),
        Column("text_zh", "text", "Text (Chinese)", "正文（中文）", "Text; invented.", "帖子正文，虚构。"),
        Column("text_en", "text", "Text (English)", "正文（英文）", "The same in English.", "同一内容的英文。"),
    ),
)

TRUTH_SOCIAL_POSTS = Table(
    "truth_social_posts",
    "Truth: social posts",
    "真相：社交媒体帖子",
    "The mood in which a post was written.",
    "一行是一条帖子真实的情感倾向。",
    ("post_id",),
    (
        Column("post_id", "id", "Post", "帖子号", "Number of the post.", "帖子编号。", key=("social_posts", "post_id")),
        Column("sentiment", "category", "Mood", "情感", "Mood of the writer.", "发帖人的情感倾向。", levels=SENTIMENT),
    ),
    truth=True,
)
