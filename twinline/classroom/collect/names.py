"""Whose a mailed file is, and which exercise: by the names and ids in its path.

A name counts where it stands by itself. The longest known one wins at its place, and one that goes on in more Chinese is
somebody else's: 王丹丹 is not 王丹.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from twinline.base.chinese import HAN
from twinline.base.words import Words
from twinline.classroom.students import Student, plain

_SHORT = 4  # digits: a number with fewer may be anything, such as a day or the number of a copy
_BETWEEN = " _-.()（）"
# As browsers, mail programs, JupyterLab and Explorer call a second one.
_COPY = r"(?:[\s_.-]*(?:\(\d+\)|\[\d+\]|-?copy\s*\d*(?![a-z])|(?:的)?(?:副本|拷贝|备份)\s*\d*))"
_FRESH = r"\.new-\d{4}-\d{2}-\d{2}(?:-\d+)?"
"""The kit's own new version of a notebook, put beside the learner's (see `twinline.lab`)."""
_HARMLESS = r"-+(?:\d{4}|(?:final|done|finished|completed?|new|v\d+|answers?|submi(?:t|tted|ssion))(?![a-z]))"
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d[-._年]\d{1,2}[-._月]\d{1,2}日?(?!\d)")
_STUDENTS = 20_000  # names that are kept ready
_GAP = r"[\s_.,-]*"
_HAN = re.compile(f"[{HAN}]")

# What people write right before or behind a name.
_BEFORE = [
    "作业",
    "练习",
    "同学",
    "学员",
    "学生",
    "姓名",
    "名字",
    "学号",
    "工号",
    "提交",
    "上交",
    "来自",
    "发件人",
    "班",
    "组",
    "部",
    "室",
    "行",
    "分行",
    "支行",
    "中心",
    "分中心",
    "副本",
    "复件",
    "的",
    "终版",
    "终稿",
    "定稿",
    "新版",
    "更新",
    "补交",
    "重交",
    "迟交",
    "短评",
    "考试",
    "试卷",
    "答案",
    "课程",
    "号",
    "第",
]
_AFTER = [
    "作业",
    "练习",
    "同学",
    "学员",
    "学生",
    "姓名",
    "学号",
    "工号",
    "提交",
    "上交",
    "交",
    "的",
    "副本",
    "复件",
    "第",
    "最终",
    "终版",
    "终稿",
    "定稿",
    "修改",
    "修订",
    "更新",
    "新版",
    "新",
    "补交",
    "重交",
    "迟交",
    "短评",
    "考试",
    "试卷",
    "答案",
    "答卷",
    "课程",
    "已完成",
    "完成",
    "初稿",
    "附件",
    "文件",
    "邮件",
    "笔记本",
    "先生",
    "女士",
    "经理",
    "老师",
]


@dataclass(frozen=True)
class _Place:
    """Where a trainee's id or name stands in a text. `touched` is the longer word that it is a part of, "" for none."""

    start: int
    end: int
    student: Student
    by_id: bool
    touched: str = ""

    def within(self, other: "_Place") -> bool:
        """Whether it is a part of a longer one."""
        return other.start <= self.start and self.end <= other.end and other.end - other.start > self.end - self.start


def is_fresh(path: PurePosixPath) -> bool:
    """Whether a file has the name that the kit gives to a new version of a notebook, put beside the learner's."""
    return re.search(rf"{_FRESH}{_COPY}*$", _comparable(path.stem)) is not None


def exercise_of(path: PurePosixPath, notebooks: dict[str, str], students: list[Student]) -> str | Words:
    """The exercise whose notebook a file's name is, of {exercise: notebook}, or why it is none; the longest name wins."""
    stem = _comparable(path.stem)
    others: list[tuple[str, str]] = []
    for name, notebook in sorted(notebooks.items(), key=lambda one: -len(one[1])):
        for found in re.finditer(rf"(?<![a-z0-9]){re.escape(_comparable(notebook))}(?![a-z0-9])", stem):
            rest = stem[found.end() :]
            if _goes_on_well(rest, students):
                return name
            others.append((notebook, rest))
    if others:
        notebook, rest = others[0]
        return Words(
            en=f"after {notebook} it goes on with “{rest}”, which is no trainee's id or name and no mark of a copy: "
            "another notebook?",
            zh=f"{notebook} 之后的“{rest}”既不是学员的学号或姓名，也不是副本标记：可能是另一份笔记本",
        )
    return Words(en="it has the name of no exercise", zh="文件名不是任何一份作业")


def _goes_on_well(rest: str, students: list[Student]) -> bool:
    """Whether what follows a notebook's name still leaves it that notebook: m00-exercise-b is another than m00-exercise."""
    rest = re.sub(rf"^(?:{_FRESH}|{_COPY})+", "", rest)
    if not re.match(r"-+[a-z0-9]", rest) or re.match(_HARMLESS, rest):
        return True
    return any(place.start == 0 for place in _places(rest.lstrip("-"), students))


def owner(path: PurePosixPath, notebook: str, students: list[Student]) -> Student | Words:
    """The trainee whose id stands in a path as a word of its own, or else their name; or why it is nobody's for sure."""
    text = _comparable(str(path.with_suffix("")))
    text = re.sub(rf"{re.escape(_comparable(notebook))}(?:{_FRESH}|{_COPY})*", " ", text)
    places = list(_places(text, students))
    by_id = _whose(place for place in places if place.by_id)
    by_name = _whose(place for place in places if not place.by_id and not place.touched)
    if len(by_id) == 1 and by_name and by_id[0] not in by_name:
        return Words(
            en=f"it says {by_id[0].id}, and also {by_name[0].name}, who is {_and(by_name, by_name[0].name)}",
            zh=f"路径里既有学号 {by_id[0].id}，又有 {by_name[0].name}（学号 {_and_zh(by_name, by_name[0].name)}）",
        )
    if len(who := by_id or by_name) == 1:
        return who[0]
    return _several(who, by_id=bool(by_id)) if who else _nobody(places)


def _whose(places: Iterator[_Place]) -> list[Student]:
    """Each trainee once, by id."""
    return sorted({place.student.id: place.student for place in places}.values(), key=lambda student: student.id)


def _several(who: list[Student], *, by_id: bool) -> Words:
    names = {student.name for student in who}
    if by_id:
        ids = [student.id for student in who]
        return Words(en=f"it says several ids: {' and '.join(ids)}", zh=f"路径里有好几个学号：{'、'.join(ids)}")
    if len(names) == 1:
        (name,) = names
        return Words(
            en=f"{name} is {_and(who, name)}: put the id into its name",
            zh=f"{name} 同名，学号有 {_and_zh(who, name)}：请在文件名里加上学号",
        )
    listed = [f"{student.name} ({student.id})" for student in who]
    return Words(en=f"it fits several trainees: {', '.join(listed)}", zh=f"同时符合多位学员：{'、'.join(listed)}")


def _nobody(places: list[_Place]) -> Words:
    if not (near := [place for place in places if place.touched]):
        return Words(en="no trainee's id or name is in its path", zh="路径里没有学员的学号或姓名")
    known = ", ".join(dict.fromkeys(f"{place.student.name} ({place.student.id})" for place in near))
    return Words(
        en=f"“{near[0].touched}” is no trainee's name for sure, only near one: {known}. Put the id into its name",
        zh=f"“{near[0].touched}”不能确定是哪位学员，只是含有 {known.replace(', ', '、')} 的姓名：请在文件名里加上学号",
    )


def _and(who: list[Student], name: str) -> str:
    return " and ".join(student.id for student in who if student.name == name)


def _and_zh(who: list[Student], name: str) -> str:
    return "、".join(student.id for student in who if student.name == name)


def _places(text: str, students: list[Student]) -> Iterator[_Place]:
    """Where ids and names stand, but for those that are part of a longer one of somebody's."""
    found = []
    undated = _DATE.sub(lambda date: " " * len(date[0]), text)
    for student in students:
        id_, name = _called(student)
        if id_.isdigit() and len(id_) < _SHORT:
            found += [_Place(*span, student, True) for span in _whole_parts(text, id_, name)]
        else:
            where = text if _DATE.search(id_) else undated
            found += [place for place in _standing(id_, where, student, by_id=True) if not place.touched]
        if student.name != student.id:
            found += _standing(name, text, student, by_id=False)
    for place in found:
        if not any(place.within(other) for other in found if not other.touched or place.touched):
            yield _untouched_by(place, [other for other in found if other is not place])


@lru_cache(maxsize=_STUDENTS)
def _called(student: Student) -> tuple[str, str]:
    """A trainee's id and name as they are compared."""
    return _comparable(student.id), _comparable(student.name)


@lru_cache(maxsize=_STUDENTS)
def _pattern(word: str) -> re.Pattern[str]:
    """A name with whatever people put between its parts, also the other way round: Ann Smith, and Smith, Ann."""
    parts = [re.escape(part) for part in word.split()]
    return re.compile("|".join(dict.fromkeys([_GAP.join(parts), _GAP.join(parts[-1:] + parts[:-1])])))


def _untouched_by(place: _Place, others: list[_Place]) -> _Place:
    """A name that touches nothing but another trainee's stands by itself: 王丹李雷."""
    beside = any(other.end == place.start or other.start == place.end for other in others)
    return _Place(place.start, place.end, place.student, place.by_id) if beside else place


def _whole_parts(text: str, id_: str, name: str) -> Iterator[tuple[int, int]]:
    """Where a short number stands alone between slashes, but for its owner's name."""
    at = 0
    for part in text.split("/"):
        if part.replace(name, " ").strip(_BETWEEN) == id_:
            start = at + part.index(id_)
            yield start, start + len(id_)
        at += len(part) + 1


def _standing(word: str, text: str, student: Student, *, by_id: bool) -> Iterator[_Place]:
    """Where a word stands with nothing of its own kind beside it: no letter or digit beside those, no Chinese beside Chinese."""
    if not word or word.split()[0] not in text:
        return
    for found in _pattern(word).finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        if _of_a_kind(before[-1:], word[0]) and not _HAN.match(word[0]):
            continue
        if _of_a_kind(after[:1], word[-1]) and not _HAN.match(word[-1]):
            continue
        more = [
            _run(before[::-1])[::-1] if _HAN.match(word[0]) and not _ends(before, _BEFORE) else "",
            _run(after) if _HAN.match(word[-1]) and not _begins(after, _AFTER) else "",
        ]
        touched = f"{more[0]}{found[0]}{more[1]}" if any(more) else ""
        yield _Place(found.start(), found.end(), student, by_id, touched)


def _of_a_kind(sign: str, other: str) -> bool:
    return sign.isalnum() and bool(_HAN.match(sign)) == bool(_HAN.match(other))


def _run(text: str) -> str:
    """The Chinese at the beginning of a text."""
    return re.match(f"[{HAN}]*", text)[0]  # type: ignore[index]


def _begins(text: str, words: list[str]) -> bool:
    return text.startswith(tuple(words))


def _ends(text: str, words: list[str]) -> bool:
    return text.endswith(tuple(words))


def _comparable(text: str) -> str:
    """For comparing: full-width signs as ordinary ones, without case, and without signs that nobody sees."""
    return plain(text).casefold()
