"""Tables about what customers do online: in the app and on WeCom."""

from generators.schema.model import Column, Table
from generators.schema.people import CUSTOMER
from generators.schema.stream_levels import ACTION, APP_DEVICE, APP_OFFER, JOIN_PLACE, PAGE, WECOM_EVENT

APP_EVENTS = Table(
    "app_events",
    "App events",
    "手机银行行为",
    "A page of the app that a customer opened, and what they did there.",
    "一行是客户在手机银行打开的一个页面及其操作。",
    ("event_id",),
    (
        Column("event_id", "id", "Event", "事件号", "Number of the event.", "事件编号。", privacy="personal"),
        CUSTOMER,
        Column(
            "session_id",
            "id",
            "Session",
            "会话号",
            "Number of the visit; events of a visit share it.",
            "一次登录的编号，同一次登录内的事件相同。",
            privacy="personal",
        ),
        Column("timestamp", "datetime", "Time", "时间", "When the page opened.", "页面打开时间。", privacy="personal"),
        Column("page", "category", "Page", "页面", "Page of the app.", "手机银行页面。", levels=PAGE),
        Column(
            "action", "category", "Action", "操作", "The most that was done there.", "在页面上的操作。", levels=ACTION
        ),
        Column(
            "offer_shown",
            "category",
            "Offer shown",
            "展示的优惠",
            "Offer on the page; empty where there was none.",
            "页面上展示的优惠；没有则为空。",
            levels=APP_OFFER,
            optional=True,
        ),
        Column(
            "device",
            "category",
            "Device",
            "设备",
            "The customer's phone.",
            "客户使用的手机。",
            privacy="personal",
            levels=APP_DEVICE,
        ),
    ),
)

WECOM_EVENTS = Table(
    "wecom_events",
    "WeCom events",
    "企微互动",
    "Something that happened between a customer and the bank's manager on WeCom, which the bank uses since the history "
    "begins.",
    "一行是客户与客户经理在企业微信上的一次互动；本行自数据期初起使用企业微信。",
    ("event_id",),
    (
        Column("event_id", "id", "Event", "事件号", "Number of the event.", "事件编号。", privacy="personal"),
        CUSTOMER,
        Column("timestamp", "datetime", "Time", "时间", "When it happened.", "发生时间。", privacy="personal"),
        Column("event", "category", "Event kind", "事件类型", "What happened.", "互动类型。", levels=WECOM_EVENT),
    ),
)

WECOM_INVITATIONS = Table(
    "wecom_invitations",
    "WeCom invitations",
    "企微邀请",
    "A customer was shown the manager's WeCom code in the course of things. Whether they added the manager is in wecom_events; "
    "the calls of the pilot are in touches.",
    "一行是客户在日常业务中看到一次客户经理的企业微信二维码。是否添加见 wecom_events；试点的邀请电话见 touches。",
    ("invitation_id",),
    (
        Column(
            "invitation_id", "id", "Invitation", "邀请号", "Number of the invitation.", "邀请编号。", privacy="personal"
        ),
        CUSTOMER,
        Column("date", "date", "Day", "日期", "Day on which it was shown.", "展示当日。", privacy="personal"),
        Column("place", "category", "Place", "邀请场景", "Where it was shown.", "展示的场景。", levels=JOIN_PLACE),
    ),
)
