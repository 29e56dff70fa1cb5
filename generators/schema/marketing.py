"""Tables about marketing: spending, touches before applications, and two trials by place and week."""

from typing import Final

from generators.schema.levels import ACQUISITION, Levels
from generators.schema.model import Column, Table

TOUCH_KIND: Final[Levels] = {
    "feed_ad_seen": ("Ad seen in a feed", "信息流广告曝光"),
    "feed_ad_clicked": ("Ad clicked in a feed", "信息流广告点击"),
    "search_ad": ("Search ad clicked", "搜索广告点击"),
    "search_organic": ("Search result clicked", "自然搜索点击"),
    "partner_visit": ("Visit to a partner's scene", "合作场景访问"),
    "friend_link": ("Friend's link opened", "打开好友链接"),
    "app_visit": ("Visit to the bank's app", "访问手机银行"),
    "outdoor_stand": ("Met at a stand", "驻点接触"),
    "branch_visit": ("Walked into a branch", "到访网点"),
}

_CITY = Column("city", "text", "City", "城市", "City, as in branches.", "城市，与网点表一致。")
_WEEK = Column("week", "date", "Week", "周", "Monday with which the week begins.", "该周的周一。")
_APPLICATION = Column(
    "application_id",
    "id",
    "Application",
    "申请号",
    "Number of the application.",
    "申请编号。",
    key=("applications", "application_id"),
)


def _key(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str) -> Column:
    return Column(name, "id", en, zh, meaning_en, meaning_zh, privacy="identifier", optional=True, low=0)


_PHONE = _key(
    "phone_hash",
    "Phone (hashed)",
    "手机号（散列）",
    "Stand-in for the telephone number; empty where it was not known.",
    "手机号的散列值；未知则为空。",
)
_DEVICE = _key(
    "device_id",
    "Device number",
    "设备号",
    "Stand-in for the phone or computer; empty where it was not known. A person may have two.",
    "手机或电脑的设备标识；未知则为空。一个人可能有两台设备。",
)
_APP = _key(
    "app_id",
    "App number",
    "应用用户号",
    "Number of the user of the bank's app, the same on all their devices; empty where it was not known.",
    "手机银行用户编号，同一用户在各设备上相同；未知则为空。",
)


def _spend(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str) -> Column:
    return Column(name, "money", en, zh, meaning_en, meaning_zh, low=0)


def _count(name: str, en: str, zh: str, meaning_en: str, meaning_zh: str, unit: tuple[str, str]) -> Column:
    return Column(name, "integer", en, zh, meaning_en, meaning_zh, unit=unit, low=0)


MARKETING_SPEND = Table(
    "marketing_spend",
    "Marketing spend",
    "营销费用",
    "What a channel of acquisition cost in a city and month, without search ads (they are in ad_weeks).",
    "一行是某获客渠道在某城市某月的费用，不含搜索广告（见 ad_weeks）。",
    ("channel", "city", "month"),
    (
        Column(
            "channel", "category", "Channel", "获客渠道", "Channel of acquisition.", "获客渠道。", levels=ACQUISITION
        ),
        _CITY,
        Column("month", "month", "Month", "月份", "The month.", "月份。"),
        _spend("media_fen", "Media", "媒介费用", "Advertising and partners' fees.", "广告投放和合作方费用。"),
        _spend("gifts_fen", "Gifts", "礼品费用", "Gifts for new customers.", "开卡礼费用。"),
        _spend("staff_fen", "Staff", "人工费用", "Work and commission.", "人工与提成。"),
    ),
)

AD_WEEKS = Table(
    "ad_weeks",
    "Search ads by city and week",
    "搜索广告（城市×周）",
    "A week of search advertising in a city; in the holdout, a lot decided whether it ran.",
    "一行是一个城市一周的搜索广告投放；停投试验期内，是否投放由抽签决定。",
    ("city", "week"),
    (
        _CITY,
        _WEEK,
        Column("search_ads", "flag", "Search ads ran", "是否投放", "Whether search ads ran.", "当周是否投放搜索广告。"),
        Column(
            "by_lot",
            "flag",
            "By lot",
            "抽签决定",
            "Whether that was drawn: of two weeks in a row, one went without.",
            "是否由抽签决定：相邻两周中抽一周停投。",
        ),
        _spend("spend_fen", "Spend", "投放费用", "What was paid for clicks.", "点击费用。"),
        _count(
            "impressions", "Impressions", "曝光量", "Times that the ads were shown.", "广告展示次数。", ("times", "次")
        ),
        _count(
            "clicks",
            "Clicks",
            "点击量",
            "Clicks, most by people who never apply.",
            "点击次数，多数点击者不会申请。",
            ("clicks", "次"),
        ),
    ),
)

PATH_TOUCHES = Table(
    "path_touches",
    "Touches before applications",
    "申请前触点",
    "Something that an applicant saw or did before opening the form, noted by one system under its own key. Who is who has to "
    "be found out; noted since the data begins.",
    "一行是申请人打开申请表之前的一次接触，由某个系统以自己的标识记录；谁是谁需要自行识别。自数据期初开始记录。",
    ("path_touch_id",),
    (
        Column("path_touch_id", "id", "Touch", "触点号", "Number of the touch.", "触点编号。", privacy="personal"),
        Column("timestamp", "datetime", "Time", "时间", "When it happened.", "发生时间。", privacy="personal"),
        Column("kind", "category", "Kind", "触点类型", "What it was.", "触点类型。", levels=TOUCH_KIND),
        Column("city", "text", "City", "城市", "City in which it was noted.", "触点所在城市。", privacy="personal"),
        _DEVICE,
        _PHONE,
        _APP,
    ),
)

APPLICATION_IDENTITIES = Table(
    "application_identities",
    "Identities of applications",
    "申请的标识",
    "By which keys the form knows an applicant who opened it since the data begins.",
    "一行是一次申请（自数据期初起）留下的各种标识。",
    ("application_id",),
    (_APPLICATION, _PHONE, _DEVICE, _APP),
)

TRUTH_PATH_TOUCHES = Table(
    "truth_path_touches",
    "Truth: whose touches",
    "真相：触点归属",
    "Whose touch it truly was.",
    "一行是一个触点真正属于哪次申请。",
    ("path_touch_id",),
    (
        Column(
            "path_touch_id",
            "id",
            "Touch",
            "触点号",
            "Number of the touch.",
            "触点编号。",
            privacy="personal",
            key=("path_touches", "path_touch_id"),
        ),
        _APPLICATION,
    ),
    truth=True,
)

SCENE_TRIAL = Table(
    "scene_trial",
    "Trial of a lobby play",
    "网点大堂打法试验",
    "A branch's week in the trial of a standard play for the lobby; of two weeks in a row, one was drawn. Cards are counted in "
    "applications.",
    "一行是一家网点在大堂标准打法试验中的一周；相邻两周中抽一周执行。办卡数请从 applications 统计。",
    ("branch_id", "week"),
    (
        Column(
            "branch_id", "id", "Branch", "网点号", "Number of the branch.", "网点编号。", key=("branches", "branch_id")
        ),
        _WEEK,
        Column("drawn", "flag", "Drawn", "是否抽中", "Whether the lot fell on this week.", "当周是否被抽中执行。"),
        Column(
            "carried_out",
            "flag",
            "Carried out",
            "是否执行",
            "Whether the branch played; not every branch did as drawn, least in quiet weeks.",
            "网点当周是否真的执行；并非都按抽签执行，清淡的周更少。",
        ),
        _count(
            "visitors", "Visitors", "到访人数", "People who came into the lobby.", "进入大堂的人数。", ("people", "人")
        ),
        _count(
            "leads", "Leads", "留资人数", "Of them, left their number.", "其中留下联系方式的人数。", ("people", "人")
        ),
        _spend("gifts_fen", "Gifts", "礼品费用", "Gifts handed out.", "发放礼品的费用。"),
        _count("staff_minutes", "Staff time", "人工时长", "Time of staff.", "投入的人工时长。", ("minutes", "分钟")),
    ),
)
