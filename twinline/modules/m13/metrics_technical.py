"""The engineer's view: is it quick enough, and what breaks, as lines of the catalogue."""

from twinline.modules.m13.catalogue import Metric

SATISFACTION = (
    Metric(
        "apdex",
        "S4-2.9.6.1",
        "satisfaction",
        ("Overall: Apdex", "整体满意度（Apdex）"),
        ("Is the app quick enough, all in all?", "总体上够快吗？"),
        (
            "Pages within 1 s count 1, within 4 s ½, slower or failed 0 (Apdex with T = 1 s, our choice)",
            "1 秒内计 1，4 秒内计 ½，更慢或失败计 0（Apdex，T 取 1 秒，为本行选择）",
        ),
        '((log["load_ms"] <= 1000) + 0.5 * log["load_ms"].between(1001, 4000)).where(~log["failed"], 0).mean()',
        "number",
    ),
    Metric(
        "waits",
        "S4-2.9.6.2",
        "satisfaction",
        ("Loading time in steps", "加载时间细分"),
        ("How many wait how long?", "等多久的人有多少？"),
        ("Pages by loading time: under ½ s, 1 s, 2 s, longer", "按加载耗时分档：½ 秒内、1 秒内、2 秒内、更长"),
        'pd.cut(views["load_ms"], [0, 500, 1000, 2000, 1e9], labels=["≤½ s", "≤1 s", "≤2 s", ">2 s"]).astype(str).value_counts(normalize=True)',
        "share",
    ),
    Metric(
        "load_read",
        "S4-2.9.6.3",
        "satisfaction",
        ("Loading against reading", "加载/阅读时间"),
        ("How much of their time do we waste?", "用户的时间被我们浪费了多少？"),
        ("Loading time over loading and reading time", "加载时间占“加载加阅读”时间的比例"),
        'views.loc[views["stay"].notna(), "load_ms"].sum() / 1000 / (views["stay"].sum() + views.loc[views["stay"].notna(), "load_ms"].sum() / 1000)',
        "share",
    ),
    Metric(
        "weight",
        "S4-2.9.6.5",
        "satisfaction",
        ("Size of objects", "对象大小分析"),
        ("Which page is heavy for what it does?", "哪个页面太“重”？"),
        (
            "Median milliseconds for 100 kB, by page (weights are our assumption)",
            "每 100 kB 的加载毫秒数，取中位数（页面大小为本课假设）",
        ),
        '(views["load_ms"] / views["kb"] * 100).groupby(views["step"]).median()',
        "ms",
    ),
    Metric(
        "own_rule",
        "S4-2.9.6.6",
        "satisfaction",
        ("Our own rule broken", "应用违规"),
        ("How often does the app break our own promise?", "应用有多少次违反了我们自己的承诺？"),
        (
            "Share of pages slower than 3 s, our service promise (assumed)",
            "加载超过 3 秒的页面占比；3 秒为服务承诺（假设）",
        ),
        'views["load_ms"].gt(3000).mean()',
        "share",
    ),
)

DIAGNOSIS = (
    Metric(
        "most_errors",
        "S4-2.9.7.1",
        "diagnosis",
        ("Business with most errors", "最多错误业务"),
        ("Which business fails most often, in number?", "哪项业务出错的次数最多？"),
        ("Errors by step, in number: busy pages lead", "按步骤统计错误次数：流量大的排前面"),
        'log.loc[log["failed"], "step"].value_counts()',
        "count",
    ),
    Metric(
        "object",
        "S4-2.9.7.2",
        "diagnosis",
        ("Part that fails", "错误对象"),
        ("Which part of the program fails?", "程序的哪个部分出错？"),
        ("Crashes by the part named after “at” in the error text", "错误信息里 at 后面的部件，按闪退次数统计"),
        r'log.loc[log["error_code"] == "crash", "error_text"].str.extract(r" at ([\w.]+)")[0].value_counts()',
        "count",
    ),
    Metric(
        "page_replay",
        "S4-2.9.7.5",
        "diagnosis",
        ("The page before an error", "错误页面重放"),
        ("What was on screen when it broke?", "出错前停在哪一页？"),
        (
            "Step before the error in the same visit; “start” where there was none",
            "同一次访问中出错前的步骤；没有则记为 start",
        ),
        'log["step"].shift().where(log["session_id"].shift() == log["session_id"], "start")[log["failed"]].value_counts(normalize=True)',
        "share",
    ),
    Metric(
        "url",
        "S4-2.9.7.6",
        "diagnosis",
        ("Addresses that fail", "URL 诊断"),
        ("Which address of ours answers with an error?", "哪个服务地址在报错？"),
        ("Share of calls that the server refused (HTTP 5xx), by address", "服务器拒绝（HTTP 5xx）的调用占比，按地址"),
        'log["error_text"].str.contains("HTTP 5", na=False).groupby(log["url"]).mean()',
        "share",
    ),
    Metric(
        "recovered",
        "S4-2.9.7.7",
        "diagnosis",
        ("Back within the hour", "访问诊断"),
        ("Who failed, did they get in after all?", "失败之后，最后进来了吗？"),
        (
            "Of visits that opened nothing, the share followed by one that did, within an hour",
            "没打开任何页面的访问中，一小时内又成功进来的占比",
        ),
        'visits.assign(then=visits["pages"].shift(-1).gt(0) & visits["customer_id"].shift(-1).eq(visits["customer_id"]) & (visits["start"].shift(-1) - visits["start"]).le(pd.Timedelta("1h"))).loc[visits["pages"] == 0, "then"].mean()',
        "share",
    ),
)
