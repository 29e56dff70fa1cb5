"""What lesson 3 of m13 says in words is what its own code finds, also on banks of other seeds."""

from twinline.measure.claims import Claims

claim = Claims()


@claim
def attempts_double_and_nobody_more_comes_in(third):
    weekly = third["weekly"]
    tried, entered = weekly.iloc[:, 0], weekly.iloc[:, 1]
    return {
        "tried": tried.max() / tried.median(),
        "entered": entered[tried.idxmax()] / entered.median(),
        "when": str(tried.idxmax().date()),
    }


@claim.holds
def _(tried, entered, when):
    assert tried > 1.8
    assert 0.8 < entered < 1.2
    assert "2025-08-04" < when < "2025-08-26"


@claim
def our_rule_and_the_servers_count_nearly_the_same_visits(third):
    return {"difference": third["by_rule"] / third["by_server"] - 1}


@claim.holds
def _(difference):
    assert -0.05 < difference < 0


@claim
def an_address_is_dozens_of_customers(third):
    return {"customers": third["metrics_asked"].WHO[1].run(third["log"])}


@claim.holds
def _(customers):
    assert customers > 24


@claim
def the_rule_breakers_are_our_victims(third):
    return {"accused": len(third["accused"]), "victims": third["victims"]}


@claim.holds
def _(accused, victims):
    assert accused > 10
    assert victims > 0.85


@claim
def one_pair_of_device_and_version_crashes(third):
    return {"pair": third["worst"].index[0], "rate": third["worst"].iloc[0], "next": third["worst"].iloc[1]}


@claim.holds
def _(pair, rate, next):
    assert pair == "HarmonyOS · 7.4.0"
    assert rate > 50
    assert next < 3


@claim
def the_bill_the_mall_and_the_given_up(third):
    lines = {metric.key: metric.run(third["log"]) for metric in third["everything"]}
    return {
        "popular": lines["popular"].index[0],
        "slowest": lines["slowest"].index[0],
        "error": lines["errors"].index[0],
        "cause": lines["cause"].index[0],
        "pain": lines["pain"].index[0],
        "count": lines["most_errors"].index[0],
        "leaving": lines["leaving"].index[0],
        "weight": lines["weight"].index[0],
        "refusing": int((lines["url"] > 0).sum()),
        "home": lines["entry"].get("home"),
        "whole": lines["history"],
        "hour": lines["curve"].index[0],
        "dropped": lines["dropped"],
        "process": lines["process"],
        "sticky": lines["sticky"],
        "ads": lines["ads"].max() - lines["ads"].min(),
        "bad_days": sorted(str(day.date()) for day in lines["error_day"].index[:8]),
    }


@claim.holds
def _(popular, slowest, error, cause, pain, count, leaving, weight, refusing, home, whole, hour, **rest):
    assert popular == "bill"
    assert slowest == "points_mall"
    assert error == "given_up"
    assert "IdentityCheck.verify (7.4.0)" in cause
    assert pain != count == "identity"
    assert leaving in {"bill", "home"}
    assert weight == "log_out"
    assert refusing == 1
    assert home == 1
    assert whole == 1
    assert 19 <= hour <= 22
    assert rest["dropped"] < 0.1
    assert rest["process"] < 0.25
    assert rest["sticky"] < 0.1
    assert rest["ads"] < 0.03
    assert rest["bad_days"][0] >= "2025-08-07"
    assert rest["bad_days"][-1] <= "2025-08-26"


@claim
def the_highest_week_is_the_fault(third):
    weeks = third["visits"].set_index("start").resample("W-MON", closed="left", label="left").size()
    return {"week": str(weeks.idxmax().date())}


@claim.holds
def _(week):
    assert "2025-08-04" <= week <= "2025-08-25"


@claim
def no_fault_is_seen_by_every_line_and_no_group_sees_all(third):
    none = third["faults"].NONE
    noticed = third["noticed"].drop(columns=none)
    far = third["far"].drop(columns=none)
    return {
        "lines": len(third["everything"]),
        "calm": third["calm"],
        "groups": noticed.min(axis=1).max(),
        "faults": [float(value) for value in (far > 0.05).mean()],
        "views": far.loc["page_views", "twice"],
        "users": far.loc["users", "twice"],
        "swallowed": far.loc["errors", "swallowed"],
        "sticky": far.loc["sticky", "clock"],
    }


@claim.holds
def _(lines, calm, groups, faults, views, users, swallowed, sticky):
    assert lines == 66
    assert 0.15 < calm < 0.35
    assert groups == 0
    assert all(0 < share < 0.6 for share in faults)
    assert views > 0.9
    assert users == 0
    assert swallowed == 1
    assert sticky > 4


@claim
def each_guard_moves_further_by_its_fault_than_in_any_healthy_week(third):
    guards = third["guards"]
    return {column: [float(share) for share in guards[column]] for column in ("moved", "usual", "still_moved")}


@claim.holds
def _(moved, usual, still_moved):
    assert all(fault > 2 * week for fault, week in zip(moved, usual, strict=True))
    assert max(still_moved) < 0.02


@claim
def who_was_hit_met_it_once_or_twice(third):
    crashes = third["crashes"]
    hit = crashes["session_id"]
    return {
        "each": len(crashes) / crashes["customer_id"].nunique(),
        "most_in_a_day": int(third["on_day"].max()),
        "pages": int(third["visits"].set_index("session_id").loc[hit, "pages"].sum()),
    }


@claim.holds
def _(each, most_in_a_day, pages):
    assert 1.2 < each < 2
    assert 2 <= most_in_a_day <= 3
    assert pages == 0


@claim
def gifts_for_all_visits_reward_those_whose_phones_crashed(third):
    every, complete = third["share"].values()
    return {"every": every, "complete": complete}


@claim.holds
def _(every, complete):
    assert every > complete + 0.15


@claim
def slower_by_lot_loses_more(third):
    change, error = third["change"], third["error"]
    return {"changes": [change[ms] for ms in (500, 1000, 2000)], "error": error[2000]}


@claim.holds
def _(changes, error):
    assert changes == sorted(changes)
    assert changes[2] > 4 * error
