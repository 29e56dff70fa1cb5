"""Where trainees' ids and names stand in a text, each by itself and not as a part of another word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from twinline.base.cell_text import plain
from twinline.base.chinese import HAN
from twinline.classroom.students import Student

_SHORT = 4  # digits: a number with fewer may be anything, such as a day or the number of a copy
_BETWEEN = " _-.()（）"
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d[-._年]\d{1,2}[-._月]\d{1,2}日?(?!\d)")
_STUDENTS = 20_000  # names that are kept ready
_GAP = r"[\s_.,-]*"
_HAN = re.compile(f"[{HAN}]")
# What people write right before or behind a name, but for anything that could be the end or the beginning of one.
_BEFORE = re.compile(
    "(?:作业|练习|同学|学员|学生|姓名|名字|学号|工号|提交|上交|来自|发件人|班|组|部|室|行|中心|副本|复件|的|终版|终稿|定稿|新版|更新|"
    "补交|重交|迟交|短评|考试|试卷|答案|课程|号)$"
)
_AFTER = re.compile(
    "作业|练习|同学|学员|学生|姓名|学号|工号|提交|上交|的|副本|复件|第|最终|终版|终稿|定稿|修改|修订|更新|新版|补交|重交|迟交|短评|考试|"
    "试卷|答案|答卷|课程|已完成|完成|初稿|附件|文件|邮件|笔记本|先生|女士|经理|老师"
)


_WORDS = re.compile(
    "final|done|finished|completed?|new|old|answers?|submi(?:t|tted|ssion)|homework|hw|exercise|assignment|copy|of|by|from|for|to|the|"
    "my|name|student|trainee|id|group|team|class|course|module|week|day|part|version|late|resubmi(?:t|tted|ssion)|revised|rev|draft|"
    "mail|re|fw|fwd|attachment|notebook|jupyter|solutions?|mr|ms|mrs|dr|and"
)
_LAST = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,})[\s_.-]{1,3}$")
_NEXT = re.compile(r"[\s_.-]{1,3}([^\W\d_]{2,})(?![^\W\d_])")


@dataclass(frozen=True)
class Place:
    """Where a trainee's id or name stands in a text. `touched` is the longer word that it is a part of, "" for none."""

    start: int
    end: int
    student: Student
    by_id: bool
    touched: str = ""

    def within(self, other: "Place") -> bool:
        """Whether it is a part of a longer one."""
        return other.start <= self.start and self.end <= other.end and other.end - other.start > self.end - self.start


def places(text: str, students: list[Student]) -> Iterator[Place]:
    """Where ids and names stand, but for those that are part of a longer one of somebody's."""
    found = []
    undated = _DATE.sub(lambda date: " " * len(date[0]), text)
    for student in students:
        id_, name = _called(student)
        if id_.isdigit() and len(id_) < _SHORT:
            found += [Place(*span, student, True) for span in _whole_parts(text, id_, name)]
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
    return comparable(student.id), comparable(student.name)


@lru_cache(maxsize=_STUDENTS)
def _pattern(word: str) -> re.Pattern[str]:
    """A name with whatever people put between its parts, also the other way round: Ann Smith, and Smith, Ann."""
    parts = [re.escape(part) for part in word.split()]
    return re.compile("|".join(dict.fromkeys([_GAP.join(parts), _GAP.join(parts[-1:] + parts[:-1])])))


def _untouched_by(place: Place, others: list[Place]) -> Place:
    """A name that touches nothing but another trainee's stands by itself: 王丹李雷."""
    beside = any(other.end == place.start or other.start == place.end for other in others)
    return Place(place.start, place.end, place.student, place.by_id) if beside else place


def _whole_parts(text: str, id_: str, name: str) -> Iterator[tuple[int, int]]:
    """Where a short number stands alone between slashes, but for its owner's name."""
    at = 0
    for part in text.split("/"):
        if part.replace(name, " ").strip(_BETWEEN) == id_:
            start = at + part.index(id_)
            yield start, start + len(id_)
        at += len(part) + 1


def _standing(word: str, text: str, student: Student, *, by_id: bool) -> Iterator[Place]:
    """Where a word stands with nothing of its own kind beside it: no letter or digit beside those.

    Where more Chinese touches a Chinese name, or another word stands beside a Latin one, the place tells.
    """
    if not word or word.split()[0] not in text:
        return
    for found in _pattern(word).finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        if _of_a_kind(before[-1:], word[0]) and not _HAN.match(word[0]):
            continue
        if _of_a_kind(after[:1], word[-1]) and not _HAN.match(word[-1]):
            continue
        if _HAN.search(word):
            more = [
                _run(before[::-1])[::-1] if _HAN.match(word[0]) and not _BEFORE.search(before) else "",
                _run(after) if _HAN.match(word[-1]) and not _AFTER.match(after) else "",
            ]
        else:
            more = ["", ""] if by_id else [_word(_LAST.search(before), "{} "), _word(_NEXT.match(after), " {}")]
        touched = f"{more[0]}{found[0]}{more[1]}" if any(more) else ""
        yield Place(found.start(), found.end(), student, by_id, touched)


def _word(found: re.Match[str] | None, shape: str) -> str:
    """The Latin word beside a name, which may be more of it: Mary Ann Smith is not Ann Smith. "" for an everyday one."""
    if found is None or _WORDS.fullmatch(found[1]) or _HAN.search(found[1]):
        return ""
    return shape.format(found[1])


def _of_a_kind(sign: str, other: str) -> bool:
    return sign.isalnum() and bool(_HAN.match(sign)) == bool(_HAN.match(other))


def _run(text: str) -> str:
    """The Chinese at the beginning of a text."""
    return re.match(f"[{HAN}]*", text)[0]  # type: ignore[index]


def comparable(text: str) -> str:
    """For comparing: full-width signs as ordinary ones, without case, and without signs that nobody sees."""
    return plain(text).casefold()
