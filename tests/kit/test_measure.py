"""`twinline measure`: what counts as the same code, what a record refuses, and what a stopped run keeps."""

import json

import numpy as np
import pandas as pd
import pytest

from generators.errors import BilingualError
from twinline.measure import parts
from twinline.measure.claims import Claims, NotMeasured, broken
from twinline.measure.essence import essence, shown_texts
from twinline.measure.fingerprint import fingerprint
from twinline.measure.lesson import names, written_in
from twinline.measure.numbers import agree, differences, plain
from twinline.measure.record import Part
from twinline.measure.run import lacking, measure_again, measure_all, settled

SOURCE = '''
"""What it is."""

import twinline as tw  # the kit


def share(rows):
    """A share."""
    # of the rows
    return rows["online"].mean()  # 一个份额


tw.charts.bars(
    share,
    f"A title with {share}",
    fmt="{:.0f}%",
)
print("Done.")
names = {"online": "线上 # no comment"}
'''


def test_comments_docstrings_and_blank_lines_are_no_code():
    assert essence(SOURCE) == essence(
        SOURCE.replace("# of the rows", "# 各行").replace('"""A share."""', '"""份额。"""')
    )
    assert essence(SOURCE) == essence(SOURCE.replace("\n\n\n", "\n"))
    assert "线上 # no comment" in essence(SOURCE)
    assert "一个份额" not in essence(SOURCE)
    for old, new in (("mean()", "sum()"), ("线上", "线下"), ("A title", "No title")):
        assert essence(SOURCE) != essence(SOURCE.replace(old, new))


def test_texts_for_pictures_and_print_can_be_left_out():
    left = essence(SOURCE, shown_texts)
    for old in ("A title", "{:.0f}%", "Done."):
        assert left == essence(SOURCE.replace(old, "Another"), shown_texts)
    assert left != essence(SOURCE.replace("线上", "线下"), shown_texts)


@pytest.fixture
def home(tmp_path):
    """A small kit: `one` imports `two` within a function, and has data beside it."""
    files = {
        "requirements.lock": "numpy==2.3.1 \\\n    --hash=sha256:1\nrich==1\n",
        "generators/__init__.py": "",
        "generators/draws.py": "",
        "generators/lock.py": "",
        "twinline/__init__.py": "",
        "twinline/__init__.pyi": "from .data.one import f as f\nfrom .pictures import charts as charts\n",
        "twinline/data/__init__.py": "",
        "twinline/data/one.py": "def f():\n    from twinline.data.two import g\n    return g()\n",
        "twinline/data/two.py": "from generators import draws, lock\ndef g():\n    return 1\n",
        "twinline/data/three.py": "",
        "twinline/data/rules.yml": "a: 1\n",
        "twinline/pictures/__init__.py": "",
        "twinline/pictures/charts.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text", "counts"),
    [
        ("twinline/data/two.py", "from generators import draws, lock\ndef g():\n    return 2\n", True),
        ("twinline/data/two.py", "from generators import draws, lock\ndef g():\n    # one\n    return 1\n", False),
        ("twinline/data/three.py", "x = 1\n", False),
        ("twinline/data/rules.yml", "a: 2\n", True),
        ("twinline/pictures/charts.py", "x = 1\n", False),
        ("generators/draws.py", "x = 1\n", True),
        ("generators/lock.py", "x = 1\n", False),
        ("twinline/__init__.py", "x = 1\n", True),
        ("requirements.lock", "numpy==2.3.1 \\\n    --hash=sha256:2\nrich==2\n", False),
        ("requirements.lock", "numpy==2.3.2 \\\n    --hash=sha256:1\nrich==1\n", True),
    ],
)
def test_a_fingerprint_is_of_what_the_code_reaches(home, tmp_path_factory, name, text, counts):
    code = [("import twinline as tw\ntw.f()\ntw.charts.bars()\n", shown_texts)]
    before = fingerprint(code, home=home)
    other = tmp_path_factory.mktemp("other")
    for path in (path for path in home.rglob("*") if path.is_file()):
        target = other / path.relative_to(home)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text if path == home / name else path.read_text())
    assert (fingerprint(code, home=other) != before) == counts


def test_numbers_are_plain_and_short():
    given = {
        "a": np.float64(1 / 3),
        "b": np.True_,
        "c": pd.Series([1, 2]),
        "d": pd.Index(["x"]),
        "e": (np.int64(3), 0.5),
    }
    assert plain(given) == {"a": 0.333333333, "b": True, "c": [1, 2], "d": ["x"], "e": [3, 0.5]}
    assert json.loads(json.dumps(plain(given))) == plain(given)
    for wrong in (float("nan"), None, {"a": 1}, object()):
        with pytest.raises(TypeError, match="return numbers"):
            plain({"a": wrong})


def test_numbers_agree_but_for_rounding():
    assert agree(1.0, 1.0 + 1e-8)
    assert agree([1, 2.0], [1, 2.0])
    for one, other in ((1.0, 1.00001), (3, 4), ("a", "b"), ([1], [1, 2]), (True, 1), (0.0, 1e-4)):
        assert not agree(one, other)
    assert differences({"x": {"a": 1.0}, "y": {"b": 1}}, {"x": {"a": 2.0}, "z": {}}) == [
        "x, a: 1.0 recorded, 2.0 measured again",
        "y: only recorded",
        "z: only measured again",
    ]


@pytest.fixture
def claim():
    claim = Claims(skip={"a"}, costly={"b"})

    @claim
    def it_rises(first, second):
        return {"low": first["x"], "high": second["x"]}

    @claim.holds
    def _(low, high):
        assert low < high

    @claim.costly
    def it_is_dear(second):
        return {"price": second["x"]}

    @claim.holds
    def _(price):
        assert price > 1

    return claim


def test_claims_get_the_lessons_they_call_and_costly_ones_one_bank(claim):
    lessons = [{"x": 1}, {"x": 2}]
    assert claim.measured(lessons, 11) == {"it_rises": {"low": 1, "high": 2}, "it_is_dear": {"price": 2}}
    assert claim.measured(lessons, 12) == {"it_rises": {"low": 1, "high": 2}}
    assert (claim.left_out(11), claim.left_out(12)) == ({"a"}, {"a", "b"})
    assert broken(claim, {"it_rises": {"low": 3, "high": 2}, "it_is_dear": {"price": 2}}) == {
        "it_rises": "low < high · low = 3, high = 2"
    }
    with pytest.raises(NotMeasured, match="it_rises: KeyError: 'x'"):
        claim.measured([{}, {}], 11)
    with pytest.raises(NotMeasured, match="it_rises calls first: the module has lesson"):
        claim.measured(lessons[:1], 11)


def test_claims_of_several_files_are_joined(claim):
    other = Claims(skip={"c"})

    @other
    def it_falls(first):
        return {}

    other.holds(lambda: None)
    joined = Claims.joined([claim, other])
    assert [each.name for each in joined] == ["it_rises", "it_is_dear", "it_falls"]
    assert joined.left_out(12) == {"a", "b", "c"}
    with pytest.raises(TypeError, match="it_rises is stated twice"):
        Claims.joined([claim, claim])


def test_a_claim_says_what_holds_once(claim):
    with pytest.raises(TypeError, match="right after the claim"):
        claim.holds(lambda: None)
    claim(lambda lesson: {})
    with pytest.raises(TypeError, match="does not say what holds"):
        list(claim)


HEAD = "import sys, warnings\nimport twinline as tw\nfrom IPython.display import HTML, Markdown, display\n"
FIGURE = "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\n"


@pytest.fixture
def left_behind(tmp_path, monkeypatch):
    """What cells leave behind that are a lesson's."""
    from twinline.pictures import style

    monkeypatch.setattr(style, "_png", written_in)

    def run(*cells):
        path = tmp_path / "m98-lesson.ipynb"
        code = [{"cell_type": "code", "id": f"c{place}", "source": source} for place, source in enumerate(cells, 1)]
        path.write_text(json.dumps({"cells": code}))
        return names(path)

    return run


def test_a_lesson_is_run_as_in_its_notebook(left_behind, capfd):
    code = "def f():\n    return get_ipython().user_ns['x']\nHTML(f'<b>{f()}</b>')"
    found = left_behind(HEAD + "x = 1\n'no — “quote” of 5 ×'", code, "%time y = x + f()\nprint(y)\ny")
    assert (found["x"], found["y"], found["__name__"], found["f"].__module__) == (1, 2, "__main__", "__main__")
    assert capfd.readouterr() == ("", "")
    import IPython

    assert IPython.get_ipython() is None


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("print('五')", "says in English: 五"),
        ("HTML('<b>五</b>')", "says in English: 五</b>"),
        ("display(Markdown('**五**'))", r"says in English: 五\*\*"),
        ("pd.DataFrame({'a': ['five，six']})", "says in English: ，six"),
        ("'㐂' + '豈'", "says in English: 㐂豈'"),
        (FIGURE + "axes.set_title('五')\ntw.show(figure, alt='A picture of nothing.')", "says in English: 五"),
        (FIGURE + "axes.set_xticks([1], ['五'])\ntw.show(axes, alt='A picture of nothing.')", "says in English: 五"),
        (FIGURE + "tw.show(figure, alt='A picture of 五, no more.')", "says in English: 五, no more"),
        ("print('a word', file=sys.stderr)", "writes to standard error: a word"),
        ("warnings.warn('old')", "UserWarning: old"),
        (
            "class A:\n    def _repr_html_(self): return 1 / 0\nA()",
            "standard error: ZeroDivisionError: division by zero",
        ),
        ("sys.exit(3)", "SystemExit: 3"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("x = = 1", "SyntaxError"),
    ],
    ids=[
        *("printed", "HTML", "Markdown", "a table", "rare characters", "a title", "a tick", "an alt text"),
        *("standard error", "a warning", "a value that cannot be shown", "the end", "an error", "no Python"),
    ],
)
def test_what_a_learner_would_stumble_over_ends_the_measuring(left_behind, code, said):
    with pytest.raises(NotMeasured, match=f"m98-lesson, cell c2:? .*{said}"):
        left_behind(HEAD + "import pandas as pd", code)


@pytest.fixture
def part(tmp_path):
    return Part("m10", tmp_path / "measured.json", (1, 2), "--module m10", lambda: "now", lambda seed: {})


FOUND = {"it_rises": {"low": 1.0}}


def test_a_record_that_cannot_be_used_is_refused_in_a_line_with_the_command(part):
    wrong = {
        None: "There is no record",
        "{": "is no record",
        '{"part": "m10", "digest": "now", "seeds": {"one": {}}}': "is no record",
        '{"part": "m09", "digest": "now", "seeds": {}}': "is the record of m09, not of m10",
        '{"part": "m10", "digest": "then", "seeds": {"1": {}, "2": {}}}': "measured of other code",
        '{"part": "m10", "digest": "now", "seeds": {"1": {}}}': "lacks seeds 2",
    }
    for text, said in wrong.items():
        if text is not None:
            part.path.write_text(text)
        with pytest.raises(BilingualError, match=said) as error:
            part.recorded()
        assert error.value.en.endswith("Run: twinline measure --module m10")
        assert error.value.zh.endswith("请运行：twinline measure --module m10")
        assert "\n" not in error.value.en
    part.keep({1: FOUND, 2: FOUND})
    assert part.recorded() == {1: FOUND, 2: FOUND}
    assert part.refusal() is None


def test_what_is_measured_is_kept_and_the_rest_measured(part, monkeypatch):
    part.keep({1: FOUND})
    assert lacking([part]) == [(part, 2)]
    assert lacking([part], again=True) == [(part, 1), (part, 2)]
    other = Part("m10", part.path, (1, 2), part.option, lambda: "later", part.measure)
    assert lacking([other]) == [(other, 1), (other, 2)]
    asked = []
    monkeypatch.setattr("twinline.measure.run._Processes.measure", lambda self, part, seed: asked.append(seed) or FOUND)
    told = []
    measure_all([(part, 2)], 2, lambda done, total: told.append((done, total)))
    assert (asked, told) == ([2], [(0, 1), (1, 1)])
    assert part.recorded() == {1: FOUND, 2: FOUND}


def test_figures_that_differ_by_rounding_stay_as_they_were():
    before = {"same": {"a": 1.0}, "changed": {"a": 1.0}, "gone": {"a": 1.0}}
    measured = {"same": {"a": 1.0 + 1e-9}, "changed": {"a": 1.1}, "new": {"a": 1.0}}
    assert settled(before, measured) == {"same": {"a": 1.0}, "changed": {"a": 1.1}, "new": {"a": 1.0}}


def test_a_run_that_fails_keeps_what_was_done(part, monkeypatch):
    def measure(self, part, seed):
        if seed == 2:
            raise BilingualError("broken", "坏了")
        return FOUND

    monkeypatch.setattr("twinline.measure.run._Processes.measure", measure)
    with pytest.raises(BilingualError, match="broken"):
        measure_all([(part, 1), (part, 2)], 1)
    assert part.kept() == {1: FOUND}


def test_a_bank_that_cannot_be_measured_is_named(part):
    odd = Part("m99", part.path, (1,), "--module m99", lambda: "now", part.measure)
    with pytest.raises(BilingualError, match="m99 cannot be measured on the bank of seed 1: KeyError: 'm99'"):
        measure_again(odd, 1)


def test_the_command_names_the_modules_there_are(twinline):
    code, _, err = twinline("measure", "--module", "m99")
    assert code == 2
    assert err.startswith("Unknown module 'm99': choose one of m00, ")
    assert err.count("\n") == 1
    assert twinline("measure", "--workers", "0")[0] == 2


def test_the_command_measures_nothing_where_the_record_is_new(twinline, monkeypatch, part, claim):
    part.keep({1: FOUND, 2: FOUND})
    monkeypatch.setattr(parts, "parts", lambda: {"m10": part})
    monkeypatch.setattr(parts, "refuse_orphans", lambda: None)
    assert twinline("measure", "--check")[:2] == (0, "All 1 records are up to date.\n")
    part.path.unlink()
    code, _, err = twinline("measure", "--check")
    assert code == 1
    assert err == f"There is no record {part.path}. Run: twinline measure --module m10\n"


def test_a_record_without_claims_is_an_orphan(tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "HOME", tmp_path)
    path = tmp_path / "lessons" / "m98_gone" / "tests" / "measured.json"
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    with pytest.raises(BilingualError, match=r"lessons/m98_gone/tests/measured\.json is a record, but no"):
        parts.refuse_orphans()
