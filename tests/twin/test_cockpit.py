"""The cockpit without a browser: what is chosen → the strategy → what lies ahead → what came of it, and its log."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

import twinline as tw
from generators import manifest
from generators.errors import BilingualError
from generators.twin.run import Twin
from generators.twin.scenario import Ban, Scenario
from twinline.base.text import use_language
from twinline.cockpit import fragments
from twinline.cockpit.choice import Choice, code, strategy
from twinline.cockpit.game import Game
from twinline.cockpit.page import CockpitPage
from twinline.cockpit.segments import SEGMENTS
from twinline.twin import result
from twinline.twin.bank import Bank

BAN = Ban("sms", "bucket > 0", "No SMS to debtors.", "逾期客户禁发短信。")
RULES = Scenario("strict", hours=10.0, budget=2_000.0, bans=(BAN,))
CHOICES = {
    "plain": Choice(),
    "filters": Choice("everyone", quiet=(1, 9), tenure=(6, 60), value=(20, 90), channel="sms", offer="voucher"),
    "waves": Choice("regular", channel="wecom", waves=3, every=2, then="sms", hypothesis="They'd answer friends"),
    "budget": Choice("regular", budget=500.0, customers=400, by="spend_12m"),
    "by lot": Choice("high_value", by="lottery", customers=40, willing=False),
}


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("TWINLINE_WORKSPACE", str(tmp_path))
    return tmp_path


@pytest.fixture
def game(bank):
    return Game.of(bank)


@pytest.fixture
def page(game, monkeypatch):
    """A page on whose bank the best policies are known at once."""
    monkeypatch.setattr(result, "best_profits", lambda *given: (50_000.0, 80_000.0))
    from twinline.pictures import style

    style.setup()
    return CockpitPage(game)


@pytest.fixture(scope="module")
def strict(bank):
    return Game.of(Bank(Twin(bank.twin.now, RULES)))


@pytest.mark.parametrize("choice", CHOICES.values(), ids=CHOICES)
@pytest.mark.parametrize("rules", ["open", "strict"])
def test_the_code_that_is_shown_makes_the_same_strategy(choice, rules, bank, strict):
    bank = strict.bank if rules == "strict" else bank
    shown = code(choice, bank.observed(), bank, 6)
    scope = {"tw": tw, "bank": bank}
    exec(shown.rpartition("\n")[0], scope)
    made = strategy(choice, bank.observed(), bank, 6)
    assert len(made) > 5
    assert scope["strategy"].table.equals(made.table)


def test_filters_hold_and_their_ends_mean_no_limit(bank, seen):
    chosen = strategy(replace(CHOICES["filters"], customers=10**6), seen, bank, 6).customers
    assert chosen.months_since_purchase.between(1, 9).all()
    assert chosen.tenure_months.between(6, 60).all()
    assert chosen.margin_12m.between(*seen.margin_12m.quantile([0.2, 0.9]).round(2)).all()
    everyone = Choice("everyone", customers=10**6, willing=False)
    assert len(strategy(everyone, seen, bank, 6).customers) == len(seen)


def test_a_list_is_cut_to_those_who_come_first_and_to_the_budget(game, seen):
    few = game.preview(Choice("everyone", customers=25, willing=False)).strategy.customers
    assert few.margin_12m.min() >= seen.margin_12m.nlargest(25).min()
    look = game.preview(CHOICES["budget"])
    assert 450 < look.check.cost <= 500


def test_what_lies_ahead_agrees_with_the_banks_own_check(game, bank):
    look = game.preview(CHOICES["waves"])
    found = bank.check(look.strategy)
    assert (look.check.contacts, look.check.cost) == (found.contacts, found.cost)
    assert sum(look.lines.values()) == pytest.approx(found.cost + found.volume)
    assert look.busiest == pytest.approx(found.customers * 2 / 60)
    assert look.matching - look.left_out >= found.customers > 0
    assert found.ok


def test_who_must_not_be_contacted_is_left_out_or_named(game, page):
    for way in ("sms", "call", "wecom", "app_push"):
        assert game.preview(Choice("everyone", channel=way)).check.ok
    look = game.preview(Choice("everyone", customers=1000, willing=False))
    assert [problem.code for problem in look.check.problems] == ["opt_out_call"]
    use_language("en")
    assert "have opted out" in fragments.refusals(look)
    use_language("zh")
    assert "拒收" in fragments.refusals(look)
    page.controls.fields["willing"].value = False
    page.controls.fields["segment"].value = "everyone"
    page.controls.fields["customers"].value = 1000
    assert page.run_button.disabled
    page.controls.fields["willing"].value = True
    assert not page.run_button.disabled


def test_the_games_bans_are_kept(strict, seen):
    debtors = set(seen[seen.bucket > 0].customer_id)
    choice = Choice("everyone", channel="sms", offer="reminder", customers=10**6)
    assert not debtors & set(strict.preview(choice).strategy.customers.customer_id)
    assert "ban" in {problem.code for problem in strict.preview(replace(choice, willing=False)).check.problems}


@pytest.mark.parametrize(("channel", "limit"), [("call", "hours"), ("sms", "budget")])
def test_the_offered_cut_is_the_most_that_fits(strict, channel, limit):
    choice = Choice("everyone", channel=channel, offer="voucher", customers=10**6)
    fits = strict.preview(choice).fits
    assert strict.preview(replace(choice, customers=fits)).check.ok
    over = strict.preview(replace(choice, customers=fits + 1)).check
    assert [problem.code for problem in over.problems] == [limit]


def test_the_expected_response_is_what_the_books_say(game, bank):
    look = game.preview(Choice("everyone", channel="sms", offer="voucher"))
    contacts = bought = 0
    books = bank.twin.now.monthly_pages
    for month in range(1, len(books)):
        rows = (books[month].channel == 0) & (books[month].offer == 2) & books[month - 1].open
        contacts, bought = contacts + rows.sum(), bought + (books[month].count[rows] > 0).sum()
    assert look.response.contacts == contacts > 100
    assert look.response.bought == pytest.approx(bought / contacts)
    assert look.response.alike
    assert "anyway" in fragments.ahead(look)
    assert game.preview(Choice("everyone", channel="branch")).response is None


def test_a_game_goes_on_where_it_ended(game, bank):
    first = game.run(CHOICES["plain"])
    second = game.run(CHOICES["waves"])
    game.advance(second)
    third = game.run(Choice("regular"))

    again = Game.of(Bank(Twin(bank.twin.now)))
    assert again.resume() is None
    assert [trial.choice for trial in again.trials] == [trial.choice for trial in (first, second, third)]
    assert [trial.score for trial in again.trials] == [trial.score for trial in (first, second, third)]
    assert again.trials[1].happened == second.happened is not None
    assert (again.round, again.bank.month) == (2, "2026-07")
    assert again.bank.observed().equals(game.bank.observed())
    assert again.result(again.latest).score(references=False) == third.score


@pytest.mark.parametrize("harm", ["cut short", "another engine", "an unknown segment"])
def test_a_log_that_cannot_be_used_is_kept_under_another_name(harm, game):
    game.run(CHOICES["plain"])
    text = game.file.read_text("utf-8")
    harmed = {
        "cut short": text[:-40],
        "another engine": text.replace(manifest.engine(), "another"),
        "an unknown segment": text.replace('"asleep"', '"sleeping"'),
    }[harm]
    game.file.write_text(harmed, "utf-8")
    again = Game.of(game.bank)
    kept = again.resume()
    assert game.file.with_name(kept).read_text("utf-8") == harmed
    assert (again.trials, again.round) == ([], 1)


def test_a_window_left_behind_does_not_overwrite_the_other_ones_rounds(game, bank):
    other = Game.of(Bank(Twin(bank.twin.now)))
    game.advance(game.run(CHOICES["plain"]))
    held = game.file.read_text("utf-8")
    with pytest.raises(BilingualError, match="another window"):
        other.run(CHOICES["waves"])
    assert game.file.read_text("utf-8") == held


def test_a_new_game_keeps_the_old_log(game):
    game.advance(game.run(CHOICES["plain"]))
    game.start_again()
    assert (game.round, game.bank.month, game.trials) == (1, "2026-01", [])
    (kept,) = game.file.parent.glob("*.json")
    assert json.loads(kept.read_text("utf-8"))["trials"]


def test_a_bank_in_the_middle_of_a_game_keeps_no_log(bank):
    later = bank.advance(bank.run(None, months=1, futures=1))
    assert Game.of(later).file is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_shows_the_run_in_the_readers_language(language, game, monkeypatch):
    monkeypatch.setattr(result, "best_profits", lambda *given: (50_000.0, 80_000.0))
    tw.setup(language)
    page = CockpitPage(game)
    page.controls.fields["segment"].value = "regular"
    page.run()
    page.controls.fields["channel"].value = "sms"
    page.run()
    shown = page.snapshot()
    profit = game.latest.score.profit
    assert f"{profit:,.0f} ±" in shown
    assert f"{profit / 50_000:.0%}" in shown
    alts = re.findall('alt="([^"]+)"', shown)
    assert len(alts) == 2  # the waterfall, and both runs beside each other
    chinese = r"[\u4e00-\u9fff]"
    words = [*alts, *re.findall(r"<(?:span class='tw-title'|th scope='col'|caption|h1)[^>]*>([^<]+)<", shown)]
    words += [control.description for control in page.controls.fields.values()]
    words += [button.description for button in (page.run_button, page.next_button, page.new_button)]
    assert len(words) > 30
    assert [word for word in words if bool(re.search(chinese, word)) != (language == "zh")] == []


def test_carrying_out_begins_the_next_round(page):
    page.controls.fields["segment"].value = "regular"
    page.run()
    before = page.head.value
    page.go_on()
    trial = page.game.trials[0]
    assert "Round 1" in before
    assert "Round 2 · from 2026-07" in page.head.value
    assert f"expected {trial.score.profit:,.0f} yuan, happened {trial.happened.profit:,.0f}" in page.status.value
    assert page.next_button.layout.display == "none"


def test_every_segment_says_whom_it_holds(game, seen):
    assert set(game.morning.sizes) == set(SEGMENTS)
    assert game.morning.sizes["asleep"] == int((seen.activated & seen.months_since_purchase.between(2, 5)).sum())
    share = game.morning.sizes["high_value"] / len(seen)
    assert np.isclose(share, 0.2, atol=0.02)


def test_a_saved_notebook_holds_the_last_state(workspace):
    """What shows on a page where widgets cannot run: text, figures and the picture of the last run."""
    import nbformat
    from nbclient import NotebookClient

    cells = ["import twinline as tw\ntw.setup('zh')\npage = tw.cockpit(tw.Bank.open('tiny'))\npage", "page.run()"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, kernel_name="python3").execute()
    outputs = [output["data"] for output in notebook.cells[0].outputs]
    assert not any("object at 0x" in data.get("text/plain", "") for data in outputs)
    (living,) = [data for data in outputs if "策略驾驶舱" in data["text/plain"]]
    assert "application/vnd.jupyter.widget-view+json" in living
    (still,) = [data["text/html"] for data in outputs if "tw-still" in data.get("text/html", "")]
    assert "增量利润" in still
    assert "alt=" in still
