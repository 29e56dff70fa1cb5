"""The table of the app's technical log."""

from dataclasses import replace

from generators.schema.digital import APP_EVENTS
from generators.schema.log_levels import APP_VERSION, CARRIER, LOG_ERROR, LOG_STEP, SOURCE, SYSTEM
from generators.schema.model import Column, Table
from generators.schema.people import CUSTOMER

_MS = ("milliseconds", "毫秒")

APP_LOG = Table(
    "app_log",
    "App log",
    "手机银行技术日志",
    "A step of a visit to the app in the last six months, as the servers logged it: the identity check, each page of "
    "app_events, attempts that failed, and pages given up while they loaded.",
    "一行是最近六个月一次手机银行访问中的一个步骤，由服务器记录：身份核验、app_events 中的每个页面、失败的尝试，以及加载中被放弃的页面。",
    ("log_id",),
    (
        Column("log_id", "id", "Log entry", "日志号", "Number of the entry.", "日志编号。", privacy="personal"),
        Column(
            "event_id",
            "id",
            "Event",
            "事件号",
            "The page in app_events; empty for the identity check and for what never opened.",
            "app_events 中的对应页面；身份核验和未能打开的页面为空。",
            privacy="personal",
            optional=True,
        ),
        CUSTOMER,
        replace(
            APP_EVENTS["session_id"],
            meaning_en="Number of the visit, as in app_events; an attempt that got no further than the identity check has one "
            "of its own.",
            meaning_zh="访问编号，与 app_events 一致；止步于身份核验的尝试另有编号。",
        ),
        Column(
            "timestamp",
            "datetime",
            "Time",
            "时间",
            "When the step began; a page that opened, when it did.",
            "步骤开始的时间；已打开的页面为打开时间。",
            privacy="personal",
        ),
        Column(
            "step", "category", "Step", "步骤", "The identity check, or a page.", "身份核验或页面。", levels=LOG_STEP
        ),
        APP_EVENTS["device"],
        Column(
            "system",
            "category",
            "System",
            "操作系统",
            "System of the phone and its version.",
            "手机操作系统及版本。",
            privacy="personal",
            levels=SYSTEM,
        ),
        Column(
            "app_version",
            "category",
            "App version",
            "应用版本",
            "Version of the app.",
            "手机银行版本。",
            levels=APP_VERSION,
        ),
        Column(
            "carrier",
            "category",
            "Carrier",
            "运营商",
            "Network that the phone was in.",
            "手机所在网络的运营商。",
            privacy="personal",
            levels=CARRIER,
        ),
        Column(
            "ip",
            "text",
            "IP address",
            "IP 地址",
            "Address of the visit; all are reserved for documentation (RFC 5737).",
            "访问的 IP 地址；均为文档专用地址（RFC 5737）。",
            privacy="identifier",
        ),
        Column(
            "city",
            "text",
            "City",
            "城市",
            "City that the address was looked up to; now and then not the one they live in.",
            "由 IP 地址定位的城市，偶尔不是常住城市。",
            privacy="personal",
        ),
        Column("source", "category", "Source", "来源", "What opened the app.", "打开手机银行的入口。", levels=SOURCE),
        Column("entry", "flag", "Entry", "是否入口", "First step of the visit.", "本次访问的第一步。"),
        Column("exit", "flag", "Exit", "是否出口", "Last step of the visit.", "本次访问的最后一步。"),
        Column(
            "load_ms",
            "integer",
            "Loading time",
            "加载耗时",
            "How long the step took to load, or until it broke or was given up.",
            "步骤加载所用的时间，或到出错、放弃为止的时间。",
            unit=_MS,
            low=0,
        ),
        Column(
            "slow_ms",
            "integer",
            "Delay by lot",
            "随机延迟",
            "Delay that the customer drew in the test of slow pages, part of the loading time; empty outside of the test.",
            "慢页面试验中客户随机分到的延迟，已含在加载耗时内；试验期外为空。",
            unit=_MS,
            optional=True,
            low=0,
        ),
        Column(
            "error_code",
            "category",
            "Error",
            "错误类型",
            "What went wrong; empty where nothing did.",
            "出错类型；未出错则为空。",
            levels=LOG_ERROR,
            optional=True,
        ),
        Column(
            "error_text",
            "text",
            "Error text",
            "错误信息",
            "What the program wrote about it; empty where nothing went wrong.",
            "程序记下的错误信息；未出错则为空。",
            optional=True,
        ),
    ),
)
