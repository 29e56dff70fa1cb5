"""Whose a mailed file is, and which exercise: by the names and ids in its path.

A name counts where it stands by itself. The longest known one wins at its place, and one that goes on in more Chinese is
somebody else's: 王丹丹 is not 王丹.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from twinline.base.words import Words
from twinline.classroom.collect.places import Place, comparable, places
from twinline.classroom.students import Student

# As browsers, mail programs, JupyterLab and Explorer call a second one.
_COPY = r"(?:[\s_.-]*(?:\(\d+\)|\[\d+\]|-?copy\s*\d*(?![a-z])|(?:的)?(?:副本|拷贝|备份)\s*\d*))"
_FRESH = r"\.new-\d{4}-\d{2}-\d{2}(?:-\d+)?"
"""The kit's own new version of a notebook, put beside the learner's (see `twinline.lab`)."""
_HARMLESS = r"-+(?:\d{4}|(?:final|done|finished|completed?|new|v\d+|answers?|submi(?:t|tted|ssion))(?![a-z]))"


def is_fresh(path: PurePosixPath) -> bool:
    """Whether a file has the name that the kit gives to a new version of a notebook, put beside the learner's."""
    return re.search(rf"{_FRESH}{_COPY}*$", comparable(path.stem)) is not None


def exercise_of(path: PurePosixPath, notebooks: dict[str, str], students: list[Student]) -> str | Words:
    """The exercise whose notebook a file's name is, of {exercise: notebook}, or why it is none; the longest name wins."""
    stem = comparable(path.stem)
    others: list[tuple[str, str]] = []
    for name, notebook in sorted(notebooks.items(), key=lambda one: -len(one[1])):
        for found in re.finditer(rf"(?<![a-z0-9]){re.escape(comparable(notebook))}(?![a-z0-9])", stem):
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
    return any(place.start == 0 for place in places(rest.lstrip("-"), students))


def owner(path: PurePosixPath, notebook: str, students: list[Student]) -> Student | Words:
    """The trainee whose id stands in a path as a word of its own, or else their name; or why it is nobody's for sure."""
    text = comparable(str(path.with_suffix("")))
    text = re.sub(rf"{re.escape(comparable(notebook))}(?:{_FRESH}|{_COPY})*", " ", text)
    found = list(places(text, students))
    by_id = _whose(place for place in found if place.by_id)
    by_name = _whose(place for place in found if not place.by_id and not place.touched)
    if len(by_id) == 1 and by_name and by_id[0] not in by_name:
        return Words(
            en=f"it says {by_id[0].id}, and also {by_name[0].name}, who is {_and(by_name, by_name[0].name)}",
            zh=f"路径里既有学号 {by_id[0].id}，又有 {by_name[0].name}（学号 {_and_zh(by_name, by_name[0].name)}）",
        )
    if len(who := by_id or by_name) == 1:
        return who[0]
    return _several(who, by_id=bool(by_id)) if who else _nobody(found)


def _whose(found: Iterator[Place]) -> list[Student]:
    """Each trainee once, by id."""
    return sorted({place.student.id: place.student for place in found}.values(), key=lambda student: student.id)


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


def _nobody(found: list[Place]) -> Words:
    if not (near := [place for place in found if place.touched]):
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
