"""What lesson 1 of m04 says in words is what its own code finds, also on banks of other seeds."""

from twinline.measure.claims import Claims

claim = Claims()


@claim
def service_speaks_of_the_fewest_customers(first):
    return {"fewest": first["share"].idxmin(), "share": first["share"].min()}


@claim.holds
def _(fewest, share):
    assert fewest == "Service data"
    assert share < 60


@claim
def one_in_seven_is_silent_and_most_of_them_buy(first):
    traces = first["traces"]
    return {"silent": traces["On none of these"], "most": traces.idxmax(), "buys": first["buys"]}


@claim.holds
def _(silent, most, buys):
    assert 12 < silent < 18
    assert most == "App"
    assert buys > 0.6


@claim
def lobby_and_friends_bring_users_and_checkouts_bring_forms(first):
    scenes = first["by_scene"]
    return {"order": scenes.index, "best": scenes.iloc[0], "last": scenes.iloc[-1]}


@claim.holds
def _(order, best, last):
    assert {"Bank lobby", "A friend's link"} <= set(order[:3])
    assert {"E-commerce checkout", "Fuel partner"} <= set(order[-4:])
    assert best - last > 8


@claim
def many_look_at_instalments_and_few_finish(first):
    look, click, finish = first["steps"]
    return {"look": look, "click": click, "finish": finish}


@claim.holds
def _(look, click, finish):
    assert look > click > 2 * finish
    assert 0.3 < finish / look < 0.37


@claim
def tags_cover_from_a_few_in_a_hundred_to_four_in_ten(first):
    coverage = first["coverage"]
    return {"least": coverage.idxmin(), "low": coverage.min(), "high": coverage.max()}


@claim.holds
def _(least, low, high):
    assert least == "Abnormal: overdue"
    assert low < 7
    assert 35 < high < 50


@claim
def the_employer_is_known_least_and_colleagues_are_guesses(first):
    held, guessed = first["held"], first["guessed"]
    return {
        "least": held.idxmin(),
        "employer": held.min(),
        "colleague": guessed["Colleague"],
        "family": guessed[["Spouse", "Parent and child"]],
    }


@claim.holds
def _(least, employer, colleague, family):
    assert least == "Basic: employer"
    assert 17 < employer < 27
    assert colleague > 65
    assert max(family) < 50


@claim
def meals_peak_at_noon_and_after_work_and_travel_in_the_evening(first):
    meals, travel = (first["by_hour"].iloc[:, place] for place in range(2))
    return {"meals": meals.nlargest(4).index, "travel": travel.idxmax()}


@claim.holds
def _(meals, travel):
    assert set(meals) <= {11, 12, 13, 17, 18, 19, 20}
    assert travel in (20, 21, 22)


@claim
def eating_out_and_travel_are_half_the_same_people(first):
    pairs = first["pairs"]
    return {"closest": pairs.index[0], "share": pairs.iloc[0], "least": pairs.iloc[-1]}


@claim.holds
def _(closest, share, least):
    assert closest == "Eats out and travels"
    assert 45 < share < 65
    assert least < 20


@claim
def a_tag_over_three_months_is_stale_sooner(first):
    return {"three_months": first["still"]("eats_out")[-1], "a_year": first["still"]("traveller")[-1]}


@claim.holds
def _(three_months, a_year):
    assert three_months < a_year < 100


@claim
def paying_interest_is_worth_more_than_being_young(first):
    lift = first["lift"]
    return {
        "foremost": lift.iloc[0],
        "highest": lift.max(),
        "interest": lift["Pays interest"],
        "young": lift["Basic: under 30"],
        "overdue": lift["Abnormal: overdue"],
    }


@claim.holds
def _(foremost, highest, interest, young, overdue):
    assert foremost == highest < 1.7
    assert 1.4 < interest < 1.7
    assert young < 1.1
    assert overdue > 1.2


@claim
def the_best_tenth_holds_about_46_percent_of_value(first):
    return {"hindsight": first["hindsight"], "tenth": first["tenth"]}


@claim.holds
def _(hindsight, tenth):
    assert 0.43 < hindsight < 0.50
    assert tenth < hindsight


@claim
def text_is_refused_most(first):
    return {"most": first["said_no"].idxmax(), "kept": first["kept"].sum(), "asked_for": first["asked_for"].sum()}


@claim.holds
def _(most, kept, asked_for):
    assert most == "Text"
    assert kept < asked_for


@claim
def half_of_those_contacted_heard_from_two_campaigns_and_some_twice_in_a_month(first):
    two, three, close = first["history"]
    return {"two": two, "three": three, "close": close}


@claim.holds
def _(two, three, close):
    assert 0.45 < two < 0.65
    assert 0.12 < three < 0.27
    assert 0.14 < close < 0.19
