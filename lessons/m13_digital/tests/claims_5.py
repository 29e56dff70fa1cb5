"""What lesson 5 of m13 says in words is what its own code finds, also on banks of other seeds."""

from twinline.measure.claims import Claims

claim = Claims()


@claim
def one_queue_hands_on_next_to_nothing(fifth):
    by_queue = fifth["by_queue"]
    return {"last": by_queue.index[-1], "low": by_queue.iloc[-1], "next": by_queue.iloc[-2], "top": by_queue.iloc[0]}


@claim.holds
def _(last, low, next, top):
    assert "evening" in last.lower()
    assert low < 8
    assert 75 < next < top < 95


@claim
def the_link_is_worth_applications(fifth):
    return {"gap": fifth["gap"], "missed": fifth["missed"], "guessed": fifth["guessed"]}


@claim.holds
def _(gap, missed, guessed):
    assert gap > 0.05
    assert missed > 30
    assert guessed > 30


@claim
def we_are_the_ones_who_wait_and_one_device_loses_people(fifth):
    nodes = fifth["nodes"]
    return {
        "median": nodes.loc["decision", "median"],
        "slow": nodes.loc["decision", "slow"],
        "others": nodes.drop(index="decision")["slow"].max(),
        "device": fifth["by_device"].index[0],
        "ratio": fifth["by_device"].iloc[0] / fifth["by_device"].iloc[1],
        "person": fifth["slow"],
    }


@claim.holds
def _(median, slow, others, device, ratio, person):
    assert median < 30
    assert slow > 48 * 60 > 60 > others
    assert device == "iPhone"
    assert ratio > 1
    assert 0.15 < person < 0.45


@claim
def the_home_page_costs_most_waiting_though_the_mall_is_slowest(fifth):
    return {"most": fifth["in_hours"].index[0], "slowest": fifth["slowest"]}


@claim.holds
def _(most, slowest):
    assert most == "Home"
    assert slowest == "points_mall"


@claim
def for_all_loses_and_where_it_counts_does_better(fifth):
    return {"value": [float(yuan) for yuan in fifth["value"]], "error": [float(yuan) for yuan in fifth["spread"]]}


@claim.holds
def _(value, error):
    assert value[0] < 0
    assert value[1] > value[0] + 1


@claim
def noon_is_half_as_bad(fifth):
    hung_up = fifth["hung_up"].loc[[12, 13]].mean()
    return {
        "together": hung_up.iloc[0],
        "staggered": hung_up.iloc[1],
        "shifts": [[float(number) for number in shift] for shift in fifth["shifts"].values()],
        "offered": fifth["hung_up"].shape[0],
    }


@claim.holds
def _(together, staggered, shifts, offered):
    assert 0.3 < staggered / together < 0.7
    noon, edges, day = shifts
    assert noon[0] < -1.96 * noon[1]
    assert edges[0] > 0
    assert -2.5 < day[0] < 0.5
    assert offered > 8


@claim
def about_half_of_those_who_hang_up_called_at_noon(fifth):
    hung = fifth["by_hour"]["abandoned"].xs(False, level="staggered")
    return {"noon": hung.loc[[12, 13]].sum() / hung.sum()}


@claim.holds
def _(noon):
    assert 0.38 < noon < 0.62


@claim
def the_robot_errs_without_a_word(fifth):
    right, person, silent = fifth["told"]
    return {
        "right": right,
        "person": person,
        "silent": silent,
        "share": fifth["silent"] * fifth["WRONG"] / fifth["robot_cost"],
        "cheaper": fifth["robot_cost"] / fifth["human_cost"],
    }


@claim.holds
def _(right, person, silent, share, cheaper):
    assert cheaper < 0.5
    assert 45 < right < 60
    assert 10 < person < 22
    assert 25 < silent < 38
    assert share > 0.8
