"""The autopsy of a regret: its parts add up to the gap, and a fault that was planted is where it looks for it."""

from dataclasses import replace

import numpy as np
import pytest

import twinline as tw
from generators import parameters as p
from generators.errors import BilingualError
from generators.rows import take
from generators.twin.run import Plan, Twin
from twinline.pictures.style import collected
from twinline.twin.allowed import Allowed
from twinline.twin.bank import Bank
from twinline.twin.observed import Observed
from twinline.twin.plan_table import table_of
from twinline.twin.references import REFERENCES
from twinline.twin.result import Result

FUTURES, MONTHS, MOST = 4, 6, 120
CHOICES = {"whom", "timing", "channel", "offer"}


@pytest.fixture(scope="module")
def best(bank):
    """The best observable policy's futures."""
    return [REFERENCES["observable"].play(bank.twin, MOST, MONTHS, future)[1] for future in range(1, FUTURES + 1)]


def others(plan, twin):
    """As many contacts of the same kind, with other customers: the lot says which."""
    seen = Observed.of(twin)
    rng = np.random.default_rng(1)
    rows = plan.row.copy()
    for row in np.unique(plan.row):
        mine = plan.row == row
        ways = {
            (p.CHANNEL_NAMES[way], p.ACTION_NAMES[offer])
            for way, offer in zip(plan.channel[mine], plan.offer[mine], strict=True)
        }
        may = seen.rows[np.all([seen.may_be(way) for way in ways], axis=0)]
        free = np.setdiff1d(may, np.union1d(plan.row, rows))
        if len(free):  # of those who may get a service fix there are few
            rows[mine] = rng.choice(free)
    return replace(plan, row=rows)


FAULTS = {
    "whom": others,
    "timing": lambda plan, twin: plan.of(0),
    "channel": lambda plan, twin: replace(plan, channel=np.full_like(plan.channel, p.CHANNEL_NAMES.index("sms"))),
    "offer": lambda plan, twin: replace(plan, offer=np.full_like(plan.offer, p.ACTION_NAMES.index("reminder"))),
}


def explained(autopsy):
    return sum(part.value for part in autopsy.parts.values())


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_single_fault_gets_four_fifths_of_the_gap(bank, best, fault):
    twin = bank.twin
    plans = [FAULTS[fault](plan, twin) for plan in best]
    pairs = [twin.run(plan, MONTHS, future) for future, plan in enumerate(plans, 1)]
    autopsy = Result(twin, "planted", None, MONTHS, tuple(pairs), tuple(plans), 0.0, MOST).autopsy()
    assert set(autopsy.parts) == CHOICES  # a policy that is asked each month could have known what the best one knew
    assert autopsy.gap.value > 0
    assert autopsy.parts[fault].value >= 0.8 * autopsy.gap.value
    assert explained(autopsy) == pytest.approx(autopsy.gap.value)


def planned_at_once(best, twin):
    """The contacts that the best policy makes in half of the futures or more, as far as the first morning allows them."""
    listed = np.concatenate([np.column_stack([plan.row, plan.month, plan.channel, plan.offer]) for plan in best])
    contacts, times = np.unique(listed, axis=0, return_counts=True)
    usual = contacts[times >= len(best) / 2]
    _, first = np.unique(usual[:, :2], axis=0, return_index=True)
    plan = Plan(*usual[first].T)
    return take(plan, np.flatnonzero(Allowed(twin).each(plan.row, plan.channel, plan.offer)))


@pytest.mark.parametrize("fault", ["whom", "offer"])
def test_in_a_table_it_gets_four_fifths_of_what_could_be_known(bank, best, fault):
    twin = bank.twin
    planted = FAULTS[fault](planned_at_once(best, twin), twin)
    result = Bank(twin).run(table_of(planted), months=MONTHS, futures=FUTURES, name="planted")
    autopsy = replace(result, contact_limit=MOST).autopsy()
    assert set(autopsy.parts) == {*CHOICES, "unknowable"}
    known = autopsy.gap.value - autopsy.parts["unknowable"].value
    assert autopsy.parts[fault].value >= 0.8 * known > 0
    assert explained(autopsy) == pytest.approx(autopsy.gap.value)


@pytest.fixture(scope="module")
def played(bank, seen):
    """A pilot, then a round with two waves: the bank after it."""
    design = tw.Pilot(arms={"control": None, "sms": ("sms", "voucher")}, size=40, months=1)
    mine = Bank(Twin(bank.twin.now)).pilot(design).bank
    calls = tw.segment(mine.observed(), "not call_opt_out").cap(60, by="margin_12m").action("call", "voucher").waves(2)
    return mine.advance(mine.run(calls, months=MONTHS, futures=FUTURES, name="two waves"))


def test_the_parts_add_up_on_the_mean_in_one_future_and_in_what_happened(played):
    (done,) = played.log
    result = done.result
    mean, one, happened = result.autopsy(), result.autopsy(future=2), done.autopsy()
    for autopsy in (mean, one, happened):
        assert explained(autopsy) == pytest.approx(autopsy.gap.value)
        assert autopsy.parts["pilot"].value == pytest.approx(result.charge)
    assert "luck" not in mean.parts
    assert mean.mine == pytest.approx(result.score(references=False).profit)
    assert mean.mine + mean.gap.value == pytest.approx(mean.best)
    assert one.mine == pytest.approx(result.by_future.profit[2])
    assert happened.mine == pytest.approx(done.happened.profit)
    gaps = [result.autopsy(future=future).gap.value for future in range(1, FUTURES + 1)]
    assert np.mean(gaps) == pytest.approx(mean.gap.value)
    lucks = [result.autopsy(future=future).parts["luck"].value for future in range(1, FUTURES + 1)]
    assert sum(lucks) == pytest.approx(0, abs=1e-6)


def test_the_best_policy_itself_has_nothing_to_regret(bank, best):
    pairs = [bank.twin.run(plan, MONTHS, future) for future, plan in enumerate(best, 1)]
    autopsy = Result(bank.twin, "mine", None, MONTHS, tuple(pairs), tuple(best), 0.0, MOST).autopsy()
    assert autopsy.gap.value == pytest.approx(0, abs=1e-6)
    assert explained(autopsy) == pytest.approx(0, abs=1e-6)
    assert "nothing to explain" in autopsy.finding()


def test_doing_nothing_is_a_matter_of_whom(bank):
    result = replace(Bank(bank.twin).run(None, months=MONTHS, futures=FUTURES), contact_limit=MOST)
    autopsy = result.autopsy()
    known = autopsy.gap.value - autopsy.parts["unknowable"].value
    assert autopsy.parts["whom"].value == pytest.approx(known)


@pytest.mark.parametrize(
    ("language", "words", "alt"),
    [
        ("en", ("Whom, and how many", "Luck", "Offer", "95 % interval"), "From the strategy to the best"),
        ("zh", ("找谁、找多少人", "运气", "权益", "95% 区间"), "从策略到最优"),
    ],
)
def test_it_shows_itself_in_both_languages(played, language, words, alt):
    tw.setup(language)
    autopsy = played.log[0].autopsy()
    assert all(word in autopsy._repr_html_() for word in words)
    assert all(word in repr(autopsy) for word in words)
    with collected() as shown:
        autopsy.plot()
    assert alt in shown[0].split('alt="')[1].split('"')[0]


def test_what_cannot_be_told_is_refused(bank):
    result = Bank(bank.twin).run(None, months=1, futures=1)
    with pytest.raises(BilingualError, match="over 4 futures or more; this result has 1"):
        result.autopsy()
    with pytest.raises(BilingualError, match="this result has futures 1 to 1"):
        result.autopsy(future=2)


# --- orders -----------------------------------------------------------------------------------------------------------


def monthly(observed, month, budget):
    return tw.segment(observed, "enquired_1m and not call_opt_out").cap(20).action("call", "voucher")


@pytest.mark.parametrize("kind", ["table", "function"])
def test_a_control_group_and_a_pilot_beside_it_are_parts_of_an_orders_gap(bank, seen, kind):
    calls = tw.segment(seen, "not call_opt_out").cap(80, by="margin_12m").action("call", "voucher")
    strategy = calls if kind == "table" else monthly
    pilot = tw.Pilot({"alone": None, "text": ("sms", "voucher")}, size=60)
    mine = Bank(Twin(bank.twin.now))
    ordered = mine.run(tw.Order(strategy, control=0.4, pilot=pilot), months=MONTHS, futures=FUTURES)
    plain = mine.run(strategy, months=MONTHS, futures=FUTURES)
    autopsy, alone = (replace(result, contact_limit=MOST).autopsy() for result in (ordered, plain))
    assert explained(autopsy) == pytest.approx(autopsy.gap.value)
    assert {"control", "beside"} <= set(autopsy.parts)
    lot = autopsy.parts["control"].value + autopsy.parts["beside"].value
    if kind == "table":  # the rest is what the strategy would have to regret by itself
        assert autopsy.gap.value - lot == pytest.approx(alone.gap.value)
        for part in ("whom", "timing", "channel", "offer", "unknowable"):
            assert autopsy.parts[part].value == pytest.approx(alone.parts[part].value)
    assert "Left alone as the control group" in repr(autopsy)
    assert not {"control", "beside"} & set(alone.parts)


def test_an_action_with_rules_of_its_own_is_swapped_to_those_alone_who_may_have_it(bank, seen):
    may = seen["activated"] & (seen["bucket"] == 0) & (seen["tenure_months"] >= 12) & ~seen["sms_opt_out"]
    rises = tw.segment(seen, may & ~seen["customer_id"].isin(bank.limit_raised)).cap(40)
    result = Bank(bank.twin).run(rises.action("sms", "limit_rise"), months=MONTHS, futures=FUTURES)
    autopsy = replace(result, contact_limit=MOST).autopsy()
    assert explained(autopsy) == pytest.approx(autopsy.gap.value)


def test_a_round_that_buys_cards_has_no_autopsy(bank):
    buying = Bank(Twin(bank.twin.now)).acquire({("referral", "friends_link"): 2_000})
    with pytest.raises(BilingualError, match="not like with like"):
        buying.run(None, months=1, futures=FUTURES).autopsy()
