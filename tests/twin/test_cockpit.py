"""The cockpit without a browser: what the cards say → the strategy → what lies ahead → what came of it, and its log."""

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
from twinline.cockpit.choice import Choice
from twinline.cockpit.game import Game
from twinline.cockpit.page import CockpitPage
from twinline.cockpit.round_plan import RoundPlan, deal, order_of, plan_code, strategy_of
from twinline.cockpit.segments import SEGMENTS
from twinline.twin import result
from twinline.twin.bank import Bank

BAN = Ban("sms", "bucket > 0", "No SMS to debtors.", "逾期客户禁发短信。")
RULES = Scenario("strict", hours=10.0, budget=2_000.0, bans=(BAN,))
CHOICES = {
    "plain": Choice(),
    "filters": Choice("everyone", quiet=(1, 9), tenure=(6, 60), value=(20, 90), channel="sms", offer="voucher"),
    "waves": Choice("regular", channel="wecom", waves=3, every=2, then="sms", hypothesis="They'd answer friends"),
    "later": Choice("regular", channel="sms", start=3, waves=2, customers=60),
    "budget": Choice("regular", budget=500.0, customers=400, by="spend_12m"),
    "by lot": Choice("high_value", by="lottery", customers=40, willing=False),
}
PLANS = {name: RoundPlan((choice,)) for name, choice in CHOICES.items()}
PLANS["several"] = RoundPlan((CHOICES["by lot"], CHOICES["waves"], CHOICES["later"]))
PLANS["one off"] = RoundPlan((replace(CHOICES["plain"], on=False), CHOICES["filters"], CHOICES["budget"]))
PLANS["control"] = RoundPlan((CHOICES["waves"], CHOICES["filters"]), control=True)


def one(*given, **fields):
    return RoundPlan((Choice(*given, **fields),))


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

    use_language("en")
    style.setup()
    return CockpitPage(game)


@pytest.fixture(scope="module")
def strict(bank):
    return Game.of(Bank(Twin(bank.twin.now, RULES)))


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
@pytest.mark.parametrize("rules", ["open", "strict"])
def test_the_code_that_is_shown_makes_the_same_strategy(plan, rules, bank, seen, strict):
    bank = strict.bank if rules == "strict" else bank
    scope = {"tw": tw, "bank": bank}
    exec(plan_code(plan, seen, bank, 6).rpartition("\n")[0], scope)
    dealt = deal(plan, seen, bank, 6)
    assert len(strategy_of(dealt, seen)) > 5
    assert scope["strategy"].table.equals(order_of(plan, dealt, seen).strategy.table)
    assert ("control=0.1" in plan_code(plan, seen, bank, 6)) == plan.control


def test_filters_hold_and_their_ends_mean_no_limit(game, seen):
    chosen = game.preview(RoundPlan((replace(CHOICES["filters"], customers=10**6),))).strategy.customers
    assert chosen.months_since_purchase.between(1, 9).all()
    assert chosen.tenure_months.between(6, 60).all()
    assert chosen.margin_12m.between(*seen.margin_12m.quantile([0.2, 0.9]).round(2)).all()
    assert len(game.preview(one("everyone", customers=10**6, willing=False)).strategy.customers) == len(seen)


def test_a_list_is_cut_to_those_who_come_first_and_to_the_budget(game, seen):
    few = game.preview(one("everyone", customers=25, willing=False)).strategy.customers
    assert few.margin_12m.min() >= seen.margin_12m.nlargest(25).min()
    assert 450 < game.preview(PLANS["budget"]).check.cost <= 500


def test_what_lies_ahead_agrees_with_the_banks_own_check(game, bank):
    look = game.preview(PLANS["waves"])
    found = bank.check(look.strategy)
    assert (look.check.contacts, look.check.cost) == (found.contacts, found.cost)
    assert sum(look.lines.values()) == pytest.approx(found.cost + found.volume)
    assert look.busiest == pytest.approx(found.customers * 2 / 60)
    assert look.looked_at.matching - look.looked_at.left_out >= found.customers > 0
    assert found.ok


def test_nobody_is_contacted_for_two_reasons_and_the_first_card_comes_first(game):
    same = Choice("regular", channel="sms", offer="reminder", customers=50)
    look = game.preview(RoundPlan((same, replace(same, offer="voucher"), replace(same, segment="everyone"))), place=2)
    lists = [set(each.contacts.customers["customer_id"]) for each in look.dealt]
    assert [len(each) for each in lists] == [50, 50, 50]
    assert len(set.union(*lists)) == 150
    assert look.looked_at.taken == 50
    first = game.preview(RoundPlan((same,))).strategy
    assert set(first.customers["customer_id"]) == lists[0]
    off = game.preview(RoundPlan((replace(same, on=False), replace(same, offer="voucher"))))
    assert set(off.strategy.customers["customer_id"]) == lists[0]
    assert set(off.strategy.table["offer"]) == {"voucher"}


def test_a_control_group_is_drawn_by_lot_whatever_the_order_of_the_cards(game, bank):
    cards = (Choice("regular", customers=300), Choice("asleep", customers=30))
    looks = [game.preview(RoundPlan(order, control=True)) for order in (cards, cards[::-1], cards)]
    held = [{each.card.segment: sorted(each.held) for each in look.dealt} for look in looks]
    assert held[0] == held[1] == held[2]
    chosen = game.preview(RoundPlan(cards)).dealt[0].contacts.customers
    contacted = looks[0].dealt[0].contacts.customers
    assert 0.05 < len(held[0]["regular"]) / len(chosen) < 0.15  # a tenth in the long run
    order = tw.Order(looks[0].dealt[0].chosen, control=0.1)  # the very lot that the bank draws
    made = bank.run(order, futures=1).plan
    assert set(made.customer_id) == set(contacted["customer_id"])
    found = bank.check(order)
    assert (found.contacts, found.customers) == (len(made), len(made))
    assert found.cost < bank.check(looks[0].dealt[0].chosen).cost
    assert set(contacted["customer_id"]) | set(held[0]["regular"]) == set(chosen["customer_id"])
    by_lot = chosen[chosen["customer_id"].isin(held[0]["regular"])]["margin_12m"]
    assert by_lot.min() < chosen["margin_12m"].median() < by_lot.max()


def test_who_must_not_be_contacted_is_left_out_or_named(game, page):
    for way in ("sms", "call", "wecom", "app_push"):
        assert game.preview(one("everyone", channel=way)).check.ok
    look = game.preview(one("everyone", customers=1000, willing=False))
    assert [problem.code for problem in look.check.problems] == ["opt_out_call"]
    assert "have opted out" in fragments.refusals(look, [])
    use_language("zh")
    assert "拒收" in fragments.refusals(look, [])
    fields = page.deck.controls.fields
    fields["willing"].value = False
    fields["segment"].value = "everyone"
    fields["customers"].value = "1,000"
    assert page.run_button.disabled
    fields["willing"].value = True
    assert not page.run_button.disabled


def test_the_games_bans_are_kept(strict, seen):
    debtors = set(seen[seen.bucket > 0].customer_id)
    choice = Choice("everyone", channel="sms", offer="reminder", customers=10**6)
    assert not debtors & set(strict.preview(RoundPlan((choice,))).strategy.customers.customer_id)
    found = strict.preview(RoundPlan((replace(choice, willing=False),))).check.problems
    assert "ban" in {problem.code for problem in found}


@pytest.mark.parametrize(("channel", "limit"), [("call", "hours"), ("sms", "budget")])
def test_the_offered_cut_is_the_most_that_fits_beside_the_other_cards(strict, channel, limit):
    other = Choice("high_value", channel="branch", offer="reminder", customers=5)
    plan = RoundPlan((other, Choice("everyone", channel=channel, offer="voucher", customers=10**6)))
    fits = strict.fitted(plan, 2)
    assert strict.preview(fits).check.ok
    more = replace(fits.cards[1], customers=fits.cards[1].customers + 1)
    assert [each.code for each in strict.preview(replace(fits, cards=(other, more))).check.problems] == [limit]
    assert strict.fitted(RoundPlan((replace(plan.cards[1]), other)), 2) is None


EMPTY = {
    "filters": (one("new_unused", quiet=(20, 24)), "widen them", "放宽条件"),
    "budget": (
        one("regular", budget=1.0),
        "its budget of 1 yuan is less than one customer costs",
        "预算 1 元，不够触达一位",
    ),
    "order": (RoundPlan((Choice("asleep", customers=10**6, willing=False), Choice("asleep"))), "move it up", "上移"),
}


@pytest.mark.parametrize(("plan", "en", "zh"), EMPTY.values(), ids=EMPTY)
def test_an_empty_card_says_what_has_emptied_it(game, plan, en, zh):
    for language, words in (("en", en), ("zh", zh)):
        use_language(language)
        look = game.preview(plan, place=len(plan.cards))
        assert words in fragments.refusals(look, [])


@pytest.mark.parametrize(
    ("name", "typed"), [("budget", "-100"), ("budget", "0"), ("customers", "-5"), ("customers", "many")]
)
def test_a_number_that_cannot_be_is_said_and_changes_nothing(page, name, typed):
    fields, before = page.deck.controls.fields, page.deck.plan
    fields[name].value = typed
    assert page.run_button.disabled
    assert f"“{typed}”" in page.refusals.value
    assert page.deck.plan == before
    fields[name].value = {"budget": "１,０００ ", "customers": "２50"}[name]
    assert not page.run_button.disabled
    assert getattr(page.deck.plan.cards[0], name) == {"budget": 1000.0, "customers": 250}[name]


def test_cards_are_ordered_copied_switched_off_and_removed(page):
    deck = page.deck
    deck.controls.fields["segment"].value = "regular"
    deck.add()
    deck.controls.fields["segment"].value = "high_value"
    deck.copy(1)
    deck.controls.fields["channel"].value = "sms"
    names = lambda: [(card.segment, card.channel) for card in deck.plan.cards]  # noqa: E731
    assert names() == [("regular", "call"), ("high_value", "call"), ("high_value", "sms")]
    deck.move(2, -1)
    assert (names()[1], deck.place) == (("high_value", "sms"), 2)
    deck.switch(0, on=False)
    assert [place for place, _ in deck.plan.played] == [2, 3]
    assert "off" in deck.list.children[0].children[1].description
    deck.remove(1)
    assert names() == [("regular", "call"), ("high_value", "call")]
    assert (deck.place, deck.controls.choice) == (2, deck.plan.cards[1])
    deck.select(0)
    assert deck.controls.fields["segment"].value == "regular"
    deck.remove(1)
    deck.remove(0)
    assert len(deck.plan.cards) == 1


def test_a_round_may_pass_with_nothing_done(page):
    page.deck.switch(0, on=False)
    assert not page.run_button.disabled
    page.run()
    page.go_on()
    assert (page.game.round, page.game.played[0].happened.profit) == (2, 0)
    assert "Nothing is done" in page.rounds.value


def test_the_expected_response_is_what_the_books_say(game, bank):
    look = game.preview(one("everyone", channel="sms", offer="voucher"))
    contacts = bought = 0
    books = bank.twin.now.monthly_pages
    for month in range(1, len(books)):
        rows = (books[month].channel == 0) & (books[month].offer == 2) & books[month - 1].open
        contacts, bought = contacts + rows.sum(), bought + (books[month].count[rows] > 0).sum()
    assert look.response.contacts == contacts > 100
    assert look.response.bought == pytest.approx(bought / contacts)
    assert look.response.alike
    assert "anyway" in fragments.ahead(look)
    assert game.preview(one("everyone", channel="branch")).response is None


def test_a_game_goes_on_where_it_ended(game, bank):
    first = game.run(PLANS["plain"])
    second = game.run(PLANS["control"])
    game.advance(second)
    third = game.run(one("regular"))

    again = Game.of(Bank(Twin(bank.twin.now)))
    assert again.resume() is None
    assert [trial.plan for trial in again.trials] == [trial.plan for trial in (first, second, third)]
    assert [trial.score for trial in again.trials] == [trial.score for trial in (first, second, third)]
    assert again.trials[1].happened == second.happened is not None
    assert again.readings[2] == game.readings[2] != []
    assert (again.round, again.bank.month) == (2, "2026-07")
    assert again.bank.observed().equals(game.bank.observed())
    assert again.result(again.latest).score(references=False) == third.score


@pytest.mark.parametrize("harm", ["cut short", "another engine", "an unknown segment"])
def test_a_log_that_cannot_be_used_is_kept_under_another_name(harm, game):
    game.run(PLANS["plain"])
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
    game.advance(game.run(PLANS["plain"]))
    held = game.file.read_text("utf-8")
    with pytest.raises(BilingualError, match="another window"):
        other.run(PLANS["waves"])
    assert game.file.read_text("utf-8") == held


def test_a_new_game_keeps_the_old_log(game):
    game.advance(game.run(PLANS["plain"]))
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
    page.deck.controls.fields["segment"].value = "regular"
    page.deck.add()
    page.deck.controls.fields["segment"].value = "asleep"
    page.deck.control.value = True
    page.run()
    page.go_on()
    page.deck.controls.fields["channel"].value = "sms"
    page.run()
    page.deck.switch(0, on=False)
    page.run()
    shown = page.snapshot()
    trial = game.latest
    assert f"{trial.score.profit:,.0f} ±" in shown
    assert f"{trial.score.profit / 50_000:.0%}" in shown
    alts = re.findall('alt="([^"]+)"', shown)
    assert len(alts) == 2  # the waterfall, and both runs of this round beside each other
    chinese = r"[\u4e00-\u9fff]"
    words = [
        *alts,
        *re.findall(
            r"<(?:span class='tw-title'|th scope='[a-z]+'|caption|h1|span class='tw-note'|p class='tw-note')[^>]*>([^<]+)<",
            shown,
        ),
    ]
    words += [control.description for control in page.deck.controls.fields.values()]
    words += [button.description for button in (page.run_button, page.next_button, page.new_button, page.take_button)]
    words = [word for word in words if re.search(r"[^\W\d]", word)]
    assert len(words) > 80
    assert [word for word in words if bool(re.search(chinese, word)) != (language == "zh")] == []
    assert shown.count("<caption") == 4  # plans tried, rounds carried out, the control group, profit and loss


def test_carrying_out_begins_the_next_round(page):
    page.deck.controls.fields["segment"].value = "regular"
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
