"""Scenario files: the ready ones can be played, and every mistake in one's own gets a line with the file and the field."""

import pytest
import yaml

import twinline as tw
from generators import parameters as p
from generators.errors import BilingualError, UnknownChoice
from generators.twin.scenario import Ban, Shock
from twinline.base.paths import HOME
from twinline.twin.scenarios import NAMES, ScenarioError, load
from twinline.twin.scenarios.form import ScenarioForm

GOOD = {
    "title": {"en": "A game", "zh": "一局"},
    "briefing": {"en": "First line.\n\nMore.", "zh": "第一行。\n\n后面。"},
    "months": 3,
    "budget": 500,
    "share": 0.5,
    "hours": 10,
    "costs": {"call": 9},
    "shocks": [{"first": 1, "last": 2, "leave": 0.5, "buy": -0.1, "cities": ["Xi'an", "上海"]}],
    "bans": [{"channel": "call", "where": "complaints_12m > 0", "first": 2, "reason": {"en": "no", "zh": "不行"}}],
}


@pytest.fixture
def written(tmp_path):
    def write(changes: dict | str, name: str = "mine.yml"):
        content = changes if isinstance(changes, str) else yaml.safe_dump({**GOOD, **changes}, allow_unicode=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
        return tmp_path / name

    return write


def test_a_file_makes_a_game(written):
    game = load(written({}))
    assert (game.name, game.months, game.budget, game.share, game.hours) == ("mine", 3, 500, 0.5, 10)
    assert game.costs == (("call", 9),)
    assert game.shocks == (Shock(1, 2, 0.5, -0.1, ("西安", "上海")),)
    assert game.bans == (Ban("call", "complaints_12m > 0", "no", "不行", 2),)
    bank = tw.Bank.open("tiny", scenario=written({}))
    assert (bank.budget, bank.briefing.line) == (500, "First line.")
    tw.use_language("zh")
    assert bank.briefing.line == "第一行。"
    assert "complaints_12m > 0" in str(bank.briefing)


def test_a_file_saved_in_china_is_read(written, tmp_path):
    (tmp_path / "gbk.yml").write_bytes(written({}).read_text("utf-8").encode("gbk"))
    assert load(tmp_path / "gbk.yml").zh == "一局"


WRONG = [
    ({"title": {"en": "x"}}, "title.zh: is missing", "title.zh：缺少"),
    ({"title": 3}, "title: 3 will not do", "title：3 不可用"),
    ({"briefing": {"en": "", "zh": "字"}}, "briefing.en: '' will not do; it takes a text in English", "英文文字"),
    (
        {"budjet": 1},
        "budjet: there is no such field; choose among title, briefing, months, budget",
        "budjet：没有这个字段",
    ),
    ({"months": 25}, "months: 25 will not do; it takes a whole number of months, 1 to 24", "1 到 24 的整数"),
    ({"months": "6"}, "months: '6' will not do", "months：'6' 不可用"),
    ({"budget": -1}, "budget: -1 will not do; it takes yuan a round, 0 or more", "不小于 0"),
    ({"budget": float("inf")}, "budget: inf will not do", "budget：inf"),
    (
        {"share": 0},
        "share: 0 will not do; it takes a share of the open accounts, above 0 and up to 1",
        "大于 0、不超过 1",
    ),
    ({"hours": True}, "hours: True will not do; it takes staff hours a month", "每月人力小时数"),
    (
        {"costs": {"fax": 1}},
        "costs: {'fax': 1} will not do; it takes yuan an attempt, 0 or more, for any of sms, app_push",
        "渠道可选 sms、app_push",
    ),
    ({"costs": {"call": -1}}, "costs.call: -1 will not do", "costs.call：-1"),
    ({"shocks": {"first": 1}}, "shocks: {'first': 1} will not do; it takes a list of shocks", "冲击列表"),
    (
        {"shocks": [{"last": 1}]},
        "shocks[1].first: is missing; it takes a month of the game, 1 to 24",
        "shocks[1].first：缺少",
    ),
    (
        {"shocks": [{"first": 3, "last": 2}]},
        "shocks[1].last: 2 will not do; it takes a month of the game, from `first` to 24",
        "不早于 first",
    ),
    (
        {"shocks": [{"first": 1, "last": 2, "leave": 4}]},
        "shocks[1].leave: 4 will not do; it takes a number from -3 to 3",
        "-3 到 3",
    ),
    (
        {"shocks": [{"first": 1, "last": 2, "buy": "much"}]},
        "shocks[1].buy: 'much' will not do; it takes a number from -2 to 2",
        "-2 到 2",
    ),
    (
        {"shocks": [{"first": 1, "last": 2, "cities": ["Paris"]}]},
        "shocks[1].cities: ['Paris'] will not do; it takes a list of Shanghai",
        "可选 上海",
    ),
    (
        {"bans": [{**GOOD["bans"][0], "channel": "fax"}]},
        "bans[1].channel: 'fax' will not do; it takes one of sms",
        "bans[1].channel",
    ),
    ({"bans": [{**GOOD["bans"][0], "first": 0}]}, "bans[1].first: 0 will not do", "第几个月，1 到 24"),
    ({"bans": [{"channel": "call", "where": "age > 60"}]}, "bans[1].reason: is missing", "bans[1].reason：缺少"),
    *(
        ({"bans": [{**GOOD["bans"][0], "where": where}]}, "bans[1].where: ", "用 bank.observed() 的字段写成的条件")
        for where in (
            "salary > 1",
            "age >",
            "age + 1",
            "@pd",
            "age.sum() > 1",
            "__import__('os').getcwd() == ''",
            "city > 1",
        )
    ),
]


@pytest.mark.parametrize(("change", "en", "zh"), WRONG, ids=[str(case[0])[:40] for case in WRONG])
def test_each_mistake_gets_one_line(written, change, en, zh):
    with pytest.raises(ScenarioError) as refused:
        load(written(change))
    assert refused.value.en.startswith(f"mine.yml: {en}")
    assert refused.value.zh.startswith("mine.yml：")
    assert zh in refused.value.zh
    assert "\n" not in refused.value.en + refused.value.zh


def test_all_mistakes_are_told_at_once(written):
    with pytest.raises(ScenarioError) as refused:
        load(written({"months": 0, "share": 2, "budjet": 1}))
    assert len(refused.value.en.splitlines()) == len(refused.value.zh.splitlines()) == 3


@pytest.mark.parametrize(
    ("content", "en"),
    [
        ("title: {en: [", "mine.yml: line 1: this is not YAML"),
        ("budget: 1\nbudget: 2\n", "mine.yml: line 2: this is not YAML (budget stands twice)"),
        ("", "mine.yml: a scenario has fields"),
        ("- 1", "mine.yml: a scenario has fields"),
        ("title: !!python/object/apply:os.getcwd []", "mine.yml: line 1: this is not YAML"),
        ("{1: 2, [3]: 4}", "mine.yml: "),
        ("a: \x01", "mine.yml: this is not YAML"),
    ],
)
def test_what_is_no_scenario_is_refused_kindly(written, content, en):
    with pytest.raises(ScenarioError) as refused:
        load(written(content))
    assert refused.value.en.startswith(en)


def test_an_unknown_name_lists_the_known_and_a_missing_file_is_named(tmp_path):
    with pytest.raises(UnknownChoice, match=r"choose one of open, rival, lean, refusal, FILE\.yml"):
        tw.Bank.open("tiny", scenario="rivals")
    with pytest.raises(BilingualError, match=r"There is no file .*none\.yml"):
        load(tmp_path / "none.yml")


@pytest.mark.parametrize("name", NAMES)
def test_a_ready_game_has_a_page_in_both_languages_and_can_be_played(name):
    bank = tw.Bank.open("tiny", scenario=name)
    pages = []
    for language in ("en", "zh"):
        tw.use_language(language)
        pages.append(bank.briefing.paragraphs)
        assert bank.briefing.paragraphs[-1] in bank.briefing._repr_html_()
    english, chinese = (" ".join(page) for page in pages)
    assert len(english.split()) > 120
    assert sum("一" <= letter <= "鿿" for letter in chinese) > 180
    assert len(pages[0]) == len(pages[1]) == 4
    text = tw.segment(bank.observed(), "not sms_opt_out").cap(5).action("sms", "reminder")
    # Whoever closes the card that very morning is not reached any more.
    assert 3 <= bank.run(text, futures=1).score(references=False).contacts <= 5


def test_rules_bite():
    lean, refusal = tw.Bank.open("tiny", scenario="lean"), tw.Bank.open("tiny", scenario="refusal")
    seen = lean.observed()
    calls = tw.segment(seen, "not call_opt_out").cap(200).action("call", "fee_waiver")
    assert {problem.code for problem in lean.check(calls).problems} == {"budget", "hours"}
    asked = tw.segment(seen, "calls_12m > 0 and redeemed_12m == 0 and not call_opt_out").cap(3).action("call")
    assert {problem.code for problem in refusal.check(asked).problems} == {"ban"}


def test_a_shock_reaches_its_cities_only():
    quiet, loud = (tw.Bank.open("tiny", scenario=name).run(None, futures=1).outcomes for name in (None, "rival"))
    seen = tw.Bank.open("tiny").observed()
    here = seen["city"].isin(["上海", "杭州"])
    elsewhere = ~here & seen["referrer_id"].isna()  # whoever was brought feels what happens to their friend
    assert quiet[elsewhere].equals(loud[elsewhere])
    assert loud[here]["open_without"].sum() < quiet[here]["open_without"].sum()


def test_another_seed_is_a_bank_nobody_has_seen(kept):
    known, unseen = tw.Bank.open("tiny"), tw.Bank.open("tiny", seed=77)
    assert not known.observed()["income"].head(50).equals(unseen.observed()["income"].head(50))
    assert tw.Bank.open("tiny", seed=77).observed().equals(unseen.observed())
    assert not [path for path in kept.rglob("*") if "truth" in path.name or path.suffix == ".parquet"]


def test_the_list_of_games():
    games = tw.worlds()
    assert list(games["Name"]) == ["open", *NAMES]
    assert games["Briefing"].str.len().between(30, 200).all()


def test_the_handbook_s_example_is_a_game(tmp_path):
    handbook = (HOME / "docs" / "reference" / "twin.md").read_text("utf-8")
    example = handbook.split("```yaml\n")[1].split("```")[0]
    (tmp_path / "example.yml").write_text(example, encoding="utf-8")
    assert set(yaml.safe_load(example)) == set(ScenarioForm.model_fields)
    assert load(tmp_path / "example.yml").shocks[0].cities == ("西安",)


@pytest.mark.parametrize("name", NAMES)
def test_the_stories_say_what_the_rules_say(name):
    game = load(name)
    for story in (game.story_en, game.story_zh):
        assert f"{game.budget:,.0f}" in story
        assert game.hours is None or f"{game.hours:.0f}" in story
    if name == "lean":  # "twice the old price a call"
        assert dict(game.costs)["call"] * 100 == 2 * p.CHANNELS[p.CHANNEL_NAMES.index("call")].cost_fen
