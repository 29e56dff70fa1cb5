"""The actions beside the offers of the history: who may get them, what they do, and that they touch nobody else."""

from dataclasses import fields

import numpy as np
import pytest

import twinline as tw
from generators import parameters as p
from generators.twin.outcomes import Outcome
from generators.twin.run import Plan
from twinline.base.text import use_language
from twinline.twin.pilot import Pilot
from twinline.twin.problems import StrategyError

NEW = p.ACTION_NAMES[len(p.OFFERS) :]
MONTHS = 3


def order(rows, name, channel="call", month=0):
    rows = np.asarray(rows, dtype=np.intp)
    codes = (
        np.full(len(rows), names.index(each)) for names, each in ((p.CHANNEL_NAMES, channel), (p.ACTION_NAMES, name))
    )
    return Plan(rows, np.full(len(rows), month), *codes)


def way(name):
    """A channel that carries an action."""
    action = p.ACTIONS[p.ACTION_NAMES.index(name)]
    return "call" if "call" in action.channels else action.channels[0]


def worlds(twin, rows, name, future=2):
    """The pages of the whole bank with an action ordered and without."""
    pages = []
    for plan in (order(rows, name, way(name)), Plan.nothing()):
        pages.append(twin.run_policy(lambda month, _, plan=plan: plan.of(month), MONTHS, future)[2])
    return pages


@pytest.fixture(scope="module")
def eligible(seen):
    """Customers who meet every action's condition."""
    ids = seen.query("activated and bucket == 0 and tenure_months >= 6 and wecom_friend").customer_id
    return ids.to_numpy() - p.FIRST_CUSTOMER_ID


@pytest.mark.parametrize("name", NEW)
def test_an_action_changes_those_who_get_it_and_those_whom_they_brought_alone(bank, eligible, name):
    twin, few = bank.twin, eligible[::7]
    plan = order(few, name, way(name))
    some = twin.run(plan, MONTHS, 4)
    whole, *_ = twin.run_policy(lambda month, _: plan.of(month), MONTHS, 4)
    others = np.setdiff1d(np.arange(len(twin.now)), some.rows)
    assert len(some.rows) < len(twin.now)
    for field in fields(Outcome):
        assert (
            getattr(whole.with_plan.take(others), field.name) == getattr(whole.without.take(others), field.name)
        ).all()
        assert (getattr(some.with_plan, field.name) == getattr(whole.with_plan.take(some.rows), field.name)).all()


def test_a_bigger_limit_goes_to_those_who_say_yes_from_the_next_month_on_and_once(bank, eligible):
    twin = bank.twin
    fresh = eligible[~twin.now.state.raised[eligible]]
    *_, state = twin.run_policy(lambda month, _: order(fresh, "limit_rise", month=month), MONTHS, 1)
    before = twin.now.state.limit_fen
    new = state.raised & ~twin.now.state.raised
    assert set(np.flatnonzero(new)) <= set(fresh)
    assert new[fresh].mean() > 0.3
    grown = np.flatnonzero(new & (state.product == twin.now.state.product))
    assert (state.limit_fen[grown] == -(-before[grown] * 122 // (100 * p.THOUSAND_YUAN)) * p.THOUSAND_YUAN).all()
    kept = fresh[~new[fresh] & (state.product == twin.now.state.product)[fresh]]
    assert (state.limit_fen[kept] == before[kept]).all()


def test_bigger_limits_work_in_opposite_ways_as_in_the_banks_own_trial(bank, eligible):
    """Of one chance to miss a bill and to leave: those who pay the minimum miss more, the others stay more."""
    style = bank.twin.now.population.pay_style
    asked = bank.twin.run(order(eligible, "limit_rise"), 12, 1)
    paid = style[asked.rows]
    gone = (asked.with_plan.open.astype(int) - asked.without.open)[paid != p.PAY_STYLES.index("minimum")]
    assert gone.sum() > 0
    late = [
        (bucket.bucket[eligible][style[eligible] == p.PAY_STYLES.index("minimum")] > 0).sum()
        for bucket in (pages[-1] for pages in worlds(bank.twin, eligible, "limit_rise"))
    ]
    assert late[0] > late[1]


def test_a_lower_price_sells_more_instalments_and_earns_less_on_each(bank, seen):
    rows = seen.query("activated and bucket == 0").customer_id.to_numpy() - p.FIRST_CUSTOMER_ID
    taken, fee = {}, {}
    for name in ("instalment", "instalment_70", "instalment_50"):
        pair, _, _, state = bank.twin.run_policy(lambda month, _, name=name: order(rows, name, month=month), MONTHS, 3)
        taken[name] = pair.with_plan.taken[:, p.ACTION_NAMES.index(name)].sum()
        began = state.plan_since >= bank.twin.now.month
        fee[name] = (state.plan_fee_fen[began] / np.maximum(state.unbilled_fen[began], 1)).mean()
    assert 0 < taken["instalment"] < taken["instalment_70"] < taken["instalment_50"]
    assert fee["instalment"] > fee["instalment_70"] > fee["instalment_50"]


def test_a_fix_takes_doubt_away_and_annoys_nobody(bank):
    twin = bank.twin
    doubtful = np.flatnonzero(twin.now.state.open & (twin.now.state.doubt > 0.5))
    fixed = twin.run(order(doubtful, "service_fix"), MONTHS, 1).with_plan
    sold = twin.run(order(doubtful, "fee_waiver"), MONTHS, 1).with_plan
    assert fixed.complaints.sum() == 0
    state = {}
    for name in ("service_fix", "reminder"):
        *_, state[name] = twin.run_policy(lambda month, _, name=name: order(doubtful, name).of(month), 1, 1)
    assert state["service_fix"].doubt[doubtful].sum() < state["reminder"].doubt[doubtful].sum()
    # What it costs is due for those whom it reached.
    made, reached = fixed.contacts.sum(), fixed.reached.sum()
    assert reached < made
    assert fixed.offer_cost.sum() == pytest.approx(reached * 18)
    assert sold.contact_cost.sum() == fixed.contact_cost.sum()


def test_a_message_of_the_rhythm_tires_and_does_not_sell(bank, eligible):
    twin = bank.twin
    pair, _, _, state = twin.run_policy(lambda month, _: order(eligible, "sop_message", "wecom", month), MONTHS, 1)
    assert pair.with_plan.redeemed.sum() == 0
    assert state.fatigue[eligible].mean() > 0.5
    dogs = twin.now.population.latent_type[eligible] == p.SLEEPING_DOG
    *_, sold = twin.run_policy(lambda month, _: order(eligible, "reminder", "wecom", month), MONTHS, 1)
    assert state.retention[eligible][dogs].mean() > sold.retention[eligible][dogs].mean()


@pytest.mark.parametrize(
    ("name", "channel", "where", "code", "says"),
    [
        ("limit_rise", "branch", "activated and bucket == 0 and tenure_months >= 6", "way_limit_rise", "SMS"),
        ("limit_rise", "call", "bucket > 0 and not call_opt_out", "for_limit_rise", "consent"),
        ("instalment", "call", "not activated and not call_opt_out", "for_instalment", "in use"),
        ("sop_message", "sms", "not sms_opt_out", "way_sop_message", "WeCom"),
        ("service_fix", "call", "not enquired_1m and complaints_12m == 0", "for_service_fix", "asked last month"),
    ],
)
def test_what_may_not_be_ordered_is_said_in_both_languages(bank, seen, name, channel, where, code, says):
    plan = tw.segment(seen, where).cap(20).action(channel, name)
    found = bank.check(plan).problems
    problem = next(each for each in found if each.code == code)
    assert says in problem.en
    assert f"（{name}）" in problem.zh
    with pytest.raises(StrategyError):
        bank.run(plan)


def test_nobody_is_asked_twice_for_a_bigger_limit(bank, seen):
    again = seen[seen.customer_id.isin(bank.limit_raised)].query("bucket == 0 and not call_opt_out")
    (problem,) = bank.check(tw.segment(again).action("call", "limit_rise")).problems
    assert problem.code == "again_limit_rise"
    assert "bank.limit_raised" in problem.en
    assert problem.count == len(again)


def test_a_fix_may_reach_whoever_refused_marketing(bank, seen):
    asked = tw.segment(seen, "call_opt_out and (enquired_1m or complaints_12m > 0)")
    assert len(asked.customers)
    assert bank.check(asked.action("call", "service_fix")).ok
    assert [each.code for each in bank.check(asked.action("call", "reminder")).problems] == ["opt_out_call"]


def test_a_pilot_draws_among_those_who_may_get_its_actions(bank, seen):
    design = Pilot({"alone": None, "rise": ("call", "limit_rise")}, size=60, outcome="spent", months=2)
    data = bank.pilot(design).data
    drawn = seen.set_index("customer_id").loc[data.customer_id]
    assert drawn.activated.all()
    assert (drawn.bucket == 0).all()


def test_costs_of_actions_have_their_lines_and_names_in_both_languages(bank, seen):
    plan = tw.segment(seen, "enquired_1m or complaints_12m > 0").action("call", "service_fix")
    score = bank.run(plan, months=2, futures=2).score(references=False)
    assert score.lines["offer.service_fix"] > 0
    assert sum(score.lines.values()) == pytest.approx(score.cost)
    shown = score.line_titles()["offer.service_fix"]
    use_language("zh")
    try:
        assert score.line_titles()["offer.service_fix"] != shown
    finally:
        use_language("en")


def test_every_action_that_asks_for_something_says_so_in_both_languages():
    for action in p.ACTIONS:
        assert bool(action.where) == bool(action.en) == bool(action.zh)
