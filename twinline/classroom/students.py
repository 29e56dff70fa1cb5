"""Who is in the class: read from the list that a training department has, in Excel or CSV."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generators.errors import BilingualError
from twinline.base.cell_text import digits, plain
from twinline.base.headed_table import read_headed
from twinline.base.shown import without_hidden_signs

# What people write above a column, the best name first.
_HEADERS: Final[dict[str, tuple[str, ...]]] = {
    "id": ("student_id", "student id", "学号", "工号", "员工号", "员工编号", "账号", "id", "student", "编号", "用户名"),
    "name": ("name", "full name", "姓名", "名字", "学员", "学员姓名"),
    "email": ("email", "e-mail", "mail", "邮箱", "电子邮箱", "邮件"),
}
_NEEDED: Final = {"id": ("student_id", "学号（或工号）")}
# An id is a folder's name, a part of nbgrader's patterns, and on a hub a user's name.
_ID = re.compile(r"[\w@-][\w.@-]{0,63}")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")  # names that Windows keeps for itself


@dataclass(frozen=True)
class Student:
    """One trainee. `family` and `given` are as nbgrader keeps them apart: a Chinese name's first character is the family's."""

    id: str
    family: str = ""
    given: str = ""
    email: str = ""

    @property
    def name(self) -> str:
        """As one writes it: 王小明, or Ann Smith; the id where no name is known."""
        chinese = bool(re.search(r"[一-鿿]", self.family + self.given))
        whole = f"{self.family}{self.given}" if chinese else f"{self.given} {self.family}"
        return without_hidden_signs(whole).strip() or self.id


_DOUBLE = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "司徒",
    "东方",
    "尉迟",
    "皇甫",
    "公孙",
    "慕容",
    "夏侯",
    "令狐",
    "端木",
    "独孤",
    "南宫",
    "长孙",
)


def split_name(name: str) -> tuple[str, str]:
    """(family, given) of a name in Chinese or in Western order."""
    name = " ".join(name.split())
    if re.search(r"[一-鿿]", name):
        plain = name.replace(" ", "")
        cut = 2 if plain.startswith(_DOUBLE) and len(plain) > 2 else 1
        return plain[:cut], plain[cut:]
    given, _, family = name.rpartition(" ")
    return family, given


def is_id(text: str) -> bool:
    """Whether a text can be a student's id: letters of any script, digits, . _ - @, and no name that Windows keeps."""
    return bool(_ID.fullmatch(text)) and not _RESERVED.match(text) and not text.endswith(".")


def read_students(path: Path) -> list[Student]:
    """The class from an Excel or CSV file with a column of ids (学号, 工号, student_id …) and, if there, names and e-mail.

    Raises `BilingualError` with every row at fault: an id that is missing, comes twice, or cannot be a folder's name.
    """
    table = read_headed(path, _HEADERS, _NEEDED, best=True).frame  # somebody whom a filter hides is in the class, too
    students: list[Student] = []
    faults: list[tuple[int, str, str, str]] = []
    seen: dict[str, int] = {}
    for row, record in zip(table.index, table.to_dict("records"), strict=True):
        id_ = digits(record["id"])
        if not id_:
            faults.append((row, id_, "has no id", "没有学号"))
        elif not is_id(id_):
            faults.append((row, id_, "cannot be a folder's name", "不能用作文件夹名"))
        elif id_.casefold() in seen:
            faults.append(
                (row, id_, f"stands in row {seen[id_.casefold()]} too", f"与第 {seen[id_.casefold()]} 行重复")
            )
        else:
            seen[id_.casefold()] = row
            family, given = split_name(plain(record.get("name", "")))
            students.append(Student(id_, family, given, plain(record.get("email", ""))))
    if faults:
        raise BilingualError(
            f"{path.name}: "
            + "; ".join(f"row {row}: {f'{id_!r} ' if id_ else ''}{why}" for row, id_, why, _ in faults[:8])
            + ". Mend these rows.",
            f"{path.name}："
            + "；".join(f"第 {row} 行{f'“{id_}”' if id_ else ''}{why}" for row, id_, _, why in faults[:8])
            + "。请改好这些行。",
        )
    if not students:
        raise BilingualError(f"{path.name} lists nobody.", f"{path.name} 里一个学员也没有。")
    return students
