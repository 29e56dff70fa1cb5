"""Tables about what customers say: to the service desk, and in public."""

from generators.schema.model import Column, Table
from generators.schema.people import CUSTOMER
from generators.schema.stream_levels import CALL_CHANNEL, CALL_TOPIC, PLATFORM, POST_AUTHOR, POST_TOPIC, SENTIMENT

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
    "A public post about the bank, or the bank's own answer to one; nobody knows which customer wrote it.",
    "一行是一条提到本行的公开帖子，或本行官方账号的回应；无法对应到具体客户。",
    ("post_id",),
    (
        Column("post_id", "id", "Post", "帖子号", "Number of the post.", "帖子编号。"),
        Column("timestamp", "datetime", "Time", "时间", "When it was posted.", "发帖时间。", privacy="personal"),
        Column("platform", "category", "Platform", "平台", "Kind of platform.", "平台类型。", levels=PLATFORM),
        Column("topic", "category", "Topic", "主题", "What it is about.", "帖子主题。", levels=POST_TOPIC),
        Column("text_zh", "text", "Text (Chinese)", "正文（中文）", "Text; invented.", "帖子正文，虚构。"),
        Column("text_en", "text", "Text (English)", "正文（英文）", "The same in English.", "同一内容的英文。"),
        Column(
            "reply_to",
            "id",
            "Reply to",
            "回复的帖子",
            "The post that this one replies to; empty for a post of its own.",
            "所回复的帖子编号；主帖为空。",
            key=("social_posts", "post_id"),
            optional=True,
        ),
        Column("author", "category", "Author", "发帖方", "Who posted it.", "发帖方。", levels=POST_AUTHOR),
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

TRUTH_COMPLAINT_WAVE = Table(
    "truth_complaint_wave",
    "Truth: the outcry",
    "真相：舆情事件",
    "A platform on which one complaint spread: when it began there, when the bank answered there, and what that changed.",
    "一行是舆情事件中的一个平台：何时开始扩散，本行何时在该平台回应，回应改变了什么。",
    ("platform",),
    (
        Column("platform", "category", "Platform", "平台", "Kind of platform.", "平台类型。", levels=PLATFORM),
        Column("began", "datetime", "Began", "开始时间", "Time of the first post there.", "该平台首帖时间。"),
        Column(
            "answered",
            "datetime",
            "Answered",
            "回应时间",
            "Time of the bank's answer there.",
            "本行在该平台回应的时间。",
        ),
        Column(
            "rate_factor",
            "rate",
            "Factor on the rate",
            "发帖速度倍数",
            "By what the answer multiplied the posts an hour on that platform.",
            "回应之后该平台每小时发帖量变为原来的多少倍。",
            unit=("times", "倍"),
            low=0,
        ),
        Column(
            "negative_before",
            "rate",
            "Negative before",
            "回应前负面占比",
            "Chance that a post was negative before the answer.",
            "回应前一条帖子为负面的概率。",
            low=0,
            high=1,
        ),
        Column(
            "negative_after",
            "rate",
            "Negative after",
            "回应后负面占比",
            "Chance that a post was negative after it.",
            "回应后一条帖子为负面的概率。",
            low=0,
            high=1,
        ),
        Column(
            "desk_told",
            "datetime",
            "Desk told",
            "客服口径下发时间",
            "When the service desk was told what to say.",
            "客服拿到统一口径的时间。",
        ),
    ),
    truth=True,
)


def _number(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str, unit: tuple[str, str]) -> Column:
    return Column(name, "integer", en, zh, meaning_en, meaning_zh, unit=unit, low=0)


DESK_HOURS = Table(
    "desk_hours",
    "Hours of the hotline",
    "热线时段",
    "An hour of the bank's shared hotline, of which cards are a part: who called, waited and hung up, and who was on shift. For "
    "some working days a lot decided how lunch was taken.",
    "一行是全行共用热线的一个时段（信用卡来电只是一部分）：来电、等待、放弃和在岗人数。部分工作日的午休排班由抽签决定。",
    ("date", "hour"),
    (
        Column("date", "date", "Day", "日期", "The day.", "日期。"),
        Column(
            "hour",
            "integer",
            "Hour",
            "时段",
            "Hour of the day in which the calls came.",
            "来电所在的小时。",
            unit=("hour of the day", "时"),
            low=0,
            high=23,
        ),
        Column(
            "staggered",
            "flag",
            "Lunch staggered",
            "错峰午休",
            "Lunch was taken one after the other and not all at once; the same hours of work.",
            "当天是否轮流午休而非集中午休；总工时相同。",
        ),
        Column("by_lot", "flag", "By lot", "抽签决定", "Whether that was drawn.", "排班是否由抽签决定。"),
        _number("staff", "On shift", "在岗人数", "People on shift.", "在岗坐席数。", ("people", "人")),
        _number("offered", "Calls", "来电量", "Calls that came.", "进线来电数。", ("calls", "通")),
        _number("answered", "Answered", "接通量", "Of them, answered.", "其中接通的来电数。", ("calls", "通")),
        _number(
            "abandoned",
            "Hung up",
            "放弃量",
            "Of them, hung up while waiting.",
            "其中等待时挂断的来电数。",
            ("calls", "通"),
        ),
        _number(
            "wait_seconds",
            "Wait",
            "平均等待",
            "Mean time until a call was answered or hung up; 0 without calls.",
            "来电到接通或挂断的平均时长；没有来电则为0。",
            ("second", "秒"),
        ),
        _number(
            "handle_seconds",
            "Handling time",
            "平均处理时长",
            "Mean time of talk and notes of the calls answered; 0 without any.",
            "接通来电的平均通话加小结时长；没有则为0。",
            ("second", "秒"),
        ),
    ),
)
