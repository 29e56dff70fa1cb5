"""`tw.check_policy`: a good policy has nothing to mend, and each mistake breaks the clause that is meant, in both languages."""

import numpy as np
import pandas as pd
import pytest

import twinline as tw
from generators.errors import BilingualError
from generators.twin.run import Twin
from generators.twin.scenario import Scenario
from twinline.twin.bank import Bank
from twinline.twin.policy_clauses import CLAUSES

MAY = "not sms_opt_out"


@pytest.fixture(scope="module")
def short(bank):
    """The tests' bank in a game of two months."""
    return Bank(Twin(bank.twin.now, Scenario(months=2, share=0.5)))


def good(observed, month, budget):
    return tw.segment(observed, MAY).cap(10, by="margin_12m").action("sms")


def quiet(observed, month, budget):
    return None


def two_parameters(observed, month):
    return None


def unwritten(observed, month, budget):
    raise NotImplementedError


def fails(observed, month, budget):
    return 1 / 0


def knows_the_truth(observed, month, budget):
    return tw.segment(observed, "latent_type == 3").action("sms")


def misspells(observed, month, budget):
    return observed[observed["margin_12"] > 3]


def returns_a_list(observed, month, budget):
    return list(observed["customer_id"])


def lacks_a_column(observed, month, budget):
    return observed.head(3)[["customer_id"]].assign(channel="sms")


def writes_texts(observed, month, budget):
    table = good(observed, month, budget).table
    return table.assign(customer_id=table["customer_id"].astype(str))


def looks_outside(seen):
    def policy(observed, month, budget):
        return tw.segment(seen, MAY).cap(10, by="margin_12m").action("sms", month=month)

    return policy


def names_a_stranger(observed, month, budget):
    return pd.DataFrame({"customer_id": [1], "channel": ["sms"], "offer": ["reminder"]})


def in_the_past(observed, month, budget):
    return tw.segment(observed, MAY).cap(5).action("sms", month=1)


def by_fax(observed, month, budget):
    return observed.head(2)[["customer_id"]].assign(channel="fax", offer="reminder")


def twice(observed, month, budget):
    plan = tw.segment(observed, MAY).cap(5).action("sms")
    return plan + plan


def against_refusals(observed, month, budget):
    return tw.segment(observed, "sms_opt_out").cap(5).action("sms")


def all_of_them(observed, month, budget):
    return tw.segment(observed, MAY).action("sms")


def writes_into_it(observed, month, budget):
    observed["score"] = 1
    return good(observed, month, budget)


def by_lot(observed, month, budget):
    drawn = np.random.default_rng().permutation(len(observed))[:30]
    return tw.segment(observed.iloc[drawn], MAY).action("sms")


def by_pandas_lot(observed, month, budget):
    return tw.segment(observed.sample(30), MAY).action("sms")


def endless(observed, month, budget):
    while True:
        pass


BROKEN = {
    two_parameters: ("signature", "def two_parameters(observed, month, budget)"),
    unwritten: ("runs", "not written yet"),
    fails: ("runs", "ZeroDivisionError"),
    knows_the_truth: ("knows", "known only afterwards"),
    misspells: ("knows", "Did you mean margin_12m"),
    returns_a_list: ("returns", "It returned a list"),
    lacks_a_column: ("columns", "lacks the column(s) offer"),
    names_a_stranger: ("shown", "customers that the bank does not have"),
    in_the_past: ("month", "the only month to plan now is 2"),
    by_fax: ("choices", "choose from sms"),
    twice: ("twice", "more than once in a month"),
    against_refusals: ("allowed", "opted out"),
    all_of_them: ("capacity", "this round allows"),
    writes_into_it: ("input", "It changed score"),
    by_lot: ("same", "np.random.default_rng(1)"),
    by_pandas_lot: ("same", "np.random.default_rng(1)"),
}


@pytest.mark.parametrize("policy", BROKEN, ids=lambda each: each.__name__)
def test_each_mistake_breaks_its_clause_and_is_told_in_both_languages(policy, short):
    clause, said = BROKEN[policy]
    found = tw.check_policy(policy, short)
    assert not found.ok
    assert clause in found.broken
    assert set(found.broken) <= {clause, "runs"}
    assert said in str(found)
    with tw_speaks("zh"):
        chinese = str(found)
    (mine,) = (each for each in found.clauses if each.name == clause)
    assert CLAUSES[clause].zh in chinese
    assert mine.told is None or mine.told.zh in chinese
    assert f"✗ {CLAUSES[clause].en}".replace("`", "") in str(found).replace("`", "")


def tw_speaks(language):
    from twinline.base.text import speaking

    return speaking(language)


def test_a_good_policy_keeps_every_clause(short, capsys):
    found = tw.check_policy(good, short)
    assert found.ok
    assert {each.verdict for each in found.clauses} == {"kept"}
    assert [each.name for each in found.clauses] == list(CLAUSES)
    assert str(found).count("✓") == found._repr_html_().count("✓") == len(CLAUSES)
    assert "with 896 open cards, for 2 month(s)" in str(found)


def test_what_is_doubtful_is_told_and_does_not_stop_anybody(short):
    for policy, clause in ((quiet, "somebody"), (writes_texts, "kinds")):
        found = tw.check_policy(policy, short)
        assert found.ok
        assert [each.name for each in found.clauses if each.verdict == "doubtful"] == [clause]


def test_a_policy_that_looks_at_a_table_from_outside_is_found_out(short, seen):
    found = tw.check_policy(looks_outside(seen), short)
    assert found.broken == ["shown"]
    assert "it looks at a table from outside" in str(found)


def test_an_endless_policy_is_too_slow(short):
    found = tw.check_policy(endless, short, seconds=0.5)
    assert found.broken == ["speed"]
    assert {each.verdict for each in found.clauses} == {"kept", "broken", "open"}


def test_what_is_no_function_is_sent_elsewhere(seen):
    with pytest.raises(BilingualError, match=r"For a table use bank\.check\(table\)"):
        tw.check_policy(seen)
