"""What lesson 4 of m13 says in words is what its own code finds, also on banks of other seeds."""

from twinline.measure.claims import Claims

claim = Claims()


@claim
def one_keyword_is_right_and_misses_some(fourth):
    taken, about = fourth["taken"], fourth["about"]
    return {"precision": about[taken].mean(), "recall": taken[about].mean(), "kept": fourth["kept"] / fourth["came"]}


@claim.holds
def _(precision, recall, kept):
    assert precision > 0.9
    assert 0.8 < recall < 0.97
    assert kept < 0.9


@claim
def the_index_finds_what_reading_finds(fourth):
    return {"index": len(fourth["found"]), "reading": int(fourth["by_reading"].sum())}


@claim.holds
def _(index, reading):
    assert index == reading > 10


@claim
def the_learned_machine_fails_in_the_outcry(fourth):
    share = fourth["share"]
    return {"list": [float(value) for value in share.iloc[0]], "learned": [float(value) for value in share.iloc[1]]}


@claim.holds
def _(list, learned):
    assert max(list) < 50
    assert learned[0] > 90
    assert learned[1] < learned[0] - 20


@claim
def words_of_the_outcry_lead_at_midnight(fourth):
    return {"words": [str(word) for word in fourth["hot"].head(8).index], "times": fourth["hot"]["times"].iloc[7]}


@claim.holds
def _(words, times):
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
    assert times > 15


@claim
def points_leap_for_a_week_and_fees_rise_in_january(fourth):
    points = fourth["curves"].iloc[:, 0]
    return {
        "week": str(points.idxmax().date()),
        "leap": points.max() / points.loc["2024-10":"2025-01"].mean(),
        "back": points.loc["2025-03-17":"2025-05"].mean() / points.loc["2024-10":"2025-01"].mean(),
        "fees": float(fourth["january"] / fourth["usual_month"]),
    }


@claim.holds
def _(week, leap, back, fees):
    assert week == "2025-02-10"
    assert leap > 8
    assert back < 1.6
    assert fees > 1.8


@claim
def the_alarm_rings_at_night_long_before_the_answer(fourth):
    rings = fourth["rings"]
    first = rings[rings >= "2025-02-11"][0]
    return {
        "hours": (first - fourth["began"]).total_seconds() / 3_600,
        "delay": fourth["delay"],
        "false": len(fourth["false"]),
        "calls": [int(fourth["by_day"]["2025-02-11"]), int(fourth["by_day"]["2025-02-12"])],
        "trade": [[float(hours), int(wrong)] for hours, wrong in fourth["chosen"].to_numpy()],
    }


@claim.holds
def _(hours, delay, false, calls, trade):
    assert 0 < hours <= 5
    assert delay >= 9
    assert false <= 3
    assert calls[1] > 10 * max(calls[0], 1)
    assert trade[0][1] > 10 * max(trade[2][1], 1)
    assert trade[-1][0] > trade[2][0] + 2 >= trade[0][0]


@claim
def where_the_bank_answered_fewer_posts_are_angry(fourth):
    return {"gap": fourth["gap"], "error": fourth["error"]}


@claim.holds
def _(gap, error):
    assert gap < -2.5 * error


@claim
def the_machine_saves_dozens_of_hours(fourth):
    return {"all": fourth["everything"], "rung": fourth["read_when_rung"]}


@claim.holds
def _(all, rung):
    assert all - rung > 40
