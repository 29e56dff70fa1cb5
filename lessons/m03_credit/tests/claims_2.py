"""What lesson 2 of m03 says in words is what its own code finds, also on banks of five other seeds."""

from twinline.measure.claims import Claims

claim = Claims(skip={"curve-live"})


@claim
def among_those_who_were_not_asked_the_biggest_limits_go_bad_least(second):
    return {"bad": second["went_bad"]}


@claim.holds
def _(bad):
    assert bad[-1] == min(bad)
    assert bad[0] > 1.2 * bad[-1]


@claim
def asking_lifts_spending(second):
    return {"spent": second["spent"], "error": second["error"], "usual": second["usual"]}


@claim.holds
def _(spent, error, usual):
    assert spent > 1.96 * error
    assert spent < 0.25 * usual


@claim
def more_minimum_payers_go_bad_and_full_payers_stay(second):
    return {name: second[name][column] for name in ("bad", "lost") for column in ["change"]} | {
        "bad_error": second["bad"]["error"],
        "lost_error": second["lost"]["error"],
    }


@claim.holds
def _(bad, lost, bad_error, lost_error):
    full, part, minimum = bad
    assert 0.045 < minimum < 0.095
    assert minimum > 3 * bad_error[2]
    assert abs(full) < 0.02
    assert abs(part) < 0.03
    assert lost[0] < -3 * lost_error[0]
    assert lost[2] > lost_error[2]


@claim
def the_limits_of_the_three_groups_rise_alike(second):
    return {"rises": second["rises"]}


@claim.holds
def _(rises):
    assert all(0.22 <= rise < 0.28 for rise in rises)
    assert max(rises) - min(rises) < 0.03


@claim
def margin_rises_and_loss_rises_by_more_where_the_minimum_is_paid(second):
    yuan = second["yuan"]
    return {"margin": yuan["margin"], "loss": yuan["loss"], "profit": yuan["profit"]}


@claim.holds
def _(margin, loss, profit):
    assert margin[2] > 100
    assert loss[2] > 2 * margin[2]
    assert profit[2] == min(profit)
    assert profit[2] < -250


@claim
def full_payers_bring_little_margin(second):
    alone = second["alone"]
    return {name: alone.loc[alone["pays"] == name, "margin"].mean() for name in ("full", "minimum")}


@claim.holds
def _(full, minimum):
    assert full < 0.15 * minimum


@claim
def by_margin_one_would_ask_everybody_and_after_losses_that_costs(second):
    found = second["slider"].curves(second["trial"])
    return {"margin": found["margin"], "profit": found["profit"], "error": found["profit_error"]}


@claim.holds
def _(margin, profit, error):
    assert margin[-1] > 50
    assert profit[12] > -1.96 * error[12]
    assert profit[-1] < profit[12] - 80
    assert profit[-1] < 0


@claim
def a_higher_loss_given_default_lets_the_tail_fall_deeper(second):
    trial, curves = second["trial"], second["slider"].curves
    return {"mild": curves(trial, lgd=0.5)["profit"].iloc[-1], "harsh": curves(trial, lgd=1.0)["profit"].iloc[-1]}


@claim.holds
def _(mild, harsh):
    assert harsh < mild


@claim
def many_have_lines_above_a_year_s_income(second):
    return {"above": second["above"]}


@claim.holds
def _(above):
    assert min(above) > 12


@claim
def d_loses_more_than_its_margin_a_does_not_pay_its_operations_and_c_leaves_most(second):
    grades = second["grades"]
    names = ("left", "margin", "expected_loss", "pd", "needed", "earned", "n")
    return {name: grades[name] for name in names}


@claim.holds
def _(left, margin, expected_loss, pd, needed, earned, n):
    assert expected_loss[3] > margin[3]
    assert margin[0] > expected_loss[0]
    assert max(left[0], left[3]) < 0 < min(left[1:3])
    assert left[2] == max(left)
    assert margin[2] == max(margin)
    assert pd == sorted(pd)
    assert [need > got for need, got in zip(needed, earned, strict=True)] == [True, False, False, True]
    assert max(earned) < 0.165  # the list rate
    assert 1_000 < n[1] / 2 < 1_250  # half of grade B, by lot


@claim
def b_leaves_most_per_yuan_of_capital(second):
    return {"roe": second["table"]["roe"]}


@claim.holds
def _(roe):
    assert roe[1] == max(roe)
    assert roe[3] < 0


@claim
def no_employer_weighs_much_and_one_city_does(second):
    return {"shares": second["blocks"]["share"]}


@claim.holds
def _(shares):
    assert shares[2] < 3
    assert shares[0] > 15
