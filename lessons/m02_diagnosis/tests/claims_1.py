"""What lesson 1 of m02 says in words is what its own code finds, also on banks of five other seeds."""

from twinline.measure.claims import Claims

claim = Claims()


@claim
def added_up_all_five_grow_and_divided_they_do_not(first):
    added, divided = (first["growth"].iloc[:, place].to_list() for place in (0, 1))
    overdue = first["rates"].iloc[:, 2]
    return {
        "added": added,
        "divided": divided,
        "overdue_last": overdue.iloc[-1],
        "overdue_before": overdue.iloc[:-1].max(),
    }


@claim.holds
def _(added, divided, overdue_last, overdue_before):
    assert overdue_last > 0.94 * overdue_before
    assert all(7 < each < 30 for each in added)
    _, activity, spending, repayment, overdue = divided
    assert activity < 0
    assert repayment < 0
    assert -1 < spending < 5
    assert overdue > 9


@claim
def the_written_off_are_in_no_overdue_share(first):
    return {"overdue": first["overdue_open"], "gone": first["written_off"], "together": first["ever"]}


@claim.holds
def _(overdue, gone, together):
    assert gone > 0.8
    assert overdue > gone
    assert gone < together < overdue + gone


@claim
def asleep_by_a_desk_s_rule_is_not_asleep_by_the_regulator_s(first):
    return {"shares": first["by_rule"].to_list()}


@claim.holds
def _(shares):
    desk, regulator = shares
    assert desk > 20
    assert 2.5 < regulator < 5
    assert 4.5 < desk / regulator < 8


@claim
def about_two_of_three_new_cards_replace_one_that_left(first):
    return {"share": first["went"] / first["came"]}


@claim.holds
def _(share):
    assert 0.58 < share < 0.72


@claim
def the_whole_stands_still_while_the_newest_cards_slip(first):
    whole, young = (first["lines"].iloc[:, place] for place in (0, 1))
    cards = first["cohorts"].drop_duplicates("cohort").set_index("cohort")["issued"]
    return {
        "whole": [whole.iloc[-15:-12].mean(), whole.iloc[-3:].mean()],
        "young": [young.iloc[-15:-12].mean(), young.iloc[-3:].mean()],
        "issue_grew": cards.iloc[-1] / cards.iloc[-13],
    }


@claim.holds
def _(whole, young, issue_grew):
    assert abs(whole[1] - whole[0]) < 2
    assert 39 < whole[1] < 43
    assert young[1] < young[0] - 3
    assert 2.7 < issue_grew < 3.5


@claim
def at_the_same_age_the_latest_cards_are_used_less(first):
    return {"gap": first["gap"].to_list()}


@claim.holds
def _(gap):
    assert len(gap) == 4
    assert max(gap) < -2.5


@claim
def it_is_the_new_cards_and_not_the_months(first):
    return {"young": first["fell_young"], "old": first["fell_old"]}


@claim.holds
def _(young, old):
    assert young < -3
    assert -1.5 < old < 1
    assert young < old - 3


@claim
def a_younger_mix_hides_it(first):
    return {"reported": first["reported"], "same_mix": first["same_mix"]}


@claim.holds
def _(reported, same_mix):
    assert abs(reported) < 1
    assert same_mix < -0.6
    assert reported - same_mix > 0.7


@claim
def the_first_rule_rings_for_the_season_and_the_second_for_two_branches(first):
    february = first["by_month_before"].loc["2025-02-01"].sum()
    quarter = (first["over_three"] < -7).loc["2024":]
    return {
        "before": first["rung"]["2024"].to_list(),
        "since": first["rung"]["2025"].to_list(),
        "over_three": [int(quarter.loc[year].any().sum()) for year in ("2024", "2025")],
        "february": int(february),
        "branches": first["rate"].shape[1],
    }


@claim.holds
def _(before, since, over_three, february, branches):
    assert branches == 16
    assert min(before[0], since[0]) >= 9
    assert before[1] == 0
    assert since[1] == 2
    assert over_three == [0, 2]
    assert february >= 7


@claim
def two_falls_alike_in_april_and_what_is_overdue_tells_them_apart(first):
    deep, behind, times = first["deep"], first["over_three"], first["times"]
    after = first["rate"].loc["2025-05-01":].mean()
    return {
        "depth": behind.loc["2025-04-01", deep].to_list(),
        "overdue": [times[first["as_before"]], times[first["unpaid"]]],
        "after": [after[first["as_before"]], after[first["unpaid"]]],
    }


@claim.holds
def _(depth, overdue, after):
    assert all(-50 < each < -33 for each in depth)
    assert 0.8 < overdue[0] < 1.2
    assert 1.7 < overdue[1] < 2.3
    assert after[0] > 105
    assert after[1] < 92


@claim
def online_goes_on_when_the_shops_have_closed(first):
    hours = first["hours"]
    return {"online": hours["Online"].loc[21:].sum(), "offline": hours["Offline"].loc[21:].sum(), "late": first["late"]}


@claim.holds
def _(online, offline, late):
    assert online > 2 * offline
    assert 0.1 < late < 0.2
