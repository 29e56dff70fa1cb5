"""Mistakes in lesson sources: each is found, named with its line and cell, and told with all the others at once."""

import shutil
from pathlib import Path

import pytest

from twinline.build import BuildError, build_all

FIXTURE = Path(__file__).parents[1] / "lessons_fixture"
LESSON = "m00_orientation/lesson.md"
EXERCISE = "m00_orientation/exercise.md"


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIXTURE, tmp_path / "lessons"))


def problems_of(lessons: Path) -> list[str]:
    with pytest.raises(BuildError) as caught:
        build_all(lessons)
    assert len(caught.value.zh.splitlines()) == len(caught.value.en.splitlines())
    return caught.value.en.splitlines()[:-1]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


PAIR = '+++ {"lang": "en", "name": "new"}\n\n%s\n\n+++ {"lang": "zh"}\n\n%s\n'
CODE = "```{code-cell} ipython3\n:name: new\n%s\n```\n"
EN, ZH = '+++ {"lang": "en", "name": "new"}', '+++ {"lang": "zh"}'

# What an author adds at the end of the lesson, and what the build says about it.
ADDED = {
    "no Chinese": (f"{EN}\n\nText.\n", "has no Chinese"),
    "no English": (f"{ZH}\n\n文字。\n", "has no English right before it"),
    "Chinese first": (f"{ZH}\n\n文字。\n\n{EN}\n\nText.\n", "has no English right before it"),
    "no language": ('+++ {"name": "new"}\n\nText.\n', "has no language"),
    "text without +++": ("Text.\n", "has no language"),
    "not JSON": ("+++ {lang: en}\n\nText.\n", "not JSON"),
    "not an object": ("+++ [1]\n\nText.\n", "not JSON"),
    "an empty English cell": (f"{EN}\n\n{ZH}\n\n文字。\n", "this cell is empty"),
    "an empty pair": (f"{EN}\n\n{ZH}\n", "this cell is empty"),
    "two names for a pair": (f'{EN}\n\nText.\n\n+++ {{"lang": "zh", "name": "old"}}\n\n文字。\n', "two names"),
    "no name": ('+++ {"lang": "en"}\n\nThe quick Text.\n\n+++ {"lang": "zh"}\n\n文字。\n', '"name": "the-quick-text"'),
    "no name on code": ("```{code-cell} ipython3\nx = 1\n```\n", ":name: x-1"),
    "a name used already": (PAIR.replace("new", "desk") % ("Text.", "文字。"), "used already in line"),
    "a name that is no id": (PAIR.replace("new", "New Cell") % ("Text.", "文字。"), "small letters"),
    "a name too long": (PAIR.replace("new", "n" * 65) % ("Text.", "文字。"), "64 at most"),
    "another kernel's fence": ("```{code-cell} python\n:name: new\nx = 1\n```\n", "write ```{code-cell} ipython3"),
    "broken options": ("```{code-cell} ipython3\n:name: [\nx = 1\n```\n", "cannot be read"),
    "a raw cell": ("```{raw-cell}\nx\n```\n", "raw cells are not used"),
    "an unknown option": ("```{code-cell} ipython3\n:name: new\n:tag: x\nx = 1\n```\n", "unknown option 'tag'"),
    "an unknown escape": (CODE % ":differs: [all]\nx = 1", "does not know 'all'"),
    "an unknown tag": (
        CODE % ":tags: [test point=2]\nx = 1",
        "unknown tag 'test point=2': use one of question qN, solution, test",
    ),
    "a grading tag in a lesson": (CODE % ":tags: [solution]\nx = 1", "belongs in exercise.md"),
    "an unknown syllabus item": (CODE % ":teaches: [S9-1]\nx = 1", "no syllabus item 'S9-1'"),
    "headings": (PAIR % ("## Title\n\nText.", "### 标题\n\n文字。"), "headings differ: English h2; Chinese h3"),
    "links": (PAIR % ("[A](a.md)", "[甲](b.md)"), "links differ: English a.md; Chinese b.md"),
    "numbers": (PAIR % ("42% of them", "24%的人"), "numbers differ: English 42; Chinese 24"),
    "formulas": (PAIR % ("So $a + b$.", "即 $a - b$。"), "formulas differ: English a + b; Chinese a - b"),
    "no alt text": (PAIR % ("A ![](a.png)", "图 ![](a.png)"), "no alt text"),
    "no alt text in HTML": (PAIR % ("A <img src='a.png'>", "图 <img src='a.png'>"), "no alt text"),
    "Chinese in English": (PAIR % ("A 卡 text", "文字"), "in the English text: '卡'"),
    "full-width punctuation in English": (PAIR % ("A text，and", "文字"), "in the English text: '，'"),
    "no Chinese in Chinese": (PAIR % ("Some text", "Some text"), "holds no Chinese"),
    "half-width punctuation": (PAIR % ("Yes, text", "是的,文字"), "half-width punctuation"),
    "straight quotes": (PAIR % ("The text", '这个"文字"很好'), "half-width punctuation"),
    "bold that does not close": (PAIR % ("**Text,** more", "**文字，**更多"), "** stays visible"),
    "code that is no Python": (CODE % "x = = 1", "line 1 of the code is not Python"),
    "one text in t": (CODE % 'x = t("one")', "exactly two texts"),
    "Chinese in an English text": (CODE % 'x = t("卡", "卡")', "in the English text: '卡'"),
    "Chinese in shared code": (CODE % 'x = "卡"', "Chinese in the English code, '卡'"),
    "numbers in t": (CODE % 'x = t("Top 20%", "前10%")', "numbers differ: English 20; Chinese 10"),
    "punctuation in t": (CODE % 'x = t("Yes, so", "是的,所以")', "half-width punctuation"),
    "a comment in one language": (CODE % "x = 1  # one more", "a comment in one language"),
}


@pytest.mark.parametrize(("text", "message"), ADDED.values(), ids=ADDED)
def test_a_mistake_is_found_and_named(lessons: Path, text: str, message: str) -> None:
    path = lessons / LESSON
    before = path.read_text(encoding="utf-8")
    path.write_text(f"{before}\n{text}", encoding="utf-8")
    found = problems_of(lessons)
    assert len(found) == 1 or text.startswith((ZH, "+++ {lang", EN)), found
    named = next(problem for problem in found if message in problem)
    file, line = named.split(":")[:2]
    assert file == f"lessons/{LESSON}"
    first = before.count("\n") + 2
    assert first <= int(line.split()[0]) <= first + text.count("\n")


RIGHTLY_DIFFERENT = {
    "numbers": PAIR.replace('"new"}', '"new", "differs": ["numbers"]}') % ("42% of them", "24%的人"),
    "links": PAIR.replace('"new"}', '"new", "differs": "links"}') % ("[A](a.md)", "[甲](b.md)"),
    "on the Chinese cell": PAIR.replace('"zh"}', '"zh", "differs": ["headings"]}') % ("## A\n\nText.", "文字。"),
    "chinese": PAIR.replace('"new"}', '"new", "differs": ["chinese"]}') % ("Twinline (双线)", "双线"),
    "punctuation": PAIR.replace('"new"}', '"new", "differs": ["punctuation"]}') % ("Yes, text", "是的,文字"),
    "comments": CODE % ":differs: [comments]\nx = 1  # scikit-learn",
    "chinese in code": CODE % ':differs: [chinese]\ncity = "上海"',
    "links to a language's own folder": PAIR % ("[A](../en/a.ipynb#top)", "[甲](../zh/a.ipynb#top)"),
    "links to a language's own file": PAIR % ("[A](README.md) [B](x.en.md)", "[甲](README.zh-CN.md) [乙](x.zh.md)"),
    "words inside a formula": PAIR % (r"So $\text{share} = a$.", r"即 $\text{占比} = a$。"),
    "a formula on its own": PAIR % ("$$a = b$$", "$$a = b$$"),
    "comments for tools": CODE % "x = 1  # noqa: E501\n# ---\n",
}


@pytest.mark.parametrize("text", RIGHTLY_DIFFERENT.values(), ids=RIGHTLY_DIFFERENT)
def test_what_may_differ_is_let_through(lessons: Path, text: str) -> None:
    path = lessons / LESSON
    path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
    assert build_all(lessons)


# Changes to the exercise: (old, new, what the build says).
REGIONS = {
    "solution region not closed": ("    ### END SOLUTION\n", "", "needs its ### END SOLUTION"),
    "hidden tests not closed": ("### END HIDDEN TESTS\n", "", "needs its ### END HIDDEN TESTS"),
    "a mark misspelt": ("### BEGIN HIDDEN", "# BEGIN HIDDEN", "write the marks exactly"),
    "solution outside a solution cell": (":tags: [solution]\ndef", "def", "needs the tag solution"),
    "hidden tests outside a test": (":tags: [test points=2]\n", "", "needs the tag test"),
    "two grading tags": ("[test points=2]", "[test points=2, readonly]", "one grading tag a cell"),
    "a memo on code": (":tags: [test points=1]", ":tags: [memo points=1]", "pair of Markdown cells"),
    "a test on Markdown": ('["memo points=10"]', '["test points=10"]', "is for code cells"),
}


@pytest.mark.parametrize(("old", "new", "message"), REGIONS.values(), ids=REGIONS)
def test_grading_marks_are_checked(lessons: Path, old: str, new: str, message: str) -> None:
    change(lessons / EXERCISE, old, new)
    assert any(message in problem for problem in problems_of(lessons))


def test_all_problems_are_told_at_once_in_the_order_of_the_files(lessons: Path) -> None:
    change(lessons / LESSON, "42%", "43%")
    change(lessons / LESSON, "S1-2.1.s1", "S9")
    change(lessons / EXERCISE, "# 练习", "## 练习")
    change(lessons / "index.md", "<!-- modules -->", "")
    (lessons / "m77_unknown").mkdir()
    (lessons / "m00_twice").mkdir()
    found = problems_of(lessons)
    assert [problem.split(":")[0] for problem in found] == [
        "lessons/index.md",
        "lessons/m00_orientation/exercise.md",
        "lessons/m00_orientation/lesson.md",
        "lessons/m00_orientation/lesson.md",
        "lessons/m00_twice",
        "lessons/m77_unknown",
    ]


def test_a_missing_index_is_named(lessons: Path) -> None:
    (lessons / "index.md").unlink()
    assert problems_of(lessons) == ["lessons/index.md:1: the file is missing"]
