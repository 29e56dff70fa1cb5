"""The policies that a strategy is compared with: learned once and kept, and those of the ready games come learned."""

import numpy as np
import pytest

import twinline as tw
from generators import cache
from generators import parameters as p
from generators.twin.run import Twin
from generators.twin.scenario import OPEN, Ban, Scenario
from generators.twin.snapshot import lived
from twinline.base.paths import LEARNED
from twinline.twin import ceilings, learning, references
from twinline.twin.bank import Bank
from twinline.twin.observed import Observed
from twinline.twin.scenarios import NAMES, ready
from twinline.twin.trees import Trees, edges, encoded


@pytest.fixture
def quick(monkeypatch):
    """References learned from little, in a second or two."""
    monkeypatch.setattr(learning, "SIBLINGS", 1)
    monkeypatch.setattr(learning, "SIBLING_CUSTOMERS", 3_000)
    monkeypatch.setattr(learning, "TREES", 16)
    monkeypatch.setattr(learning, "LEARNING_FUTURES", (3, 1))


@pytest.fixture
def never(monkeypatch):
    """Whatever learns fails."""
    monkeypatch.setattr(ceilings, "learn", lambda *given: pytest.fail("learned"))


@pytest.fixture
def own(tmp_path, monkeypatch):
    """An empty cache, and nothing remembered."""
    monkeypatch.setenv("TWINLINE_CACHE", str(tmp_path / "cache"))
    ceilings._ceiling.cache_clear()
    return tmp_path / "cache" / "twinline"


def test_whoever_knows_more_earns_more(bank, quick):
    table = Bank(Twin(bank.twin.now)).leaderboard(futures=8).set_index("policy")
    assert set(table.index) == set(references.REFERENCES)
    profit = table.profit
    # References learned from so little, in eight futures of a small bank, differ by luck; `test_worlds` has the real ones.
    assert profit["oracle"] > profit["observable"] - 2 * table.error["oracle"]
    assert min(profit["oracle"], profit["observable"]) > profit["random"]
    assert table.reach["observable"] <= 0.1 * 1_200
    assert table.share_of_oracle["oracle"] == 1
    assert table.share_of_best["observable"] == 1


@pytest.mark.parametrize("name", ["observable", "oracle"])
def test_the_best_policies_keep_places_for_those_who_will_ask(bank, quick, name):
    mine, most, months = Twin(bank.twin.now), 200, 6
    _, plan = references.REFERENCES[name].play(mine, most, months, 1)
    assert len(np.unique(plan.row)) <= most
    assert len(np.unique(plan.month)) == months
    first = plan.row[plan.month == 0]
    later = np.setdiff1d(plan.row, first)
    assert 0 < len(later) < most
    assert np.unique(plan.row, return_counts=True)[1].max() > 1  # and some are contacted again
    with_none = references.REFERENCES[name].play(mine, 0, months, 1)[1]
    assert len(with_none.row) == 0


def test_a_debt_that_will_not_be_paid_makes_staying_worth_less(bank):
    seen = Observed.of(bank.twin)
    worth, less = seen.value(), seen.value_less_losses()
    owes = seen.columns["balance_fen"] > 0
    assert (less >= 0).all()
    assert (less <= worth).all()
    assert (less < worth)[owes & (worth > 0)].all()
    assert (less[seen.columns["bucket"] > p.WORTH_UNTIL_BUCKET] == 0).all()


@pytest.mark.parametrize("harm", ["none", "cut short", "a byte", "another's", "empty"])
def test_references_are_learned_once_and_again_where_what_is_kept_is_damaged(bank, quick, own, harm, monkeypatch):
    rules = (bank.twin.now.world, Scenario(costs=(("call", 7.0),)), 3)
    first = ceilings.ceiling(*rules)
    (file,) = own.glob("references-*.npz")
    content = file.read_bytes()
    harmed = {
        "none": content,
        "cut short": content[:-100],
        "a byte": content[:2_000] + bytes([content[2_000] ^ 255]) + content[2_001:],
        "another's": next(LEARNED.glob("*.npz")).read_bytes(),
        "empty": b"",
    }[harm]
    file.write_bytes(harmed)
    ceilings._ceiling.cache_clear()
    learned = []
    learn = ceilings.learn
    monkeypatch.setattr(ceilings, "learn", lambda *given: learned.append(given) or learn(*given))
    seen = Observed.of(bank.twin)
    for knowing in ("observable", "everything"):
        assert (ceilings.ceiling(*rules).gains(seen, knowing, 3) == first.gains(seen, knowing, 3)).all()
    assert (ceilings.ceiling(*rules).curves == first.curves).all()
    assert len(learned) == (harm != "none")


def test_a_strategy_is_measured_by_the_references_at_its_own_size(bank, seen, quick):
    mine = Bank(Twin(bank.twin.now))
    plan = tw.segment(seen, "not call_opt_out").action("call", "voucher").cap(60, by="margin_12m")
    result = mine.run(plan, futures=8)
    score = result.score()
    assert score.best_observable == references.measure(mine.twin, "observable", int(np.ceil(score.reach)), 6, 8).profit
    assert score.share_of_oracle == pytest.approx(score.profit / score.oracle)
    assert "share_of_best" in [field for field, _, _ in score.rows()]
    board = mine.leaderboard(futures=8)
    assert board[board.policy == "yours"].profit.tolist() == [score.profit]


# --- what comes learned -----------------------------------------------------------------------------------------------


def test_the_ready_games_come_learned_by_the_code_that_is_here(twinline):
    assert ceilings.stale() == []
    assert twinline("twin", "references", "--check")[0] == 0
    assert {file.stem for file in LEARNED.iterdir()} == {OPEN.name, *NAMES}
    assert sum(file.stat().st_size for file in LEARNED.iterdir()) < 400_000


@pytest.mark.parametrize("game", ready(), ids=lambda game: game.name)
def test_a_ready_game_is_played_without_learning_on_any_bank_of_the_course(game, own, never):
    rules = Scenario(
        share=0.1, costs=game.costs, shocks=game.shocks, bans=game.bans
    )  # a question's limits change nothing
    for world in (p.world("course"), p.world("tiny", 5)):
        assert ceilings.ceiling(world, rules, game.months) is ceilings.ceiling(world, game, game.months)


def test_what_changes_a_contact_is_learned_anew(bank, own, monkeypatch):
    world, asked = bank.twin.now.world, []
    monkeypatch.setattr(
        ceilings,
        "learn",
        lambda *given: asked.append(given) or learning.Ceiling(np.zeros((0, 0)), (), (), np.zeros((2, 2))),
    )
    monkeypatch.setattr(ceilings, "_packed", lambda *given: b"")
    for rules, months in (
        (Scenario(costs=(("sms", 1.0),)), 6),
        (OPEN, 7),
        (Scenario(horizon=12), 6),
        (Scenario(bans=(Ban("sms", "age > 60", "", ""),)), 6),
    ):
        ceilings.ceiling(world, rules, months)
    assert len(asked) == 4


def test_a_game_s_file_of_other_code_is_named_with_the_command_that_mends_it(twinline, monkeypatch):
    monkeypatch.setattr(learning, "TREES", 29)
    code, said, wrong = twinline("twin", "references", "--check")
    assert (code, said) == (1, "")
    assert "open, rival, lean, refusal" in wrong
    assert "`twinline twin references`" in wrong
    assert "twinline twin references" in twinline("twin", "references", "--check", lang="zh")[2]


def test_comments_and_docstrings_of_the_code_that_learns_change_nothing(monkeypatch):
    plain = "def add(one):\n    return one + 1\n"
    told = '"""Adds."""\n\n\ndef add(one):\n    """Add."""\n    # by one\n    return one + 1  # more\n'
    bare = []
    for code in (plain, told, plain.replace("1", "2")):
        monkeypatch.setattr(ceilings, "getsource", lambda given, code=code: code)
        bare.append(ceilings._bare(learning))
    assert bare[0] == bare[1] != bare[2]


# --- trees ------------------------------------------------------------------------------------------------------------


def test_trees_say_what_the_library_says():
    from sklearn.ensemble import HistGradientBoostingRegressor

    rng = np.random.default_rng(1)
    features = np.column_stack([rng.normal(size=3_000), rng.integers(0, 4, 3_000), rng.exponential(size=3_000) ** 4])
    target = np.sin(features[:, 0] * 3) * features[:, 1] + np.log1p(features[:, 2])
    codes = encoded(features, edges(features, np.ones(len(features))))
    assert codes[:, 1].tolist() == features[:, 1].tolist()
    with learning.one_thread():
        model = HistGradientBoostingRegressor(max_leaf_nodes=8, max_iter=25, random_state=0).fit(codes, target)
        assert Trees.of(model).predict(codes) == pytest.approx(model.predict(codes), abs=1e-5)
        constant = HistGradientBoostingRegressor(max_iter=3).fit(codes, np.ones(len(codes)))  # no split anywhere
        assert Trees.of(constant).predict(codes) == pytest.approx(1.0)


def test_what_an_action_adds_is_what_the_twin_says(quick):
    """Those whom a contact does not get through to are not lived, and come out as if they were."""
    twin = Twin(lived(p.World("sibling", 3, 1_500)), Scenario(costs=(("call", 9.0),)))
    rows = Observed.of(twin).rows
    may = Observed.of(twin).may("call")
    first = {future: learning._first_month(twin, rows[may], "call", future) for future in range(1, 5)}
    rows = rows[may]
    stay, gain = learning._added(twin, rows, ("call", "voucher"), 4, first)
    pairs = [twin.run(learning.plan_of(rows, ("call", "voucher")), 4, future) for future in range(1, 5)]
    at = np.searchsorted(pairs[0].rows, rows)
    profit = np.mean([(pair.with_plan.profit - pair.without.profit)[at] for pair in pairs], axis=0)
    stayed = np.mean([pair.with_plan.open[at].astype(float) - pair.without.open[at] for pair in pairs], axis=0)
    assert gain == pytest.approx(profit)
    assert stay == pytest.approx(stayed)


def test_a_cold_damaged_or_unwritable_cache_costs_nothing_but_time(own, tmp_path, monkeypatch):
    thing, folder = (f"{word}-{'0' * 16}" for word in ("thing", "folder"))
    assert cache.kept(thing) is None
    cache.keep(thing, b"1")
    assert cache.kept(thing) == b"1"
    (own / folder).mkdir()
    cache.keep(folder, b"1")
    assert cache.kept(folder) is None
    (tmp_path / "taken").write_text("a file")
    monkeypatch.setenv("TWINLINE_CACHE", str(tmp_path / "taken"))
    cache.keep(thing, b"1")
    assert cache.kept(thing) is None
