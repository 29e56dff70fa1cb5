"""Running strategies: forms agree, what is wrong is said before anything is run, the score adds up, rounds go on."""

import numpy as np
import pandas as pd
import pytest
import scipy.stats

import twinline as tw
from generators import parameters as p
from generators.errors import BilingualError
from generators.twin.run import Twin
from generators.twin.scenario import Ban, Scenario
from twinline.pictures.style import collected
from twinline.twin.bank import Bank
from twinline.twin.planned import available_hours
from twinline.twin.problems import StrategyError

FUTURES = 3


@pytest.fixture(scope="module")
def calls(seen):
    quiet = tw.segment(seen, "not call_opt_out and not sms_opt_out").cap(150, by="margin_12m")
    return quiet.action("call", "voucher").waves(2, channels=("call", "sms"))


@pytest.fixture(scope="module")
def result(bank, calls):
    return bank.run(calls, futures=FUTURES, name="two waves")


def game(bank, **rules):
    return Bank(Twin(bank.twin.now, Scenario(**rules)))


# --- helpers ----------------------------------------------------------------------------------------------------------


def test_helpers_compose(seen):
    lively = tw.segment(seen, seen.app_user & (seen.spend_3m > 0))
    assert set(lively.customers.app_user) == {True}
    assert len(lively) == 0
    plan = lively.action("app_push", "points_gift", hypothesis="they look").cap(share=0.5, by="visits_3m")
    assert len(plan) == len(lively.customers) // 2
    assert plan.customers.visits_3m.min() >= lively.customers.visits_3m.median() - 1
    waves = plan.waves(3, every=2, channels=("app_push", "sms"))
    assert waves.table.groupby("wave").month.unique().explode().to_dict() == {1: 1, 2: 3, 3: 5}
    assert waves.table.groupby("wave").channel.unique().explode().to_dict() == {1: "app_push", 2: "sms", 3: "app_push"}
    both = plan + tw.segment(seen, "~app_user").action("sms", month=2)
    assert set(both.table.month) == {1, 2}
    assert len(plan.cap(budget=100, cost=3.0)) == 33
    assert tw.segment(seen).action("call", by_manager=True).table.manager_id.notna().any()


def test_a_condition_that_does_not_work_says_so(seen):
    with pytest.raises(BilingualError, match="condition 'spent > 3' does not work"):
        tw.segment(seen, "spent > 3")
    with pytest.raises(BilingualError, match="no such column"):
        tw.segment(seen).cap(3, by="love")


# --- checks -----------------------------------------------------------------------------------------------------------


def one(seen, **changes):
    """A table of one good contact, changed."""
    good = seen[~seen.call_opt_out & ~seen.sms_opt_out].iloc[0]
    return pd.DataFrame(
        [{"customer_id": good.customer_id, "month": 1, "channel": "sms", "offer": "reminder", **changes}]
    )


def first(seen, query):
    return int(seen.query(query).customer_id.iloc[0])


def closed(bank):
    now = bank.twin.now
    return int(now.population.customer_id[~now.state.open & (now.population.open_month < 10)][0])


@pytest.mark.parametrize(
    ("code", "table", "en", "zh"),
    [
        (
            "unknown",
            lambda bank, seen: one(seen, customer_id=5),
            "1 row(s) name customers that the bank does not have.",
            "客户号不存在",
        ),
        (
            "unknown",
            lambda bank, seen: one(seen, customer_id="x"),
            "1 row(s) name customers that the bank does not have.",
            "客户号不存在",
        ),
        ("closed", lambda bank, seen: one(seen, customer_id=closed(bank)), "have closed their account", "已经销户"),
        ("month", lambda bank, seen: one(seen, month=7), "the plan's months are 1 to 6", "计划月份为 1 到 6"),
        ("month", lambda bank, seen: one(seen, month=1.5), "the plan's months are 1 to 6", "计划月份为 1 到 6"),
        (
            "channel",
            lambda bank, seen: one(seen, channel="fax"),
            "choose from sms, app_push, wecom, call, branch",
            "1 行的渠道不存在",
        ),
        (
            "offer",
            lambda bank, seen: one(seen, offer="gold"),
            "choose from reminder, points_gift, voucher",
            "1 行的权益不存在",
        ),
        (
            "duplicate",
            lambda bank, seen: pd.concat([one(seen), one(seen, channel="call")]),
            "2 row(s) contact a customer more than once",
            "重复触达",
        ),
        (
            "opt_out_call",
            lambda bank, seen: one(seen, customer_id=first(seen, "call_opt_out"), channel="call"),
            "by Phone call who have opted out",
            "拒收“电话”",
        ),
        (
            "opt_out_sms",
            lambda bank, seen: one(seen, customer_id=first(seen, "sms_opt_out")),
            "by SMS who have opted out",
            "拒收“短信”",
        ),
        (
            "no_friend",
            lambda bank, seen: one(seen, customer_id=first(seen, "~wecom_friend"), channel="wecom"),
            "not the manager's friends",
            "非企微好友",
        ),
        (
            "no_app",
            lambda bank, seen: one(seen, customer_id=first(seen, "~app_user"), channel="app_push"),
            "do not use the app",
            "未使用手机银行",
        ),
        ("manager", lambda bank, seen: one(seen, manager_id=3), "name managers that there are not", "客户经理不存在"),
        ("columns", lambda bank, seen: one(seen).drop(columns="offer"), "lacks the column(s) offer", "缺少字段 offer"),
    ],
)
def test_what_is_wrong_is_named_with_its_rows(bank, seen, code, table, en, zh):
    with pytest.raises(StrategyError) as error:
        bank.run(table(bank, seen))
    assert [problem.code for problem in error.value.problems] == [code]
    assert en in error.value.en
    assert zh in error.value.zh
    assert str(error.value).startswith("The strategy cannot be run: 1 problem(s). Nothing was run.")
    assert en.split("(")[0].split("'")[0] in error.value._repr_html_()


def test_everything_wrong_is_listed_at_once(bank, seen):
    whole = pd.concat(
        [one(seen, month=9), one(seen, channel="fax"), one(seen, customer_id=1), one(seen, customer_id=2)]
    )
    found = bank.check(whole)
    assert not found.ok
    assert {problem.code: problem.count for problem in found.problems} == {"unknown": 2, "month": 1, "channel": 1}
    assert found.problems[0].examples.customer_id.tolist() == [1, 2]
    assert all(result.pairs for result in bank.tried)


def test_budget_customers_and_hours_are_limits(bank, seen):
    everyone = tw.segment(seen, "not call_opt_out").action("call", "voucher")
    for rules, code, text in (
        ({"budget": 500.0}, "budget", "above the budget of 500"),
        ({"share": 0.1}, "customers", f"this round allows {len(seen) // 10:,}"),
        ({"hours": 20.0}, "hours", "Month 1 needs"),
    ):
        strict = game(bank, **rules)
        with pytest.raises(StrategyError) as error:
            strict.run(everyone)
        assert [problem.code for problem in error.value.problems] == [code]
        assert text in error.value.en
        assert strict.tried == ()
    found = bank.check(everyone)
    assert found.ok
    assert found.hours == pytest.approx(len(everyone) * 8 / 60)
    assert found.cost > 6 * len(everyone)
    assert available_hours(bank.twin) > 1_000


def test_a_managers_own_capacity_is_a_limit(bank, seen):
    mine = seen[~seen.call_opt_out].head(250)
    table = tw.segment(mine).action("call").table.assign(manager_id=80_001)
    with pytest.raises(StrategyError) as error:
        bank.run(table)
    assert [problem.code for problem in error.value.problems] == ["capacity"]


def test_a_scenario_may_forbid_contacts(bank, seen):
    ban = Ban("call", "enquiries_12m > 0", "no calls after an enquiry.", "咨询后不得外呼。", first=2)
    strict = game(bank, bans=(ban,))
    asked = tw.segment(seen, "enquiries_12m > 0 and not call_opt_out")
    assert strict.check(asked.action("call", month=1)).ok
    (problem,) = strict.check(asked.action("call", month=2)).problems
    assert (problem.code, problem.count) == ("ban", len(asked.customers))


# --- runs and scores --------------------------------------------------------------------------------------------------


def test_doing_nothing_scores_nothing(bank):
    score = bank.run(None, futures=FUTURES).score(references=False)
    assert (score.profit, score.error, score.cost, score.roi) == (0, 0, 0, None)
    assert score.lines == {}


def test_the_score_adds_up(bank, result):
    score = result.score(references=False)
    *steps, (last, profit) = score.waterfall
    assert last == "profit"
    assert profit == score.profit == pytest.approx(sum(value for _, value in steps))
    assert score.cost == pytest.approx(sum(score.lines.values()))
    assert score.cost == pytest.approx(
        -sum(
            value
            for code, value in steps
            if code in ("contacts", "offers", "complaints", "unsubscribes", "friends", "volume")
        )
    )
    assert score.profit == pytest.approx(result.by_future.profit.mean())
    assert score.error == pytest.approx(result.by_future.profit.std() / np.sqrt(FUTURES))
    low, high = scipy.stats.t.interval(0.95, FUTURES - 1, result.by_future.profit.mean(), score.error)
    assert score.interval == pytest.approx((low, high))
    assert score.roi == pytest.approx(score.profit / score.cost)
    assert score.lines["contact.call"] == pytest.approx(
        6 * result.by_future.contacts.mean() - 120 * score.lines["contact.sms"]
    )
    assert result.outcomes.gain.sum() == pytest.approx(score.profit, abs=len(result.outcomes) * 0.01)
    assert result.outcomes.cost.sum() == pytest.approx(score.cost, abs=len(result.outcomes) * 0.01)


def test_the_outcomes_have_a_row_a_customer_and_only_the_touched_differ(bank, seen, result, calls):
    table = result.outcomes
    assert table.customer_id.tolist() == seen.customer_id.tolist()
    rows = bank.twin.reached(calls.customers.customer_id.to_numpy() - p.FIRST_CUSTOMER_ID)
    others = table[~table.customer_id.isin(rows + p.FIRST_CUSTOMER_ID)]
    assert len(others) > 500
    assert (others.gain == 0).all()
    assert (others.contacts == 0).all()
    assert (table.gain != 0).sum() > 100
    assert tw.readable(table).columns[-1] == "Driven off"


def test_truth_stays_out_of_the_outcomes(result):
    assert not {"latent_type", "leaving"} & set(result.outcomes.columns)


def test_a_table_and_a_policy_agree(bank, calls, result):
    table = calls.table

    def policy(observed, month, budget):
        assert budget is None
        mine = table[table.month == month]
        return mine[mine.customer_id.isin(observed.customer_id)]

    told = bank.run(policy, futures=FUTURES)
    assert told.name == "policy"
    assert told.by_future.profit.tolist() == pytest.approx(result.by_future.profit.tolist())
    assert told.score(references=False).cost == pytest.approx(result.score(references=False).cost)


@pytest.mark.parametrize(
    ("language", "words", "alt"),
    [
        ("en", ("Incremental profit", "Phone call", "Score"), "True increment"),
        ("zh", ("增量利润", "电话", "成绩单"), "真实增量"),
    ],
)
def test_a_result_shows_itself_in_both_languages(result, language, words, alt):
    tw.setup(language)
    assert all(word in result._repr_html_() for word in words)
    assert words[0] in repr(result)
    with collected() as shown:
        result.plot()
    (picture,) = shown
    assert "data:image/png;base64," in picture
    assert alt in picture.split('alt="')[1].split('"')[0]


# --- rounds -----------------------------------------------------------------------------------------------------------


def test_rounds_go_on_from_what_happened(bank, seen, calls, result):
    later = bank.advance(result)
    assert (bank.month, later.month) == ("2026-01", "2026-07")
    assert bank.log == ()
    (done,) = later.log
    assert (done.number, done.result.name, done.month) == (1, "two waves", "2026-01")
    assert done.happened.futures == 1
    assert done.expected == result.score(references=False)
    book = later.observed().set_index("customer_id")
    called = book.index.intersection(calls.customers.customer_id)
    assert (book.contacts_12m[called] >= 1).all()
    rest = book.index.difference(calls.customers.customer_id)
    assert (book.contacts_3m[rest] == 0).all()  # the bank's old rules have stopped
    assert later.observed("2026-01").equals(seen)
    again = later.run(tw.segment(later.observed(), "not sms_opt_out").action("sms").cap(20), futures=1)
    assert len(later.advance(again).log) == 2
    with pytest.raises(BilingualError, match="another bank"):
        later.advance(result)


@pytest.mark.parametrize(("months", "futures"), [(0, 2), (6, 0), (99, 1), (2.5, 1)])
def test_impossible_lengths_are_refused(bank, months, futures):
    with pytest.raises(BilingualError, match="use a whole number from 1 to"):
        bank.run(None, months=months, futures=futures)
