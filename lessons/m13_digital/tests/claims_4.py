"""What lesson 4 of m13 says in words is what its own code finds, also on banks of other seeds.

The posts are other texts in Chinese, so what is found by words is measured in both languages.
"""

import json
import math

from twinline.base.paths import COURSE
from twinline.base.text import speaking
from twinline.measure.cells import fresh_cells
from twinline.measure.claims import Claims

claim = Claims()


def in_chinese():
    """The names that the Chinese lesson leaves behind on the bank that is measured."""
    notebook = COURSE / "zh" / "m13_digital" / "m13-lesson-4.ipynb"
    with speaking("zh"), fresh_cells() as cells:
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                cells.run("".join(cell["source"]))
        return cells.names


def listening(lesson):
    """What the lesson finds by words."""
    taken, about = lesson["taken"], lesson["about"]
    share = lesson["share"]
    points = lesson["curves"].iloc[:, 0]
    rings = lesson["rings"]
    first = rings[rings >= "2025-02-11"][0]
    return {
        "precision": about[taken].mean(),
        "usual_recall": lesson["usual_recall"],
        "loud_recall": lesson["loud_recall"],
        "kept": lesson["kept"] / lesson["came"],
        "index": len(lesson["found"]),
        "reading": int(lesson["by_reading"].sum()),
        "list": [float(value) for value in share.iloc[0]],
        "learned": [float(value) for value in share.iloc[1]],
        "times": lesson["hot"]["times"].iloc[7],
        "week": str(points.idxmax().date()),
        "leap": points.max() / points.loc["2024-10":"2025-01"].mean(),
        "back": points.loc["2025-03-17":"2025-05"].mean() / points.loc["2024-10":"2025-01"].mean(),
        "fees": float(lesson["january"] / lesson["usual_month"]),
        "hours": (first - lesson["began"]).total_seconds() / 3_600,
        "false": len(lesson["false"]),
        # a limit that is never reached has no hour: -1
        "trade": [[-1.0 if math.isnan(hours) else hours, int(wrong)] for hours, wrong in lesson["chosen"].to_numpy()],
        "saved": lesson["everything"] - lesson["read_when_rung"],
    }


def hold(precision, usual_recall, loud_recall, kept, index, reading, list, learned, times, **said):
    assert precision > 0.9
    assert loud_recall < usual_recall - 0.25
    assert kept < 0.9
    assert index == reading > 10
    assert max(list) < 50
    assert learned[0] > 90
    assert learned[1] < learned[0] - 20
    assert times > 15
    assert said["week"] == "2025-02-10"
    assert said["leap"] > 4
    assert said["back"] < 1.6
    assert said["fees"] > 2.5
    assert 0 < said["hours"] <= 5
    assert said["false"] <= 3
    two, three, five, _, twenty = said["trade"]
    assert two[1] > 24 > 10 * five[1]
    assert two[0] >= five[0] - 1
    assert three[0] >= five[0] - 1
    assert twenty[0] == -1 or twenty[0] > five[0] + 6
    assert said["saved"] > 40


@claim
def the_desk_hears_and_misses_what_the_lesson_says(fourth):
    return listening(fourth)


@claim.holds
def _(**said):
    hold(**said)


@claim
def words_of_the_outcry_lead_at_midnight(fourth):
    return {"words": [str(word) for word in fourth["hot"].head(8).index]}


@claim.holds
def _(words):
    told = {
        "wiped",
        "years",
        "lost",
        "vanish",
        "away",
        "nought",
        "outrageous",
        "bullying",
        "notice",
        "share",
        "comments",
        "quietly",
    }
    assert len(told & set(words)) >= 3


@claim
def so_it_is_in_chinese(fourth):
    lesson = in_chinese()
    return listening(lesson) | {"words": [str(word) for word in lesson["hot"].head(8).index]}


@claim.holds
def _(words, **said):
    hold(**said)
    told = (
        "清零",
        "归零",
        "全没",
        "用卡三年",
        "心寒",
        "说没",
        "说清",
        "避雷",
        "欺负",
        "一声不吭",
        "中招",
        "投诉",
        "到期",
    )
    assert sum(any(part in word for part in told) for word in words) >= 3


@claim
def the_hotline_is_overrun_the_next_day(fourth):
    by_day = fourth["by_day"]
    calls = fourth["calls"]
    morning = calls[(calls["topic"] == "points") & calls["timestamp"].between("2025-02-12", "2025-02-12 10:00")]
    usual = by_day[by_day.index < "2025-02-01"]
    return {
        "morning": len(morning) / usual.mean(),
        "day": int(by_day["2025-02-12"]),
        "before": int(by_day["2025-02-11"]),
        "month": 30 * usual.mean(),
    }


@claim.holds
def _(morning, day, before, month):
    assert morning > 4
    assert day > month
    assert day > 10 * max(before, 1)


@claim
def the_bank_answered_late_and_latest_where_it_began(fourth):
    hours = fourth["after_hours"]
    return {
        "delay": fourth["delay"],
        "first": hours[0],
        "fire": hours[1],
        "told": hours[2],
        "order": list(fourth["angry"].index).index(fourth["began_at"]),
    }


@claim.holds
def _(delay, first, fire, told, order):
    assert delay >= 9
    assert fire == told
    assert 20 <= told - first <= 28
    assert order == 2


@claim
def where_the_bank_answered_fewer_posts_are_angry(fourth):
    angry = fourth["angry"]
    return {
        "before": [float(share) for share in angry.iloc[:, 0]],
        "after": [float(share) for share in angry.iloc[:, 1]],
        "waiting": fourth["waiting"]["angry"].mean(),
    }


@claim.holds
def _(before, after, waiting):
    assert min(before) > 75
    assert all(now < then - 10 for then, now in zip(before, after, strict=True))
    assert waiting > 0.78
