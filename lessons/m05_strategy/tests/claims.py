"""What the lessons m05 say in words is what their own code finds, also on banks of other seeds."""

from math import hypot

from twinline.measure.claims import Claims

claim = Claims(skip={"waterfall"})


@claim
def half_of_the_sleeping_look_in_and_most_never_used_the_card(first):
    signs = first["signs"]
    return {
        "opened": signs["Opened the app in 3 months"],
        "unused": signs["Never used the card at all"],
        "refused": signs["Has refused calls"],
    }


@claim.holds
def _(opened, unused, refused):
    assert 0.4 < opened < 0.6
    assert unused > 0.5
    assert refused < 0.1


@claim
def four_arms_of_600_are_enough_and_there_are_customers_for_them(first):
    return {"for_6": first["sizes"][6], "for_4": first["sizes"][4], "asleep": len(first["asleep"])}


@claim.holds
def _(for_6, for_4, asleep):
    assert for_6 <= 600 < for_4
    assert 2_800 < asleep < 3_200


@claim
def the_voucher_wakes_most_and_a_bigger_card_hardly_anybody(first):
    gain, error = first["effects"]["difference"], first["effects"]["error"]
    return {name: [gain[name], error[name]] for name in ("benefit", "activity", "product")}


@claim.holds
def _(benefit, activity, product):
    assert benefit[0] > 2.39 * benefit[1]
    assert benefit[0] > activity[0] > product[0]
    assert product[0] < 2.39 * product[1]


@claim
def much_of_the_response_comes_without_a_hook(first):
    bought = first["trial"].data.groupby("arm")["bought"].mean()
    return {"alone": bought["alone"], "benefit": bought["benefit"]}


@claim.holds
def _(alone, benefit):
    assert alone > 0.25 * benefit


@claim
def looking_every_week_lets_a_useless_hook_win_one_time_in_five(first):
    often, once = first["false_win"].iloc[-1]
    return {"often": often, "once": once}


@claim.holds
def _(often, once):
    assert 17 < often < 27
    assert once < 7


@claim
def on_a_random_list_more_calls_keep_no_more(first):
    return {"in_errors": first["change"] / first["error"]}


@claim.holds
def _(in_errors):
    assert max(in_errors) <= 2.39


@claim
def every_call_raises_reach_and_cost(first):
    reached, cost, complaints = (first["side"].iloc[:, place] for place in range(3))
    return {"reached": reached, "cost": cost, "complaints": complaints}


@claim.holds
def _(reached, cost, complaints):
    assert reached[0] < reached[1] < reached[2]
    assert cost[0] < cost[1] < cost[2]
    assert complaints[2] > complaints[0]


@claim
def the_last_texts_eat_up_what_the_first_earned_and_volume_all_of_it(first):
    earned, texted = first["profit"].iloc[:, 0], first["texted"]
    return {
        "first_text": earned[1],
        "with_volume": texted[1].profit,
        "sixth": earned[6],
        "most": earned.max(),
        "complaints": [texted[number].complaints for number in (1, 2, 6)],
    }


@claim.holds
def _(first_text, with_volume, sixth, most, complaints):
    assert first_text > 0 > sixth
    assert with_volume < 0
    assert sixth < most / 2
    assert complaints[2] > 2 * complaints[1] > 4 * complaints[0]


@claim
def the_next_yuan_belongs_to_those_who_asked(first):
    asked, others = first["earned"].iloc[-1]
    steps = first["earned"].iloc[:, 0].diff() / first["earned"].index.to_series().diff()
    return {"asked": asked, "others": others, "first_yuan": steps.iloc[1], "last_yuan": steps.iloc[-1]}


@claim.holds
def _(asked, others, first_yuan, last_yuan):
    assert asked > 50
    assert others < -50
    assert first_yuan > last_yuan


@claim
def the_truth_calls_keep_the_persuadable_and_drive_sleeping_dogs_off(first):
    kinds = first["by_type"]
    return {
        "persuadable": kinds.loc["two_waves", "persuadable"],
        "loyal": kinds.loc["three_waves", "loyal"],
        "sleeping_dogs": kinds.loc[["one_wave", "three_waves"], "sleeping_dog"],
    }


@claim.holds
def _(persuadable, loyal, sleeping_dogs):
    assert persuadable > 0
    assert abs(loyal) < 3
    assert 0 > sleeping_dogs[0] > sleeping_dogs[1]


@claim
def the_events_that_matter_most_are_the_rarest(second):
    counts = second["counts"]
    return {
        "three_kinds": counts.iloc[:3].sum(),
        "least_other": counts.iloc[3:].min(),
        "rarest_source": second["sources"].idxmin(),
    }


@claim.holds
def _(three_kinds, least_other, rarest_source):
    assert three_kinds < least_other
    assert rarest_source == "Calls and chats"


@claim
def nobody_changed_the_phone_and_some_named_other_banks(second):
    return {"two_phones": (second["devices"] > 1).sum(), "rivals": second["rivals"].sum()}


@claim.holds
def _(two_phones, rivals):
    assert two_phones == 0
    assert rivals > 20


@claim
def a_month_comes_down_to_some_hundred_urgent_moments_and_a_dozen_calls_a_day(second):
    return {"urgent": second["left"].iloc[-1], "a_day": second["a_day"].mean()}


@claim.holds
def _(urgent, a_day):
    assert 500 < urgent < 1_000
    assert 8 < a_day < 16


@claim
def the_call_soon_after_the_question_earns_most(second):
    now, listed, late = second["timing"].values()
    return {"profit": [now.profit, listed.profit, late.profit], "errors": [now.error, late.error]}


@claim.holds
def _(profit, errors):
    now, listed, late = profit
    assert now > listed
    assert now - late > 1.96 * hypot(*errors)


@claim
def for_those_who_asked_a_second_wave_pays_and_a_text_is_cheapest(second):
    text, call, mixed, _, twice = second["played"].values()
    return {
        "profit": [text.profit, call.profit, twice.profit],
        "cost": [text.cost, call.cost, twice.cost],
        "mixed_cost": mixed.cost,
        "errors": [twice.error, call.error],
    }


@claim.holds
def _(profit, cost, mixed_cost, errors):
    text, call, twice = (earned / spent for earned, spent in zip(profit, cost, strict=True))
    # On each of the banks; the errors are those of either plan, and in a future both have the same luck.
    assert profit[2] > 1.1 * profit[1]
    assert text > call > twice
    assert mixed_cost < 0.95 * cost[1]


@claim
def the_campaign_beats_one_text_to_all(second):
    return {"campaign": second["score"].profit, "plain": second["plain"].profit}


@claim.holds
def _(campaign, plain):
    assert campaign > plain


@claim
def round_two_costs_less_and_earns_about_as_much(second):
    again, new = second["second"].values()
    return {"cost": [again.cost, new.cost], "profit": [again.profit, new.profit], "errors": [again.error, new.error]}


@claim.holds
def _(cost, profit, errors):
    assert cost[1] < 0.95 * cost[0]
    assert abs(profit[1] - profit[0]) < 2.5 * hypot(*errors)
