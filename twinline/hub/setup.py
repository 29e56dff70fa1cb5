"""`python -m twinline.hub.setup`: accounts, folders and settings of a class on this server, as root.

It can be run again at any time: accounts that exist keep their password and files, new ones in the list are added, and
the permissions are set right.
"""

import argparse
import csv
import grp
import io
import os
import pwd
import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

from generators.errors import BilingualError
from twinline.base import paths
from twinline.base.files import write
from twinline.base.text import fail, t
from twinline.classroom.students import Student, read_students
from twinline.hub.settings import PLACE, HubSettings

# What useradd takes, and what JupyterHub, which lowers every name, still knows afterwards.
_ACCOUNT = re.compile(r"[a-z_][a-z0-9_-]{0,31}")
PASSWORDS = Path("/root/twinline-passwords.csv")
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # none that two people read differently

EVERYBODY, DROP_BOX, PASS_THROUGH = 0o1777, 0o1733, 0o711


def set_up(
    settings: HubSettings, trainees: list[Student], place: Path = PLACE, passwords: Path = PASSWORDS
) -> list[str]:
    """Bring the server to what `settings` say; returns the accounts that were made.

    Their first passwords are added to `passwords`, which only root can read. Raises `BilingualError` for an id that
    cannot be an account.
    """
    names = [settings.instructor, *(trainee.id for trainee in trainees)]
    impossible = [name for name in names if not _ACCOUNT.fullmatch(name)]
    if impossible:
        listed = ", ".join(impossible[:8])
        raise BilingualError(
            f"Cannot be accounts: {listed}. Use small letters, digits, - and _, beginning with a letter (such as u0017).",
            f"以下编号不能用作账号：{listed}。请用小写字母开头，只含小写字母、数字、- 和 _（如 u0017）。",
        )
    if not _exists(grp.getgrnam, settings.group):
        subprocess.run(["groupadd", settings.group], check=True)
    made = [name for name in names if not _exists(pwd.getpwnam, name)]
    full_names = {trainee.id: trainee.name for trainee in trainees}
    for name in made:
        comment = ["--comment", re.sub(r"[:\n,]", " ", full_names.get(name, name))]
        private = ["--create-home", "--key", "HOME_MODE=0700", "--shell", "/bin/bash"]
        subprocess.run(["useradd", *private, *comment, name], check=True)
    for name in names:
        subprocess.run(["usermod", "--append", "--groups", settings.group, name], check=True)
    if made:
        _give_passwords(made, passwords)
    folders(settings)
    write(place, settings.text().encode())
    return made


def folders(settings: HubSettings) -> None:
    """Make the class's folders, and give each the owner and mode on which its privacy rests.

    Course directory: the instructor's alone. Exchange: nbgrader wants its top writable to everybody, so it is sticky, or
    anybody could move a course away and put up one of their own. Drop box: everybody may put in, nobody but the
    instructor may look, and nobody may move or delete what another put in. Feedback: can be read by who knows its name,
    which only the submission's author does.
    """
    owner = pwd.getpwnam(settings.instructor)
    exchange = settings.exchange / settings.course.name
    for folder, user, mode in [
        (settings.state, 0, 0o700),
        (settings.course, owner.pw_uid, 0o700),
        (settings.exchange, 0, EVERYBODY),
        (exchange, owner.pw_uid, 0o755),
        (exchange / "outbound", owner.pw_uid, 0o755),
        (settings.drop_box, owner.pw_uid, DROP_BOX),
        (exchange / "feedback", owner.pw_uid, PASS_THROUGH),
    ]:
        folder.mkdir(parents=True, exist_ok=True)
        os.chown(folder, user, owner.pw_gid if user else 0)
        folder.chmod(mode)
    # Of the kit that everybody uses, the answers are the instructor's: questions and memos lie in the modules' folders.
    for answers in (paths.SOLUTIONS, *(path for path in paths.LESSONS.iterdir() if path.is_dir())):
        os.chown(answers, 0, owner.pw_gid)
        answers.chmod(0o750)


def _exists(find: object, name: str) -> bool:
    try:
        find(name)  # type: ignore[operator]
    except KeyError:
        return False
    return True


def _give_passwords(names: list[str], place: Path) -> None:
    given = [(name, "".join(secrets.choice(_LETTERS) for _ in range(10))) for name in names]
    subprocess.run(["chpasswd"], input="".join(f"{name}:{word}\n" for name, word in given), text=True, check=True)
    rows = io.StringIO()
    csv.writer(rows).writerows(given)
    place.touch(mode=0o600)
    with place.open("a", encoding="utf-8") as file:
        file.write(rows.getvalue())


def main() -> int:
    """Read the command line and the class list, and do it."""
    parser = argparse.ArgumentParser(prog="python -m twinline.hub.setup", description=__doc__)
    parser.add_argument("--instructor", help="the account that owns the class")
    parser.add_argument("--lang", choices=["zh", "en"], help="the class's language")
    parser.add_argument("--trainees", type=Path, help="the class list, Excel or CSV, with a column of ids (学号)")
    chosen = parser.parse_args()
    try:
        if os.geteuid() != 0:
            raise BilingualError(
                "Accounts can only be made as root: use sudo.", "创建账号需要 root 权限，请用 sudo 运行。"
            )
        if not shutil.which("useradd"):
            raise BilingualError("There is no useradd here: this needs Linux.", "找不到 useradd：需要在 Linux 上运行。")
        settings = _chosen(chosen.instructor, chosen.lang)
        made = set_up(settings, read_students(chosen.trainees) if chosen.trainees else [])
    except BilingualError as error:
        return fail(error)
    print(t(f"{len(made)} new accounts.", f"新建账号 {len(made)} 个。"))
    if made:
        print(t(f"Their first passwords are in {PASSWORDS}.", f"初始密码在 {PASSWORDS}。"))
    return 0


def _chosen(instructor: str | None, lang: str | None) -> HubSettings:
    """The settings that are there, with what the command line changes."""
    said = {name: value for name, value in {"instructor": instructor, "language": lang}.items() if value}
    if PLACE.exists():
        return HubSettings.model_validate(HubSettings.read(PLACE).model_dump() | said)
    if not instructor:
        raise BilingualError("Name the instructor's account: --instructor NAME.", "请指定讲师账号：--instructor 账号。")
    return HubSettings.model_validate(said)


if __name__ == "__main__":
    sys.exit(main())
