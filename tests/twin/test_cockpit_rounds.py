"""What the cockpit makes of several rounds: control groups, one footing, profit and loss, what is taken away, the class."""

import io
import json
from dataclasses import replace

import numpy as np
import openpyxl
import pandas as pd
import pytest
from scipy import stats

from generators.errors import BilingualError
from generators.twin.run import Twin
from generators.twin.scenario import Scenario
from twinline.base.text import use_language
from twinline.cockpit import fragments, history, results
from twinline.cockpit.board import board, read_files
from twinline.cockpit.by_card import by_card
from twinline.cockpit.choice import Choice
from twinline.cockpit.footing import ahead, half_interval, leaders
from twinline.cockpit.game import Game
from twinline.cockpit.log import read_log
from twinline.cockpit.profit_and_loss import account
from twinline.cockpit.round_plan import RoundPlan, deal
from twinline.cockpit.take_away import report, workbook, write
from twinline.twin import pnl
from twinline.twin.bank import Bank
from twinline.twin.control import differences
from twinline.twin.pilot import seen_afterwards
from twinline.twin.strategy_file import read_strategy

WHY = "=1+1 先让老客户\x07回来"
CALLS = Choice("regular", customers=200, by="spend_12m")
TEXTS = Choice("asleep", channel="sms", offer="voucher", customers=60, hypothesis=WHY)
FIRST = RoundPlan((CALLS, TEXTS), control=True)
SECOND = RoundPlan((replace(CALLS, channel="sms", offer="reminder"),))


@pytest.fixture(scope="module")
def played(bank, kept, tmp_path_factory):
    """Two rounds carried out, and two plans tried in the third. Look, do not touch."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWINLINE_CACHE", str(kept))
        patch.setenv("TWINLINE_WORKSPACE", str(tmp_path_factory.mktemp("workspace")))
        game = Game.of(bank)
        game.player = "王小明"
        game.advance(game.run(FIRST))
        game.advance(game.run(SECOND))
        game.run(FIRST)
        game.run(SECOND)
        from twinline.pictures import style

        style.setup()
        yield game


def test_the_parts_of_the_cards_add_up_to_the_whole(played):
    trial = played.here[0]
    result = played.result(trial)
    parts = by_card(result, deal(trial.plan, played.morning.seen, played.bank, played.months))
    assert [part.place for part in parts][:2] == [1, 2]
    assert np.sum([part.profits for part in parts], axis=0) == pytest.approx(result.by_future["profit"].to_numpy())
    assert sum(part.cost for part in parts) == pytest.approx(trial.score.cost)
    use_language("en")
    assert "Regular users" in results.cards(trial, parts)
    assert results.cards(played.here[1], parts[:1]) == ""


def test_a_control_group_of_one_card_is_read_by_welchs_test(bank):
    game = Game(bank, 6)
    plan = RoundPlan((replace(CALLS, customers=400),), control=True)
    dealt = deal(plan, game.morning.seen, bank, 6)
    game.advance(game.run(plan))
    found = {(each.outcome, each.stratum): each for each in game.readings[1]}
    assert [outcome for outcome, _ in found] == ["margin", "open", "bought", "spent"]
    pages = game.bank.twin.now.monthly_pages[-6:]
    groups = [
        seen_afterwards(pages, ids - 10_000_001)["margin"]
        for ids in (dealt[0].contacts.customers["customer_id"], dealt[0].held)
    ]
    test = stats.ttest_ind(*map(np.asarray, groups), equal_var=False)
    low, high = test.confidence_interval(0.95)
    margin = found["margin", 0]
    assert (margin.contacted, margin.held) == (len(groups[0]), len(groups[1]))
    assert (margin.value - margin.half, margin.value + margin.half) == pytest.approx((low, high))


def test_small_control_groups_are_read_together_and_cards_by_one_outcome_alone(played, bank):
    found = played.readings[1]
    assert {each.outcome for each in found if each.stratum == 0} == {"margin", "open", "bought", "spent"}
    assert all(each.held >= 30 for each in found if each.stratum)
    (told,) = played.bank.log[0].readings
    assert sorted(told.data.arm.unique()) == ["contacted", "control"]
    contacted, held = (told.data[told.data.arm == arm] for arm in ("contacted", "control"))
    few = pd.concat([contacted[:80], held[:2]])  # two cards of forty, one of each left alone
    together = differences(few, np.array([1, 2] * 41))
    assert {(each.stratum, each.held) for each in together} == {(0, 2)}
    assert differences(contacted) == []


def test_plans_of_one_morning_are_compared_future_by_future():
    luck = np.array([0.0, 50_000, -40_000, 9_000, 100, -3_000, 700, 20_000])
    better = tuple(luck + 1_000 + np.arange(8))
    assert ahead(better, tuple(luck))
    assert not ahead(tuple(luck), better)
    assert half_interval(better) > 1_000  # alone, neither is told from the other
    assert leaders({1: tuple(luck), 2: better, 3: better}) == [2, 3]
    assert not ahead(better, better)


def test_rounds_are_put_on_one_footing(played, bank):
    first, second = played.played
    alone = Game(bank, played.months)
    assert second.first == alone.run(SECOND).profits  # as if it had been the first round
    assert first.first == alone.run(replace(FIRST, control=False)).profits != first.profits
    use_language("en")
    shown = history.played(played)
    for trial in (first, second):
        assert f"{trial.happened.profit:,.0f}" in shown
        assert f"{np.mean(trial.first):,.0f} ±" in shown
    assert "300 at most" not in shown
    assert "200 at most, highest spending first" in shown
    tried = results.tried(played.here)
    assert "Tried in round 3" in tried
    assert tried.count("<tr>") == 3  # no plan of another round beside them


def test_profit_and_loss_adds_up_and_agrees_with_what_happened(played):
    lines = {line.code: line.yuan for line in account(played)}
    happened = [trial.happened for trial in played.played]
    assert lines["profit"] == pytest.approx(
        [*(score.profit for score in happened), sum(score.profit for score in happened)]
    )
    parts = [yuan for code, yuan in lines.items() if code not in ("months", "profit")]
    assert np.sum(parts, axis=0) == pytest.approx(lines["profit"])
    paid = pnl.LINES[pnl.LINES.index("contacts") : pnl.LINES.index("months")]
    costs = [yuan for code, yuan in lines.items() if code in paid]
    assert -np.sum(costs, axis=0)[:2] == pytest.approx([score.cost for score in happened])
    for number, done in enumerate(played.bank.log):
        assert lines["interest"][number] == done.profit_and_loss.change["interest"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_taken_away_is_whole_and_the_list_comes_back_as_the_strategy(played, language, tmp_path):
    use_language(language)
    (tmp_path / "game.xlsx").write_bytes(workbook(played))
    table = read_strategy(tmp_path / "game.xlsx")
    plan = played.result(played.here[-1]).plan
    assert table[list(plan)].reset_index(drop=True).equals(plan.astype(table[list(plan)].dtypes.to_dict()))
    book = openpyxl.load_workbook(io.BytesIO(workbook(played)))
    assert len(book.sheetnames) == 4
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    assert WHY.replace("\x07", "") in {cell.value for cell in cells}
    page = report(played)
    assert page.count("<caption") == 4
    assert f'<html lang="{"en" if language == "en" else "zh-CN"}">' in page
    assert "王小明" in page
    assert "http" not in page


def test_the_three_files_are_written_and_a_folder_that_cannot_be_is_told(played, tmp_path, monkeypatch):
    use_language("en")
    files = write(played)
    assert sorted(file.suffix for file in files) == [".html", ".json", ".xlsx"]
    assert all(file.read_bytes() == content for file, content in files.items())
    (tmp_path / "taken").write_text("a file")
    monkeypatch.setattr(played, "file", tmp_path / "taken" / "game.json")
    with pytest.raises(BilingualError):
        write(played)


def log_of(of, **changed):
    return json.dumps(of.as_json() | changed).encode()


def test_the_class_is_ranked_by_games_played_again_and_not_by_what_files_say(played, bank):
    use_language("en")
    boast = played.as_json()
    for trial in boast["trials"]:
        trial["profits"], trial["score"]["profit"] = [1e9] * 8, 1e9
        trial["happened"] = trial["happened"] and trial["happened"] | {"profit": 1e9}
    other = Game(bank, played.months, player="李雷")
    nothing = RoundPlan((replace(CALLS, on=False),))
    for _ in range(2):
        other.advance(other.run(nothing))
    one = Game(bank, played.months)
    one.advance(one.run(nothing))
    files = {
        "a.json": log_of(played),
        "b.json": json.dumps(boast).encode(),
        "c.json": log_of(other),
        "short.json": log_of(one),
        "seed.json": log_of(played, game=played.as_json()["game"] | {"seed": 99}),
        "old.json": log_of(played, engine="another"),
        "photo.json": b"\x89PNG",
        "deep.json": b"[" * 100_000,
        "harm.json": log_of(played).replace(b'"regular"', b'"@__import__"'),
    }
    found = board(files, bank, rounds=2)
    by_file = {entry.file: entry for entry in found.entries}
    assert set(by_file) == {"a.json", "b.json", "c.json"}
    assert by_file["a.json"].place == by_file["b.json"].place
    assert by_file["a.json"].profits == by_file["b.json"].profits
    assert by_file["a.json"].happened == pytest.approx(sum(trial.happened.profit for trial in played.played))
    assert by_file["c.json"].profits == (0.0,) * 8
    assert found.refused.keys() == {"short.json", "seed.json", "old.json", "photo.json", "deep.json", "harm.json"}
    assert "1 round" in found.refused["short.json"]
    shown = found.html()
    assert "李雷" in shown
    assert "after 2 round(s)" in shown
    assert board({"c.json": files["c.json"], "short.json": files["short.json"]}, bank).rounds == 1


def test_a_folder_without_games_is_told(tmp_path):
    with pytest.raises(BilingualError, match="no games"):
        read_files([tmp_path])


def test_a_round_buys_newcomers_and_the_log_plays_them_again(bank):
    game = Game(bank, 6)
    plan = RoundPlan(
        (Choice("asleep", channel="sms", offer="reminder", customers=20),), acquire=(("app", "app_search", 20_000.0),)
    )
    assert game.preview(plan).runnable
    trial = game.run(plan)
    assert trial.score.acquired.cards > 0
    assert trial.score.cost == pytest.approx(game.run(replace(plan, acquire=())).score.cost + 20_000, rel=0.01)
    use_language("en")
    assert "Cost of such a card" in results.came(trial, judging=False)
    game.advance(trial)
    log = read_log(json.loads(json.dumps(game.as_json())))
    assert log.trials[0].plan == plan
    assert log.trials[0].score == trial.score
    again = Game(bank, 6)
    again.replay(log.trials)
    assert again.bank.observed().equals(game.bank.observed())
    assert "20,000 yuan for newcomers" in trial.plan.name


def test_what_a_budget_cannot_buy_is_said(bank):
    poor = Game.of(Bank(Twin(bank.twin.now, Scenario("poor", budget=1_000.0))))
    use_language("en")
    look = poor.preview(RoundPlan(acquire=(("app", "app_search", 5_000.0),)))
    assert not look.runnable
    assert "4,000 above" in fragments.refusals(look, [])


def test_what_a_round_leaves_is_carried_over(bank):
    game = Game(Bank(Twin(bank.twin.now, Scenario("rich", budget=9_000.0))), 6)
    trial = game.run(RoundPlan((Choice("asleep", channel="sms", offer="reminder", customers=20),)))
    game.advance(trial)
    assert game.bank.budget == pytest.approx(18_000 - trial.happened.cost, abs=0.01)
    use_language("en")
    assert f"({9_000 - trial.happened.cost:,.0f} of it carried over)" in fragments.header(game)
    lines = {line.code: line.yuan for line in account(game)}
    assert lines["left"][0] == pytest.approx(game.bank.budget - 9_000, abs=0.01)
