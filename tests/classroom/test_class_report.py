"""The class report: what an instructor reads on it, computed here by hand from what each student did."""

import html
import re
import shutil
from datetime import timedelta
from urllib.parse import unquote

import numpy as np
import pytest

from tests.support import pretend
from tests.support.pretend import EXERCISE, NOTEBOOK, Handed, hand_in, make
from tests.support.report_page import Page, pages
from twinline.base import text
from twinline.base.text import LANGUAGES
from twinline.classroom.gradebook import open_gradebook, students_of
from twinline.classroom.report import write
from twinline.questions.author.authoring import read_questions

EVIL = "<script>alert(1)</script>"
LATE, IN_TIME = timedelta(hours=2), timedelta(hours=-3)


def rows(*shares, outs=(2.0, 4.0, 4.0)):
    """Questions q1, q2 … of a submission from their states: r(ight), n(early), w(rong), e(rror), - (not attempted)."""
    state = {"r": "right", "n": "nearly", "w": "wrong", "e": "error", "-": "not_attempted"}
    worth = {"r": 1.0, "n": 0.5}
    found = []
    for place, (letter, most) in enumerate(zip(shares, outs, strict=False), 1):
        code = {"r": "right", "w": "counted", "n": "percent"}.get(letter, "")
        found.append((f"q{place}", worth.get(letter, 0.0) * most, most, state[letter], code, None))
    return found


DONE = ["rrr", "rrn", "rww", "wrw", "rwr", "eww", "-w-", "rrr", "rnr", "www", "rrw", "nwe"]
PEOPLE = {f"s{place:02d}": ("王", f"学员{place}") for place in range(1, 16)}


@pytest.fixture(scope="module")
def twelve(tmp_path_factory):
    """Twelve graded (two of them late), one refused with a hostile reason, two who handed in nothing."""
    folder = tmp_path_factory.mktemp("twelve") / "班"
    handed = [
        Handed(
            id_,
            rows(*done),
            after=LATE if place > 9 else IN_TIME,
            penalty=1.0 if place > 9 else 0.0,
            memo=15.0 if place < 4 else None,
        )
        for place, (id_, done) in enumerate(zip(PEOPLE, DONE, strict=False))
    ]
    handed.append(Handed("s13", outcome="refused", reason=(f"It holds {EVIL}.", f"里面有 {EVIL}。")))
    course = make(folder, PEOPLE, handed)
    for each in handed[:-1]:
        hand_in(course, each.student, {})
    write(course)
    return course


@pytest.fixture(scope="module")
def thirty(tmp_path_factory):
    folder = tmp_path_factory.mktemp("thirty") / "三月班"
    course = pretend.thirty(folder)
    return course, write(course)


def test_what_stands_at_a_glance_is_what_was_handed_in(twelve):
    (page,) = pages(twelve.folder, "index-en.html")
    earned = [sum(row[1] for row in rows(*done)) for done in DONE]
    assert page.cards() == {
        "handed in": "13 of 15",
        "graded": "12",
        "refused": "1",
        "mean, questions": f"{np.mean(earned):.1f} / 10",
        "mean, memos": "15 / 20",
        "memos to mark": "8",
    }
    assert "2 late" in page.text
    assert f"It holds {EVIL}." in page.text
    assert "王学员14, 王学员15" in page.text.split("Not handed in")[-1]


def test_difficulty_and_separation_are_those_of_the_definition(twelve):
    (page,) = pages(twelve.folder, "index-en.html")
    points = np.array([[row[1] for row in rows(*done)] for done in DONE])
    for place, most in enumerate((2, 4, 4)):
        (shown,) = page.block("question", f"q{place + 1}")
        others = np.delete(points, place, axis=1).sum(axis=1)
        assert f" {points[:, place].mean() / most:.0%} of points" in shown
        assert f" {np.corrcoef(points[:, place], others)[0, 1]:.2f} " in shown.replace("−", "-")
    counts = [sum(done[0] == letter for done in DONE) for letter in "rnwe-"]
    assert "Title q1 (en): " + ", ".join(
        f"{name} {count}"
        for name, count in zip(("right", "nearly", "wrong", "does not run", "not attempted"), counts, strict=True)
        if count
    ) in [html.unescape(alt) for alt in page.alts]


def test_mistakes_stand_with_their_frequency_and_message_the_most_frequent_first(twelve):
    for language, told in (("en", "%d of 12 Title q%d (en)"), ("zh", "12 人中 %d 人 Title q%d（中）")):
        (page,) = pages(twelve.folder, f"index-{language}.html")
        made = {
            (question, letter): sum(done[question] == letter for done in DONE)
            for question in range(3)
            for letter in "wn"
        }
        shown = page.block("mistake")
        assert len(shown) == sum(count > 0 for count in made.values())
        for (question, letter), count in made.items():
            code = "counted" if letter == "w" else "percent"
            row = page.block("mistake", f"q{question + 1}.{code}")
            assert len(row) == (count > 0)
            if count:
                assert told % (count, question + 1) in row[0]
                assert f"Message {code}" in row[0]
        numbers = [int(re.search(r"\d+" if language == "en" else r"(?<=中 )\d+", each)[0]) for each in shown]
        assert numbers == sorted(numbers, reverse=True)


def test_whoever_waits_for_a_person_is_listed_with_formgraders_own_number_and_the_rubric(twelve):
    from nbgrader.apps import NbGraderAPI

    api = NbGraderAPI(config=twelve.config())
    numbers = api.get_notebook_submission_indices(EXERCISE, NOTEBOOK)
    for language, first, heading in (("en", "Problem and metric", "Rubric"), ("zh", "问题与指标", "评分表")):
        (page,) = pages(twelve.folder, f"index-{language}.html")
        table = page.raw.split('<table class="queue">')[1].split("</table>")[0]
        shown = re.findall(r"<bdi>(.*?)</bdi>.*?Submission #(\d+).*?formgrader/submissions/(\w+)/", table, re.DOTALL)
        assert {name for name, _, _ in shown} == {f"王学员{place}" for place in range(5, 13)}
        assert {id_: int(number) - 1 for _, number, id_ in shown} == {id_: numbers[id_] for _, _, id_ in shown}
        rubric = page.raw.split('<table class="rubric">')[1].split("</table>")[0]
        assert first in rubric
        assert heading in page.text
        assert sum(map(int, re.findall(r'<td class="n">(\d+)</td>', rubric))) == pretend.MEMO


def test_a_students_page_tells_their_points_late_penalty_and_nobody_else(twelve):
    (page,) = pages(twelve.folder, "students/s11-en.html")
    assert page.cards() == {
        "questions": "6 / 10",
        "memo: being marked": "…",
        "handed in late": "−1",
        "so far": "5",
    }
    assert "Message counted (en)" in page.block("question", "q3")[0]
    assert "wrong 0 / 4" in page.block("question", "q3")[0]
    others = [family + given for family, given in PEOPLE.values() if given != "学员11"]
    assert [name for name in others if f"{name}<" in page.raw] == []
    (refused,) = pages(twelve.folder, "students/s13-en.html")
    assert f"It holds {EVIL}." in refused.text
    assert "Not handed in." in pages(twelve.folder, "students/s15-en.html")[0].text


def test_points_that_a_person_changed_in_the_gradebook_are_shown(twelve, tmp_path):
    with open_gradebook(twelve) as book:
        grade = book.find_grade("q1-check", NOTEBOOK, EXERCISE, "s04")
        grade.manual_score = 1.0
        book.db.commit()
    try:
        write(twelve, tmp_path, ["en"])
    finally:
        with open_gradebook(twelve) as book:
            book.find_grade("q1-check", NOTEBOOK, EXERCISE, "s04").manual_score = None
            book.db.commit()
    page = Page(tmp_path / "students" / "s04-en.html")
    assert "1 / 2" in page.block("question", "q1")[0]
    assert page.cards()["questions"] == "5 / 10"
    earned = sum(row[1] for done in DONE for row in rows(*done)) + 1.0
    assert Page(tmp_path / "index-en.html").cards()["mean, questions"] == f"{earned / 12:.1f} / 10"


def test_when_no_memo_waits_the_spread_of_totals_is_drawn_as_well(twelve, tmp_path):
    def drawn(folder):
        return sum(alt.startswith("Histogram") for alt in Page(folder / "index-en.html").alts)

    assert drawn(twelve.folder / "report") == 1
    waited = []
    with open_gradebook(twelve) as book:
        for id_ in list(PEOPLE)[:12]:
            grade = book.find_grade("memo", NOTEBOOK, EXERCISE, id_)
            if grade.needs_manual_grade:
                grade.manual_score, grade.needs_manual_grade = 10.0, False
                waited.append(id_)
        book.db.commit()
    write(twelve, tmp_path, ["en"])
    with open_gradebook(twelve) as book:
        for id_ in waited:
            grade = book.find_grade("memo", NOTEBOOK, EXERCISE, id_)
            grade.manual_score, grade.needs_manual_grade = None, True
        book.db.commit()
    assert drawn(tmp_path) == 2
    assert Page(tmp_path / "index-en.html").cards()["mean, memos"] == f"{(4 * 15 + 8 * 10) / 12:.1f} / 20"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_a_class_fetches_anything_or_runs_anything(thirty, language):
    _, written = thirty
    known = {path.resolve() for path in written}
    mine = [path for path in written if path.stem.endswith(f"-{language}")]
    assert len(mine) == 31
    for path in mine:
        page = Page(path)
        assert page.tags & {"script", "link", "iframe", "object", "embed", "form", "base"} == set()
        assert not re.search(r"https?:|url\(|@import|javascript:", page.raw)
        assert "default-src 'none'" in page.raw
        assert all(len(alt) > 1 for alt in page.alts)
        assert len(page.ids) == len(set(page.ids))
        for link in page.links:
            if link.startswith("#"):
                assert link[1:] in page.ids
            elif not link.startswith("data:image/png;base64,"):
                assert (path.parent / unquote(link)).resolve() in known
        headings = re.findall(r"<h3[^>]*>(.*?)</h3>", page.raw)
        assert all(bool(re.search("[一-鿿]", heading)) == (language == "zh") for heading in headings)
        assert f'<html lang="{"zh-CN" if language == "zh" else "en"}">' in page.raw
    front = Page(mine[0])
    assert {"王小明", "欧阳修", "信用卡数据训练营"} <= set(re.findall(r"[一-鿿]+", front.text))
    assert sum(alt.startswith(("Histogram", "Number", "题目得分", "累计")) for alt in front.alts) == 2


def test_the_language_of_the_session_stays_as_it_was(twelve, tmp_path):
    text.use_language("zh")
    write(twelve, tmp_path, ["en"])
    assert text.language() == "zh"


def test_policies_are_ranked_by_their_share_and_equal_ones_share_a_rank(tmp_path):
    shares = {"a": 0.8, "b": 0.9, "c": None, "d": 0.8, "e": -0.2}
    handed = [
        Handed(id_, [("q7", 0.0, 8.0, "error" if share is None else "nearly", "", share)])
        for id_, share in shares.items()
    ]
    course = make(tmp_path, {id_: ("李", f"某{id_}") for id_ in shares}, handed)
    write(course)
    page = Page(tmp_path / "report" / "index-en.html")
    assert page.block("rank") == [
        "1 李某b 90%",
        "2 李某a 80%",
        "2 李某d 80%",
        "4 李某e −20%",
    ]
    assert "1 did not run" in page.text
    hidden = tmp_path / "wall"
    write(course, hidden, names=False)
    wall = Page(hidden / "index-zh.html")
    assert "李某" not in wall.raw
    assert wall.block("rank") == ["1 90%", "2 80%", "2 80%", "4 −20%"]
    own = Page(hidden / "students" / "d-zh.html")
    assert own.block("rank") == ["2 李某d 80%"]
    assert "第 2 名（共 4 人）" in own.text
    assert not re.search("李某[abce]", own.raw)


def test_a_policy_that_was_not_written_is_none_that_failed(tmp_path):
    given = {"a": ("nearly", 0.8), "b": ("not_attempted", None), "c": ("error", None), "d": ("not_attempted", None)}
    handed = [Handed(id_, [("q7", 0.0, 8.0, state, "", share)]) for id_, (state, share) in given.items()]
    write(make(tmp_path, {id_: ("李", f"某{id_}") for id_ in given}, handed))
    page = Page(tmp_path / "report" / "index-en.html")
    assert "1 did not run" in page.text
    assert "2 wrote no policy" in page.text


def test_namesakes_are_shown_with_their_ids(tmp_path):
    people = {"2026001": ("王", "丹"), "2026007": ("王", "丹"), "2026003": ("李", "雷")}
    write(make(tmp_path, people, [Handed(id_, rows("r")) for id_ in people]))
    page = Page(tmp_path / "report" / "index-zh.html")
    assert {"王丹 2026001", "王丹 2026007", "李雷"} <= set(re.findall(r"<bdi>(.*?)</bdi>", page.raw))


def test_a_page_without_names_tells_nobodys_name_or_id(thirty, tmp_path):
    course, _ = thirty
    write(course, tmp_path, names=False)
    people = students_of(course)
    for language in LANGUAGES:
        raw = (tmp_path / f"index-{language}.html").read_text("utf-8")
        assert [each.name for each in people if each.name in raw or each.id in raw] == []
        assert "data -&gt; /etc" not in raw  # a reason may tell whose it is


def test_hostile_names_titles_and_messages_are_shown_as_text(tmp_path):
    people = {"x1": ("", EVIL), "x2": ("", '"><img src=x onerror=alert(1)>'), "x3": ("", "{{ 7*7 }} & `code`")}
    handed = [Handed(id_, rows(*done), memo=3.0) for id_, done in zip(people, ("rww", "wrw", "nrr"), strict=True)]
    handed[0].answers = handed[1].answers = {
        "q4": "def effect_by(pilot, by):\n" + f"    print('{EVIL}', pilot, by)\n" * 12
    }
    for each in handed:
        each.messages = {("q1", "counted"): pretend.Words(en=EVIL, zh=EVIL)}
        each.titles = {"q2": pretend.Words(en=f"</title>{EVIL}", zh=f"</style>{EVIL}")}
    course = make(tmp_path, people, handed, title=f"班 {EVIL}")
    for path in write(course):
        page = Page(path)
        assert page.tags & {"script", "img"} <= {"img"}
        assert all(link.startswith(("data:", "#", "students/")) for link in page.links)
        assert EVIL in page.text
        assert page.raw.count("</style>") == page.raw.count("</title>") == 1
    front = Page(tmp_path / "report" / "index-en.html")
    for _, name in people.values():
        assert " ".join(name.split()) in front.text
    assert "100%, word for word" in front.text


def test_a_class_in_which_nothing_has_happened_yet_has_its_pages(tmp_path):
    course = make(tmp_path, {"a": ("王", "一"), "b": ("王", "二")}, [], exercises=(EXERCISE, "m05_strategy"))
    written = write(course)
    assert len(written) == 6
    for language, told in (("en", "Nobody has handed this in yet."), ("zh", "还没有人提交。")):
        page = Page(tmp_path / "report" / f"index-{language}.html")
        assert page.text.count(told) == 2
        assert "王一" in page.text
    empty = make(tmp_path / "nobody", {}, [])
    assert [path.name for path in write(empty)] == ["index-en.html", "index-zh.html"]


@pytest.mark.parametrize("number", [1, 9, 10])
def test_few_submissions_are_told_without_claims_that_need_many(tmp_path, number):
    handed = [Handed(f"s{place}", rows(*DONE[place])) for place in range(number)]
    course = make(tmp_path, {each.student: ("周", each.student) for each in handed}, handed)
    write(course)
    page = Page(tmp_path / "report" / "index-en.html")
    assert page.cards()["handed in"] == f"{number} of {number}"
    shown = [bool(re.search(r"separates|cannot tell|wrong way", row)) for row in page.block("question")]
    assert any(shown) == (number == 10)
    assert ("from 10 graded submissions on" in page.text) == (number < 10)
    assert sum(alt.startswith("Histogram") for alt in page.alts) == (number >= 3)


def test_a_class_that_nbgrader_graded_alone_has_its_scores_on_the_page(tmp_path):
    handed = [Handed(f"s{place}", rows(*done)) for place, done in enumerate(DONE[:4])]
    course = make(tmp_path, {each.student: ("钱", each.student) for each in handed}, handed)
    shutil.rmtree(course.folder / "records")
    write(course)
    cards = Page(tmp_path / "report" / "index-en.html").cards()
    earned = [sum(row[1] for row in each.questions) for each in handed]
    assert (cards["graded"], cards["mean, questions"]) == ("4", f"{np.mean(earned):.2g} / 10")


def test_work_that_grading_has_not_looked_at_yet_is_counted_apart(tmp_path):
    course = make(tmp_path, {"a": ("王", "一")}, [])
    hand_in(course, "a", {})
    write(course)
    cards = Page(tmp_path / "report" / "index-en.html").cards()
    assert cards == {"handed in": "1 of 1", "graded": "0", "not graded yet": "1"}


def pairs(folder):
    page = Page(folder / "report" / "index-en.html")
    return [
        re.findall(r"<bdi>(.*?)</bdi>", box.split("</b>")[0]) for box in page.raw.split('<div class="box pair">')[1:]
    ]


ONE = """def effect_by(pilot, by):
    table = []
    for group in sorted(set(pilot[by])):
        part = pilot.query(f"{by} == @group")
        yes = part[part.arm == "treated"].stayed
        no = part[part.arm == "control"].stayed
        table.append((group, yes.mean() - no.mean(), yes.std(), no.std()))
    return pd.DataFrame(table).set_index(0)"""
OTHER = """def effect_by(pilot, by):
    wide = pilot.groupby([by, "arm"])["stayed"].agg(["mean", "count"]).unstack()
    effect = wide["mean"]["treated"] - wide["mean"]["control"]
    error = (wide["mean"] * (1 - wide["mean"]) / wide["count"]).sum(axis=1) ** 0.5
    return pd.concat({"effect": effect, "low": effect - 2 * error, "high": effect + 2 * error}, axis=1)"""


def test_answers_that_differ_only_in_names_and_comments_are_listed_and_other_ones_are_not(tmp_path):
    renamed = re.sub(r"\bpart\b", "teil", ONE).replace("table", "rows").replace("    yes", "    # mine\n        yes", 1)
    model = next(each for each in read_questions("m10") if each.id == "q4")
    right = "\n    ".join([model.source()[0], *model.source()[1].splitlines()])
    given = {
        "a": ONE,
        "b": renamed,
        "c": OTHER,
        "d": right,
        "e": right,
        "f": "def effect_by(pilot, by):\n    return (",
        "g": "\0",
    }
    course = make(
        tmp_path,
        {id_: ("赵", id_) for id_ in given},
        [Handed(id_, answers={"q4": code}) for id_, code in given.items()],
    )
    shutil_link = course.folder / "submitted" / "h"
    shutil_link.mkdir()
    (shutil_link / EXERCISE).symlink_to(course.folder / "submitted" / "a" / EXERCISE)
    write(course)
    assert pairs(tmp_path) == [["赵a", "赵b"]]
    assert "not a verdict" in Page(tmp_path / "report" / "index-en.html").text


def test_the_pair_that_copied_leads_the_list_of_a_class_of_thirty(thirty):
    assert pairs(thirty[0].folder)[0] == ["张伟", "郭涛"]
