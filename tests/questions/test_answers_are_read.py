"""Answers are read for what they are, known again by their fingerprints, and called without harm."""

import math
import sys
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinline.questions.author.answers import _rounded
from twinline.questions.calling import call
from twinline.questions.judging import Known, Tried, judge, together
from twinline.questions.marks import Mark, Plain
from twinline.questions.returns import ByGroup, Columns, Ids, Number, Numbers, Rows, WrongShape

ONE = Number()
FLOATS = st.floats(-1e7, 1e7, allow_nan=False)


@given(st.lists(FLOATS, min_size=1, max_size=12), st.data())
@settings(max_examples=200)
def test_a_fingerprint_forgives_the_tolerance_and_no_more(numbers, data):
    tolerance = 1e-6
    mark, plain = Mark.make(list(numbers), tolerance, "salt"), Plain(list(numbers), tolerance)
    size = 10.0 ** max(math.ceil(math.log10(max(map(abs, numbers)))), 0) if max(map(abs, numbers)) > 1 else 1.0
    near = [number + data.draw(st.floats(-0.99, 0.99)) * tolerance * size for number in numbers]
    assert mark.matches(near)
    assert plain.matches(near)
    place = data.draw(st.integers(0, len(numbers) - 1))
    far = [
        *near[:place],
        numbers[place] + data.draw(st.sampled_from([-1, 1])) * 3.01 * tolerance * size,
        *near[place + 1 :],
    ]
    assert not mark.matches(far)
    assert not plain.matches(far)


def test_whole_numbers_and_texts_are_exact_and_salt_matters():
    mark = Mark.make([1, 2, "a"], 1e-6, "q1")
    assert mark.matches([1, 2, "a"])
    assert not mark.matches([1, 3, "a"])
    assert not mark.matches(["1", 2, "a"])
    assert not mark.matches([1.0, 2, "a"])
    assert not mark.matches([1, 2])
    assert Mark.make([1, 2, "a"], 1e-6, "q2").digest != mark.digest
    many = Mark.make(list(range(5_000)), 1e-6, "ids")
    assert many.matches(list(range(5_000)))
    assert not many.matches([*range(4_999), 7_000])
    assert len(many.model_dump_json()) < 200


def test_a_number_may_come_in_any_clothes():
    for same in (0.5, np.float64(0.5), np.float32(0.5), np.array(0.5)):
        assert ONE.parts(same) == {"": [0.5]}
    assert ONE.parts(2) == {"": [2.0]}
    for other in (True, "0.5", None, [0.5], pd.Series([0.5]), 1 + 0j):
        with pytest.raises(WrongShape):
            ONE.parts(other)


def test_groups_are_known_by_name_in_any_order():
    series = pd.Series({"gold": 0.5, "young": 0.25})
    assert ByGroup().parts(series) == ByGroup().parts({"young": 0.25, "gold": 0.5})
    categorical = pd.Series([0.25, 0.5], index=pd.CategoricalIndex(["young", "gold"]))
    assert ByGroup().parts(categorical) == ByGroup().parts(series)
    assert ByGroup().parts(pd.Series({1.0: 0.5})) == ByGroup().parts({1: 0.5})
    frame = pd.DataFrame({"low": [0.1, 0.2], "effect": [0.2, 0.3], "more": [1, 1]}, index=[True, False])
    read = Columns(columns=("effect", "low")).parts(frame)
    assert read == {"effect": ["False", "True", 0.3, 0.2], "low": ["False", "True", 0.2, 0.1]}
    with pytest.raises(WrongShape, match="effect, low"):
        Columns(columns=("effect", "low")).parts(frame[["low"]])


def test_ids_and_rows():
    assert (
        Ids().parts(pd.Series([3, 1, 2])) == Ids().parts({1, 2, 3}) == Ids().parts([1.0, 2.0, 3.0]) == {"": [1, 2, 3]}
    )
    assert Ids().parts([]) == {"": []}
    with pytest.raises(WrongShape, match="True and False"):
        Ids().parts(pd.Series([True, False]))
    with pytest.raises(WrongShape, match="10 numbers"):
        Numbers(size=10).parts([1.0] * 9)
    table = pd.DataFrame({"id": [1, 2], "day": pd.to_datetime(["2025-01-01", "2025-02-01"]), "x": [1, 2]})
    rows = Rows(names=("train", "test"), key=("id", "day"))
    assert rows.parts((table.iloc[:1], table.iloc[1:])) == {"train": ["1|2025-01-01"], "test": ["2|2025-02-01"]}
    with pytest.raises(WrongShape, match="id"):
        rows.parts((table[["x"]], table))


def judged(answer, right=0.25, wrong=0.75):
    known = [
        Known("right", "right", {"": Plain([right], 1e-6)}),
        Known("mistake", "wrong", {"": Plain([wrong], 1e-6)}),
    ]
    return judge(Tried(call(lambda: answer, [], ONE, 5)), known)


@pytest.mark.parametrize(
    ("answer", "state", "code"),
    [
        (0.25, "right", "right"),
        (25.0, "nearly", "percent"),
        (0.0025, "nearly", "fraction"),
        (-0.25, "nearly", "sign"),
        (0.75, "wrong", "mistake"),
        (0.4, "wrong", ""),
        (float("nan"), "wrong", ""),
    ],
)
def test_slips_of_unit_and_sign_are_nearly_right_but_a_named_mistake_comes_first(answer, state, code):
    found = judged(answer)  # 0.75 is also 1 − 0.25: the question's own message is the better one
    assert (found.state, found.code) == (state, code)
    assert judged(0.75, wrong=9.0).code == "complement"


def test_whatever_a_function_does_becomes_an_outcome():
    def loop():
        while True:
            pass

    def deep():
        return deep()

    assert call(loop, [], ONE, 0.5).trouble == "error"
    assert "0.5 seconds" in call(loop, [], ONE, 0.5).words.en
    assert "itself" in call(deep, [], ONE, 5).words.en
    assert "exit()" in call(sys.exit, [], ONE, 5).words.en
    assert "1 value" in call(lambda: 1, [5], ONE, 5).words.en
    assert "divided by 0" in call(lambda: 1 / 0, [], ONE, 5).words.en
    typo = call(lambda table: table["amont"], [pd.DataFrame({"amount": [1.0]})], ONE, 5)
    assert "'amount'" in typo.words.en
    assert "“amount”" in typo.words.zh
    assert typo.detail.endswith("KeyError: 'amont'")
    assert 'table["amont"]' in typo.detail
    assert "site-packages" not in typo.detail  # the learner's own lines only
    for ask in (lambda table: table.groupby("amont").size(), lambda table: table[["amont"]], lambda table: table.amont):
        assert "Did you mean 'amount'" in call(ask, [pd.DataFrame({"amount": [1.0]})], ONE, 5).words.en
    assert call(lambda: 0.5, [], ONE, 5).parts == {"": [0.5]}


def test_a_table_that_was_changed_is_noticed_and_ours_stays_as_it_was():
    table = pd.DataFrame({"a": [1.0, 2.0]})

    def spoil(given):
        given["b"] = 1
        given.loc[0, "a"] = 9.0
        return float(table["a"].sum())

    outcome = call(spoil, [table], ONE, 5)
    assert outcome.changed_input
    assert list(table.columns) == ["a"]
    assert table["a"].tolist() == [1.0, 2.0]
    assert not call(lambda given: float(given["a"].sum()), [table], ONE, 5).changed_input


def test_nothing_reaches_standard_error(capsys):
    """nbgrader takes a word on standard error for a failed test."""

    def noisy():
        warnings.warn("careful", UserWarning, stacklevel=1)
        print("oh", file=sys.stderr)
        return 0.25

    with warnings.catch_warnings():
        warnings.simplefilter("default")
        assert call(noisy, [], ONE, 5).parts
    assert capsys.readouterr().err == ""


def beside(returns, right, *answers):
    """What answers to as many cases are beside each other, each next to its right answer and that one rounded."""
    results = []
    for number, (truth, answer) in enumerate(zip(right, answers, strict=True)):
        parts = returns.parts(truth)
        known = [Known("right", "right", {name: Plain(atoms, 1e-6) for name, atoms in parts.items()})]
        known += [
            Known(each.code, each.state, {name: Plain(atoms, 1e-6) for name, atoms in each.parts.items()})
            for each in _rounded(parts, 1e-6)
        ]
        tried = Tried(call(lambda answer=answer: answer, [], returns, 5))
        results.append((f"case {number}", tried, judge(tried, known)))
    return together(results)


@pytest.mark.parametrize(
    ("right", "answers", "codes", "credits"),
    [
        ((0.5412, 0.6678), (0.54, 0.67), ["rounded", "rounded"], [0.5, 0.5]),
        ((0.5412, 0.6678), (0.5, 0.7), ["coarse", "coarse"], [0, 0]),
        ((0.5412, 0.5388), (0.54, 0.54), ["constant", "constant"], [0, 0]),
        ((123.104, 92.41), (123.0, 92.0), ["rounded", "rounded"], [0.5, 0.5]),
        ((0.0312, 0.0278), (0.03, 0.03), ["constant", "constant"], [0, 0]),
        ((0.5, 0.6678), (0.5, 0.5), ["constant", "constant"], [0, 0]),
        ((0.5, 0.5), (0.5, 0.5), ["right", "right"], [1, 1]),
        ((0.5,), (50.0,), [""], [0]),
        ((0.5412,), (54.12,), ["percent"], [0.5]),
    ],
)
def test_rounding_is_forgiven_by_half_and_guessing_is_not(right, answers, codes, credits):
    found = beside(ONE, right, *answers)
    assert [each.code for each in found] == codes
    assert [each.credit for each in found] == credits


def test_right_parts_count_where_they_move_with_the_data():
    right = ({"a": 0.31, "b": 12.0, "over": 0.0}, {"a": 0.42, "b": 15.0, "over": 0.0})
    computed = ({"a": 0.9, "b": 12.0, "over": 7.0}, {"a": 0.8, "b": 15.0, "over": 9.0})
    assert [each.credit for each in beside(ByGroup(), right, *computed)] == [pytest.approx(0.5 / 3)] * 2
    guessed = ({"a": 0.9, "b": 11.0, "over": 0.0}, {"a": 0.8, "b": 16.0, "over": 0.0})
    found = beside(ByGroup(), right, *guessed)
    assert [each.right for each in found] == [("over",)] * 2
    assert [each.credit for each in found] == [0, 0]
