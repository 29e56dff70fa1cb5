"""A question in a learner's hands: hints that go further, answers only where allowed, other banks, nbgrader's Validate."""

import json
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import twinline as tw
from generators.errors import BilingualError, UnknownChoice
from generators.parameters import world
from twinline.base.paths import COURSE, LESSONS
from twinline.base.text import t, use_language
from twinline.build.taught import with_lessons
from twinline.build.titles import check_counts
from twinline.data.tables import generate_with_progress
from twinline.progress import store
from twinline.questions import Checker
from twinline.questions.author.authoring import BANK, PolicyQuestion, Question, case, data, read_questions, table
from twinline.questions.author.bake import bake
from twinline.questions.calling import call
from twinline.questions.returns import Number
from twinline.questions.sheet import Rules, read_sheet


@pytest.fixture
def q1(monkeypatch):
    monkeypatch.setenv("TWINLINE_SCALE", "tiny")
    return tw.exercise("m10")[0]


RIGHT = read_questions("m10")[0].right


def test_hints_go_further_and_are_remembered(q1, capsys):
    use_language("en")
    stages = [t(*pair) for pair in read_questions("m10")[0].hints]
    for shown in range(1, len(stages) + 2):
        q1.hint()
        said = capsys.readouterr().out
        assert [stage in said for stage in stages] == [number < shown for number in range(len(stages))]
    assert store.read().modules["m10"].questions["q1"].hints == len(stages)


def test_an_answer_is_shown_once_it_was_tried_and_the_instructor_allows_it(q1, capsys, monkeypatch):
    use_language("en")
    telling = 'rested = observed["contacts_3m"] <= 2'
    q1.solution()
    assert telling not in capsys.readouterr().out
    q1.check(lambda observed: None)
    capsys.readouterr()
    monkeypatch.setenv("TWINLINE_SOLUTIONS", "never")
    q1.solution()
    assert telling not in capsys.readouterr().out
    monkeypatch.delenv("TWINLINE_SOLUTIONS")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    q1.solution()
    assert telling not in capsys.readouterr().out
    monkeypatch.delenv("NBGRADER_EXECUTION")
    q1.solution()
    assert telling in capsys.readouterr().out
    assert store.read().modules["m10"].questions["q1"].revealed


def test_a_copy_without_the_source_has_no_answers(q1, capsys, monkeypatch):
    from twinline.questions.author import authoring

    monkeypatch.setattr(authoring.questions_files, "__defaults__", (authoring.LESSONS / "nowhere",))
    monkeypatch.setenv("TWINLINE_SOLUTIONS", "always")
    q1.solution()
    assert "holds no answers" in capsys.readouterr().out


def test_progress_remembers_the_best(q1):
    q1.check(lambda observed: None)
    q1.check(RIGHT)
    q1.check(lambda observed: None)
    kept = store.read().modules["m10"].questions["q1"]
    assert (kept.tries, kept.best, kept.last, kept.share) == (3, "right", "wrong", 1.0)


def test_validate_fails_where_an_answer_is_wrong(q1, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    q1.check(RIGHT)
    with pytest.raises(AssertionError, match="Not yet"):
        q1.check(lambda observed: None)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    q1.check(lambda observed: None)


def test_the_small_table_can_be_tried_on(q1):
    small = q1.example()
    assert isinstance(small, pd.DataFrame)
    assert len(RIGHT(small)) > 0
    small["spoilt"] = 1
    assert "spoilt" not in q1.example()
    assert len(tw.exercise("m10")[2].example()) == 3
    assert tw.exercise("m10")[6].example() is None


def test_the_small_table_comes_with_its_right_answer_and_its_columns_titles(q1, capsys):
    use_language("en")
    q1.example()
    said = capsys.readouterr().out
    assert said.startswith("seven customers, by hand\n")
    assert "may_call(…):\n11, 15, 17\n" in said
    assert "call_opt_out No calls" in said
    use_language("zh")
    q1.example()
    assert "call_opt_out 拒接电话" in capsys.readouterr().out
    groups = tw.exercise("m10")[2].example()
    assert groups._repr_html_().count("<b>") == 3
    assert "young: 0.6" in capsys.readouterr().out
    tw.exercise("m10")[3].example()
    assert "0.647507" in capsys.readouterr().out


def one_of_three(observed):
    return observed.loc[~observed["call_opt_out"] & (observed["sms_opt_out"] | True), "customer_id"]


def too_strict(observed):
    return observed.loc[observed["customer_id"].isin(RIGHT(observed)) & (observed["contacts_3m"] >= 1), "customer_id"]


def filters_nobody(observed):
    return observed.loc[(observed["call_opt_out"] == "no") & observed["sms_opt_out"].isin(["Y"]), "customer_id"]


def typed_in(observed):
    return [11, 15, 18]


@pytest.mark.parametrize(
    ("function", "en", "zh"),
    [
        (one_of_three, "All that should be there are, but 13, 14, 16 should not", "该有的都有了，但多了 13, 14, 16"),
        (too_strict, "11 should be there too: a condition is too strict", "还应该有 11：某个条件太严"),
        (
            filters_nobody,
            "`call_opt_out` never holds `'no'`. It holds: `False, True`",
            "`call_opt_out` 列里没有 `'no'`",
        ),
        (typed_in, "returns the same whatever table it is given", "不管传入什么表，函数返回的都一样"),
        (
            lambda observed: observed.loc[~observed["opt_out"], "customer_id"],
            "one of 'call_opt_out' (No calls), 'sms_opt_out' (No SMS)",
            "“call_opt_out”（拒接电话）、“sms_opt_out”（拒收短信）",
        ),
    ],
)
def test_half_an_answer_is_told_what_is_missing(q1, function, en, zh):
    for language, said in (("en", en), ("zh", zh)):
        use_language(language)
        verdict = q1.verdict(function)
        assert verdict.state in ("wrong", "error")
        assert said in str(verdict), str(verdict)


@pytest.mark.parametrize(
    "function",
    [
        lambda: np.float64(0.5) + "a",
        lambda: {"a": np.float64(0.5), "b": [np.int64(3), np.str_("x"), np.True_]},
        lambda: pd.DataFrame({"a": [1]}) + pd.Series.groupby,
        lambda: sum([pd.Timestamp("2025-01-01"), np.int64(3)]),
        lambda: pd.DataFrame.head,
        lambda: pd.Series([1]).mean,
        lambda: int(pd.DataFrame),
        lambda: pd.to_datetime(pd.DataFrame),
    ],
)
def test_errors_and_results_show_no_types_of_numpy_and_no_paths_of_classes(function):
    outcome = call(function, [], Number(), 5)
    for said in (outcome.shown, outcome.detail.splitlines()[-1] if outcome.detail else ""):
        assert not re.search(r"np\.|numpy|<class|pandas\.|0x", said), said


def test_an_unknown_exercise_says_which_there_are():
    with pytest.raises(UnknownChoice, match="m10"):
        tw.exercise("m99")


def test_a_learner_with_a_bank_of_their_own_has_right_answers_of_their_own(tmp_path, monkeypatch):
    """Exam mode: what is right on one's neighbour's bank is wrong here."""
    own = replace(world("tiny"), seed=77)
    generate_with_progress(own, tmp_path / "bank", workers=1, quiet=True)
    sheet = bake("m10", banks=[tmp_path / "bank"])
    ask = Checker("m10", sheet.questions[2])
    right = read_questions("m10")[2].right
    neighbours = {
        by: right(tw.churn.careers("tiny"), by, months) for by, months in (("product", 12), ("acquisition", 6))
    }
    monkeypatch.setattr("twinline.questions.cases.dataset_folder", lambda dataset=None: tmp_path / "bank")
    assert ask.verdict(right).state == "right"

    def copied(careers, by, months):
        return right(careers, by, months) if len(careers) < 50 else neighbours[by]

    assert ask.verdict(copied).state == "wrong"


def test_on_a_bank_that_the_sheet_does_not_know_nothing_is_called_right(monkeypatch, tmp_path, capsys):
    """Small tables still help; but that they are right says little, and is kept as neither right nor wrong."""
    own = replace(world("tiny"), seed=78)
    generate_with_progress(own, tmp_path / "bank", workers=1, quiet=True)
    monkeypatch.setenv("TWINLINE_SCALE", str(tmp_path / "bank"))
    use_language("en")
    ask = Checker("m10", read_sheet("m10").questions[0])
    verdict = ask.verdict(RIGHT)
    assert verdict.state == "not_checked"
    assert not verdict.right
    assert [state for _, state in verdict.tried] == ["right", "not_checked"]
    ask.check(RIGHT)
    assert "os.environ.pop" in capsys.readouterr().out
    assert "q1" not in store.read().modules.get("m10", store.ModuleProgress()).questions
    use_language("zh")
    assert "请换回课程自带的银行" in str(ask.verdict(RIGHT))
    assert ask.verdict(lambda observed: observed["customer_id"]).state == "wrong"
    assert len(tw.load("branches")) > 0  # what `os.environ` names is read by everything


def test_a_bank_that_is_not_there_yet_is_made_before_it_is_checked_on(monkeypatch, tmp_path):
    monkeypatch.setenv("TWINLINE_DATASETS", str(tmp_path))
    monkeypatch.setenv("TWINLINE_SCALE", "tiny")
    assert Checker("m10", read_sheet("m10").questions[0]).verdict(RIGHT).state == "right"


def stated(**changes):
    given = {
        "id": "q1",
        "title": ("Sum", "合计"),
        "points": 1,
        "returns": Number(),
        "cases": [
            case("two", ("two", "两行"), table({"amount": [1.0, 2.0]})),
            case("bank", BANK, data("twinline.prepared.churn:win_back")),
        ],
        "hints": [("a", "甲"), ("b", "乙")],
        "success": ("fine", "好"),
    }
    question = Question(**{**given, **changes})
    question.reference(lambda file: float(file.iloc[:, -1].sum()) if "amount" in file else float(file["cost"].sum()))
    return question


@pytest.mark.parametrize(
    ("changes", "mistake", "said"),
    [
        ({"cases": [case("two", ("two", "两行"), table({"amount": [1.0, 2.0]}))]}, None, "no case uses the bank"),
        ({}, lambda file: stated().right(file), "no case tells same"),
        ({}, lambda file: 1 / 0, "no case tells same"),
    ],
    ids=["typed in by hand", "the mistake is right", "the mistake always fails"],
)
def test_a_question_that_could_not_teach_is_not_built(changes, mistake, said, monkeypatch):
    question = stated(**changes)
    if mistake:
        question.wrong("same", ("Same", "一样"))(mistake)
    monkeypatch.setattr("twinline.questions.author.bake.read_questions", lambda module, lessons: (question,))
    with pytest.raises(BilingualError, match=said):
        bake("m10")


def test_after_the_third_time_the_lesson_is_named(q1, capsys):
    use_language("en")
    q1.check(one_of_three)
    for _ in range(2):
        q1.check(typed_in)
    assert "The third time" not in capsys.readouterr().out
    q1.check(RIGHT)
    assert "The third time" not in capsys.readouterr().out
    q1.check(typed_in)
    assert (
        "The third time: read “What lies unused on head office's shelf” in the lesson again." in capsys.readouterr().out
    )
    use_language("zh")
    verdict = q1._with_lesson(q1.verdict(typed_in))
    assert "第三次了" in str(verdict)
    assert '<a href="m10-lesson.ipynb#' in verdict._repr_html_()


def test_every_question_says_where_its_idea_is_taught():
    for module in ("m00", "m01", "m04", "m05", "m09", "m10"):
        for each in read_sheet(module).questions:
            assert each.taught, (module, each.id)
            for language in ("en", "zh"):
                (book,) = COURSE.glob(f"{language}/{module}_*/{each.taught.notebook}")
                cells = json.loads(book.read_bytes())["cells"]
                lines = [line for cell in cells for line in "".join(cell["source"]).splitlines()]
                assert [line for line in lines if line.lstrip("# ") == getattr(each.taught.title, language)]


def test_a_lesson_that_is_not_there_is_no_place():
    sheet = read_sheet("m10")
    with pytest.raises(BilingualError, match=r"m10 q1: no cell with a heading is called 'lesson:nowhere'.*survival"):
        with_lessons(sheet, {"q1": "lesson:nowhere"}, LESSONS)


@pytest.mark.parametrize(
    ("en", "zh", "fits"),
    [
        ("four purchases of three customers, by hand", "三位客户的四笔消费，可手工核对", True),
        ("a small table", "一张小表", True),
        ("five purchases, by hand", "五笔消费，可手工核对", False),
        ("four purchases, by hand", "三笔消费，可手工核对", False),
        ("a few purchases, by hand", "十几笔消费，可手工核对", False),
        ("twenty-four purchases, by hand", "二十四笔消费，可手工核对", False),
    ],
)
def test_what_the_title_of_a_small_table_says_is_counted(en, zh, fits):
    small = table({"customer_id": [7, 7, 8, 9], "amount": [1.0, 2.0, 3.0, 4.0]})
    question = stated(cases=[case("four", (en, zh), small)])
    if fits:
        check_counts("m10", question)
    else:
        with pytest.raises(BilingualError, match=r"should name what the table holds. It has 3, 4"):
            check_counts("m10", question)


def test_a_policys_mistakes_are_named_as_they_are_found():
    question = PolicyQuestion(
        id="q7",
        title=("Run", "推演"),
        points=1,
        rules=Rules(share=0.1, full=0.6, nearly=0.4),
        hints=[("a", "甲")],
        success=("fine", "好"),
    )
    question.wrong("rich")(print)
    question.wrong("nobody", ("Nobody!", "没有人！"))(print)
    question.wrong("opt_out_sms", ("Not by text.", "不能发短信。"))(print)
    assert [wrong.code for wrong in question.wrongs] == ["rich", "nobody", "opt_out_sms"]
    assert "most valuable" in question.wrongs[0].words.en
    assert "价值最高" in question.wrongs[0].words.zh
    assert question.wrongs[1].words.en == "Nobody!"
    with pytest.raises(UnknownChoice, match=r"richest.*nobody.*rich.*opt_out_sms"):
        question.wrong("richest", ("Rich.", "富。"))
    with pytest.raises(BilingualError, match="q7: the mistake weak needs a message"):
        question.wrong("weak")
    with pytest.raises(BilingualError, match="q1: the mistake same needs a message"):
        stated().wrong("same")


def test_questions_share_what_they_need_wherever_they_are_read(tmp_path, monkeypatch):
    """A file a question, in order; a class's copy has its own."""
    stating = """
from twinline.questions.author.authoring import Question
from twinline.questions.returns import Number

from .shared import POINTS

question = Question(
    id="{id}", title=("Sum", "合计"), points=POINTS, returns=Number(), cases=[], hints=[("a", "甲")], success=("b", "乙")
)


@question.reference
def total(amounts):
    return amounts.sum()
"""
    for copy, points in (("ours", 2), ("theirs", 3)):
        folder = tmp_path / copy / "m77_sums" / "questions"
        folder.mkdir(parents=True)
        folder.joinpath("shared.py").write_text(f"POINTS = {points}\n", encoding="utf-8")
        for number in (1, 2, 10):
            folder.joinpath(f"q{number}.py").write_text(stating.format(id=f"q{number}"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for copy, points in (("ours", 2), ("theirs", 3)):
        found = read_questions("m77", tmp_path / copy)
        assert [each.id for each in found] == ["q1", "q2", "q10"]
        assert {each.points for each in found} == {points}
        assert found[0].source() == ("def total(amounts):", "return amounts.sum()")
