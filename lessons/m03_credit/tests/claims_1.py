"""What lesson 1 of m03 says in words is what its own code finds, also on banks of five other seeds."""

from twinline.measure.claims import Claims

claim = Claims(skip={"radar-live", "bins-live"})


@claim
def some_five_in_a_hundred_new_cards_go_bad(first):
    return {"bad": first["share"], "declined": len(first["declined"]), "cards": len(first["cards"])}


@claim.holds
def _(bad, declined, cards):
    assert 4 < bad < 6.5
    assert 700 < declined < 1_100
    assert cards > 4_000


@claim
def one_applicant_in_six_is_turned_away(first):
    decided = first["tw"].load("application_scores", columns=["approved"])
    return {"declined": 1 - decided["approved"].mean()}


@claim.holds
def _(declined):
    assert 0.14 < declined < 0.20


@claim
def two_corners_rank_somewhat_and_three_hardly(first):
    return {"auc": first["found"]["auc"]}


@claim.holds
def _(auc):
    assert min(auc[:2]) > 0.6
    assert max(auc[2:]) < 0.59


@claim
def what_came_after_is_high_on_the_list_and_connections_are_not(first):
    kinds = first["kinds"].set_index("Column")["IV"]
    return {
        "used": kinds["After: how full the card was in its first year"],
        "rank": list(kinds.index).index("After: how full the card was in its first year"),
        "connections": kinds["Ties: connections"],
        "score": kinds["Credit record: bureau score"],
    }


@claim.holds
def _(used, rank, connections, score):
    assert used > 0.2
    assert rank < 3
    assert connections < 0.12
    assert score > 2.5 * connections


@claim
def the_score_s_bins_run_one_way(first):
    scorecard, earlier = first["scorecard"], first["earlier"]
    bins = scorecard.woe_table(scorecard.cut(earlier["score"], [600, 640, 680, 720]), earlier["bad"])
    return {"rates": bins["bad_rate"]}


@claim.holds
def _(rates):
    assert rates == sorted(rates, reverse=True)


@claim
def the_three_scores_rank_later_cards_and_ours_is_no_better(first):
    ranked, (bureau, own) = first["ranked"], first["gains"].values()
    return {"auc": ranked["auc"], "ks": ranked["ks"], "gain": [bureau[0], own[0]], "width": [bureau[1], own[1]]}


@claim.holds
def _(auc, ks, gain, width):
    assert min(auc) > 0.64
    assert min(ks) > 0.25
    assert all(one <= 1.96 * error for one, error in zip(gain, width, strict=True))  # nobody may write “our model wins”


@claim
def the_order_holds_and_the_level_is_off_by_some_points(first):
    bands = first["bands"]
    return {"forecast": bands["forecast"], "happened": bands["happened"]}


@claim.holds
def _(forecast, happened):
    assert happened[-1] > 3 * happened[0]
    assert min(happened[3:]) > max(happened[:2])
    assert all(abs(one - other) < 0.06 for one, other in zip(forecast, happened, strict=True))


@claim
def the_leak_lifts_the_auc(first):
    return {"auc": first["auc"], "leaky": first["leaky_auc"]}


@claim.holds
def _(auc, leaky):
    assert auc + 0.015 < leaky < auc + 0.12


@claim
def the_two_worst_grades_make_most_of_the_losses(first):
    return {"shares": first["lost_share"], "limits": first["by_grade"]["limit"]}


@claim.holds
def _(shares, limits):
    assert sum(shares[3:]) > 50
    assert limits[0] > limits[-1]


@claim
def calling_all_declined_bad_trebles_them_and_the_card_as_it_is_comes_near(first):
    approved, as_it_is, all_bad, truth = first["said"]
    return {"approved": approved, "as_it_is": as_it_is, "all_bad": all_bad, "truth": truth}


@claim.holds
def _(approved, as_it_is, all_bad, truth):
    assert 2.8 * truth < all_bad < 4.6 * truth
    assert approved < truth < 2 * approved
    assert 0.06 < as_it_is < 0.09
    assert abs(as_it_is - truth) < 0.02


@claim
def worse_ones_were_approved_than_many_who_were_declined(first):
    worst, better = first["swapped"]
    return {"worst_fifth": worst, "better_half": better}


@claim.holds
def _(worst_fifth, better_half):
    assert worst_fifth > 1.3 * better_half
