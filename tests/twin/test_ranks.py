"""Ranks only beyond noise: identical plans are never ranked apart, equal ones hardly ever, different ones are."""

from dataclasses import replace

import numpy as np
import pytest

import twinline as tw
from generators.errors import BilingualError
from generators.twin.newcomers import with_newcomers
from generators.twin.run import Plan, Twin
from generators.twin.scenario import Scenario
from twinline.pictures.style import collected
from twinline.twin import siblings
from twinline.twin.bank import Bank
from twinline.twin.learning import plan_of
from twinline.twin.observed import FEATURES, Observed
from twinline.twin.ranks import Ranks

BANKS, GENERATED = 4, 30


def call(observed, month, budget):
    if month > 1:
        return None
    return (
        tw.segment(observed, "enquiries_12m > 0 and not call_opt_out")
        .cap(40, by="margin_12m")
        .action("call", "voucher")
    )


def text(observed, month, budget):
    return tw.segment(observed, "not sms_opt_out").cap(60).action("sms") if month == 1 else None


PLANS = {"calls": call, "texts": text, "nothing": None, "the same calls": call}


@pytest.fixture(scope="module")
def game(bank):
    return Bank(Twin(bank.twin.now, Scenario(months=3, share=0.1)))


@pytest.fixture(scope="module")
def ranks(game, kept):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWINLINE_CACHE", str(kept))
        return game.ranks(PLANS, banks=BANKS, generated=GENERATED)


def of(rows, names="abcdefgh"):
    rows = np.asarray(rows, dtype=float)
    return Ranks(dict(zip(names, rows, strict=False)), np.zeros((0, rows.shape[1])))


# --- places -----------------------------------------------------------------------------------------------------------


def test_identical_plans_are_never_ranked_apart(ranks):
    assert ranks.profits["calls"].tolist() == ranks.profits["the same calls"].tolist()
    assert ranks.places["calls"] == ranks.places["the same calls"]
    assert ranks.among_generated["calls"] == ranks.among_generated["the same calls"]
    table = ranks.table.set_index("plan")
    assert table.group["calls"] == table.group["the same calls"]


@pytest.mark.parametrize("seed", range(20))
def test_nor_are_they_among_others_whatever_these_earn(seed):
    rng = np.random.default_rng(seed)
    rows = rng.normal(0, 1, (5, 6)) * rng.choice([0.0, 1.0, 100.0], (5, 1)) + rng.choice([0.0, 5.0, 80.0], (5, 1))
    places = of(np.vstack([rows, rows])[rng.permutation(10)], names="abcdefghij")
    by_profit = {}
    for name, values in places.profits.items():
        by_profit.setdefault(tuple(values), set()).add(places.places[name])
    assert all(len(found) == 1 for found in by_profit.values())


def test_plans_that_differ_by_luck_alone_are_hardly_ever_ranked_apart(monkeypatch):
    monkeypatch.setattr("gc.collect", lambda *given: 0)  # statsmodels calls it each time: a quarter of a second
    rng = np.random.default_rng(1)
    runs, apart = 100, 0
    for _ in range(runs):
        bank = rng.normal(0, 50, 20)  # what all plans share on a bank
        apart += any(place != (1, 5) for place in of(bank + rng.normal(0, 10, (5, 20))).places.values())
    assert apart / runs < 0.05 + 3 * np.sqrt(0.05 * 0.95 / runs)


def test_plans_that_truly_differ_are_ranked_apart_on_banks_that_differ_more():
    rng = np.random.default_rng(2)
    bank = rng.normal(0, 50, 20)
    found = of(bank + rng.normal(0, 10, (3, 20)) + np.array([[0.0], [0.0], [30.0]]))
    assert found.places == {"a": (2, 3), "b": (2, 3), "c": (1, 1)}
    assert found.table.plan[0] == "c"
    assert "c is ahead by more than noise" in found.finding()


def test_copies_of_a_plan_blur_nobody():
    rng = np.random.default_rng(3)
    rows = rng.normal(0, 10, (2, 20)) + np.array([[0.0], [9.0]])
    plain = of(rows)
    assert plain.places == {"a": (2, 2), "b": (1, 1)}
    crowd = of(np.vstack([rows, *[rows[:1]] * 5]))
    assert crowd.places["b"] == (1, 1)
    assert crowd.places["a"] == (2, 7)


def test_the_place_among_generated_plans_is_a_range():
    rng = np.random.default_rng(4)
    generated = rng.normal(0, 5, (50, 20)) + np.linspace(-40, 40, 50)[:, None]
    top, middle = rng.normal(0, 5, (2, 20)) + np.array([[60.0], [0.0]])
    found = Ranks({"top": top, "middle": middle}, generated).among_generated
    assert found["top"] == (1, 1)
    first, last = found["middle"]
    assert first <= 26 <= last
    assert 2 < last - first < 20


# --- on sibling banks -------------------------------------------------------------------------------------------------


def test_a_plan_is_scored_on_siblings_of_the_same_kind_once_each(game, ranks):
    assert ranks.banks == BANKS
    assert len(set(ranks.profits["calls"])) == BANKS
    assert set(ranks.profits["nothing"]) == {0}
    worlds = siblings.sibling_worlds(game.twin.now.world, BANKS, None)
    assert {(world.customers, world.months) for world in worlds} == {(1_200, 24)}
    assert game.twin.now.world.seed not in {world.seed for world in worlds}
    others = siblings.sibling_worlds(game.twin.now.world, BANKS, 2**62)
    assert not {world.seed for world in worlds} & {world.seed for world in others}


def test_generated_plans_are_within_the_limits_and_found_once(game, ranks, monkeypatch):
    assert ranks.generated.shape == (GENERATED, BANKS)
    monkeypatch.setattr(siblings, "generated_profits", lambda *given: pytest.fail("found again"))
    again = game.ranks({"nothing": None}, banks=BANKS, generated=GENERATED)
    assert (again.generated == ranks.generated).all()
    assert sum(again.generated[:, 0] != 0) > GENERATED / 2


def test_what_a_generated_plan_earns_is_what_it_would_earn_if_run(bank):
    twin, months = bank.twin, 3
    found = siblings.generated_profits(twin, 60, None, months, 12)
    seen = Observed.of(twin)
    features = seen.features()
    for drawn, profit in zip(siblings.drawn_plans(12), found, strict=True):
        chosen = seen.may(drawn.channel)
        for column, quantile, above in drawn.where:
            values = features[:, column]
            chosen &= (values > np.quantile(values, quantile)) == above
        table = seen.table[chosen].assign(by=features[chosen, drawn.by])
        listed = table.sort_values("by", ascending=not drawn.descending, kind="stable").head(
            min(60, int(drawn.share * len(seen.rows)))
        )
        first = plan_of(
            np.sort(listed.customer_id.to_numpy() - twin.now.population.customer_id[0]), (drawn.channel, drawn.offer)
        )
        waves = [replace(first, month=first.month + wave) for wave in range(min(drawn.waves, months))]
        pair = twin.run(Plan.join(waves), months, 1)
        run = (pair.with_plan.profit - pair.without.profit).sum()
        # All but what referrals carry from one customer to another.
        assert profit == pytest.approx(run, rel=0.02, abs=20), (drawn, FEATURES[drawn.by])


def test_what_cannot_be_ranked_is_refused(game):
    with pytest.raises(BilingualError, match="“list” is a table") as error:
        game.ranks({"list": tw.segment(game.observed()).action("call")})
    assert "别的银行没有这些人" in error.value.zh
    with pytest.raises(BilingualError, match="Name the plans"):
        game.ranks(call)
    with pytest.raises(BilingualError, match="use a whole number from 2"):
        game.ranks(PLANS, banks=1)


def test_a_plan_that_breaks_the_rules_on_a_sibling_is_named(game):
    def flood(observed, month, budget):
        return tw.segment(observed, "not sms_opt_out").action("sms")

    with pytest.raises(
        BilingualError, match=r"(?s)“flood” cannot be run on sibling bank 1.*this round allows"
    ) as error:
        game.ranks({"nothing": None, "flood": flood}, banks=2, generated=0)
    assert "“flood”无法在第 1 家姊妹银行上执行" in error.value.zh


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("Place", "tied", "generated")), ("zh", ("名次", "并列", "生成方案"))]
)
def test_ranks_show_themselves_in_both_languages(ranks, language, words):
    tw.setup(language)
    assert all(word in repr(ranks) for word in words)
    assert all(word in ranks._repr_html_() for word in words)
    with collected() as pictures:
        ranks.plot()
    assert "the same calls" in pictures[0].split('alt="')[1].split('"')[0]


# --- orders and newcomers ---------------------------------------------------------------------------------------------


def test_orders_of_functions_are_ranked_where_cards_open(bank, game):
    rules = Scenario(months=2, newcomers=True)
    growing = Bank(Twin(with_newcomers(bank.twin.now), rules))
    welcomed = tw.Order(None, welcome=tw.Welcome("sms", "voucher"))
    found = growing.ranks({"welcome": welcomed, "nothing": None}, banks=2, generated=2)
    assert (found.profits["nothing"] == 0).all()
    assert (found.profits["welcome"] != 0).all()
    table = tw.segment(bank.observed(), "not sms_opt_out").cap(5).action("sms")
    with pytest.raises(BilingualError, match="is a table"):
        game.ranks({"list": tw.Order(table, control=0.1)})
