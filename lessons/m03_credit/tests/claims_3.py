"""What lesson 3 of m03 says in words is what its own code finds, also on banks of five other seeds."""

from scipy.stats import poisson

from twinline.measure.claims import Claims
from twinline.modules.m03.capital import write_off_chance

claim = Claims()


@claim
def the_longer_overdue_the_surer_the_next_month(third):
    counts, shares = third["counts"], third["shares"]
    first = counts.loc[1].sum() / 23  # accounts a month
    return {"further": third["further"], "cured": shares.loc[1, 0], "fourth": shares.loc[4, 0], "first": first}


@claim.holds
def _(further, cured, fourth, first):
    assert 310 < first < 420
    assert further == sorted(further)
    assert 20 < further[0] < 30
    assert further[1] > 50
    assert 75 < write_off_chance(4) * 100 < 85
    assert 65 < cured < 77
    assert fourth < 20


@claim
def the_whole_looks_calm_and_one_channel_has_changed(third):
    return {"psi": third["channels"], "first": third["channels"].index[1]}


@claim.holds
def _(psi, first):
    assert first == "Mobile app"
    assert psi[0] < 0.10
    assert psi[1] > 0.25
    assert max(psi[2:]) < 0.10


@claim
def the_score_told_it_in_the_month_of_the_change(third):
    return {"app": third["monthly"].iloc[:, 0], "branch": third["monthly"].iloc[:, 1]}


@claim.holds
def _(app, branch):
    assert app[0] < 0.12
    assert app[1] > 0.3
    assert max(branch) < 0.2


@claim
def the_app_s_newer_cards_are_late_more_often_and_the_others_hardly_are(third):
    late = third["late"]
    return {"end": late.iloc[-1], "second": late.iloc[1]}


@claim.holds
def _(end, second):
    newer, older, other_newer, other_older = end
    assert newer > older + 4
    assert newer > 1.5 * other_newer
    assert abs(other_newer - other_older) < 2.5
    assert second[0] - second[1] < 2.5  # early on the difference hardly shows


@claim
def several_hundred_more_cards_were_out_within_half_a_year(third):
    births = third["births"]
    months = births["opened"].between("2024-09-01", "2025-02-01")
    return {"cards": ((births["channel"] == "app") & months).sum()}


@claim.holds
def _(cards):
    assert 350 < cards < 900


@claim
def with_a_sign_several_times_as_many_go_bad_and_a_second_adds_less(third):
    signs = third["signs"]
    return {
        "bad": third["lights"]["mean"],
        "red": third["lights"]["size"].iloc[2],
        "unseen": third["unseen"],
        "each": [signs.loc[signs[name], "bad"].mean() for name in ("missed", "full_up", "minimum")],
    }


@claim.holds
def _(bad, red, unseen, each):
    assert bad[0] < 0.02
    assert bad[1] > 2.5 * bad[0]
    assert 0 < bad[2] - bad[1] < bad[1] - bad[0]
    assert bad[2] < 0.10
    assert red > 1_500
    assert 0.1 < unseen < 0.4
    assert each[0] == max(each)


@claim
def fraud_is_rare_and_a_few_alerts_a_day_pay(third):
    desk = third["desk"]
    return {
        "rare": 1e5 * third["year"]["confirmed"].mean(),
        "chosen": third["chosen"],
        **{name: desk[name] for name in ("net", "precision", "stopped", "alerts")},
    }


@claim.holds
def _(rare, chosen, net, precision, stopped, alerts):
    assert rare < 60
    assert chosen < 10
    assert min(net[:2]) > 0
    assert max(net[4:]) < 0
    assert max(precision) < 0.10
    assert stopped == sorted(stopped)
    assert stopped[2] < 0.5  # most of the yuan is gone before anybody answers
    assert all(rang / 365 > a_day for rang, a_day in zip(alerts, (1, 2, 3, 5, 10, 20), strict=True))


@claim
def among_cards_that_never_pay_many_are_forged(third):
    every, never = third["found"]
    return {"every": every, "never": never, "flagged": len(third["flagged"])}


@claim.holds
def _(every, never, flagged):
    assert every < 1
    assert never > 20
    assert flagged < 40


@claim
def the_call_back_let_most_through_in_one_half_year(third):
    names = list(third["by_control"].index)
    events = third["events"]
    return {
        "first": names[0],
        "lead": third["by_control"].iloc[0] / third["by_control"].iloc[1],
        "weak": events["2024-10":"2025-03"].mean(),
        "else": events.drop(events["2024-10":"2025-03"].index).mean(),
        "extra": third["extra"],
        "chance": poisson.sf(4, third["usual"]),
        "alarm": f"{third['alarm']:%Y-%m}",
    }


@claim.holds
def _(first, lead, weak, extra, **rest):
    assert first == "Call-back before posting to a new address"
    assert lead > 1.3
    assert weak > 2.5 * rest["else"]
    assert rest["chance"] < 0.05
    assert rest["alarm"] <= "2024-12"
    assert extra > 300_000


@claim
def losses_noticed_late_are_no_dearer_than_the_others(third):
    return {"yuan": third["late_ones"], "events": third["late_events"]}


@claim.holds
def _(yuan, events):
    assert abs(yuan - events) < 0.12


@claim
def under_severe_stress_losses_exceed_margin_less_operations(third):
    stressed = third["stressed"]
    return {"losses": stressed.iloc[:3], "left": stressed.iloc[3]}


@claim.holds
def _(losses, left):
    assert losses == sorted(losses)
    assert losses[0] < left < losses[2]
