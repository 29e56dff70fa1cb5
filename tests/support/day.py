"""A morning in class, seen from inside the stage: set the server up, hand out, answer, hand in, forge, collect.

Runs as root of the stage (see `stage`); what happened goes to /root/work/day.json, the hub's log to hub.log beside it.
"""

import asyncio
import csv
import json
import os
import pwd
import subprocess
import sys
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from trainee import Person  # from beside it: it runs as a script

WORK, KIT = Path("/root/work"), Path("/opt/twinline")
HUB = "http://127.0.0.1:8000"
ASSIGNMENT, NOTEBOOK = "m00_orientation", "m00-exercise.ipynb"
PLACE = f"homework/{ASSIGNMENT}/{NOTEBOOK}"
TEACHER = "teacher"
MOST_SECONDS = 400  # a hang ends here; the morning takes one or two minutes
TRAINEES = [f"u{number:02d}" for number in range(1, 1 + int(os.environ["TRAINEES"]))]
NAMES = ["王小明", "李娜", "张伟", "欧阳静"]

NEW_CLASS = """
import sys
from pathlib import Path
from twinline.classroom.course import Course
from twinline.classroom.gradebook import open_gradebook
from twinline.classroom.settings import Settings
course = Course(Path.cwd(), Settings(title="Class", language="en", exercises=("m00_orientation",), exchange="../exchange"))
course.save()
with open_gradebook(course) as gradebook:
    for name in %r:
        gradebook.add_student(name)
print(sys.executable)
"""

FORGE = """
import subprocess, sys
done = subprocess.run(
    [sys.executable, "-m", "nbgrader", "submit", "m00_orientation", "--CourseDirectory.student_id=u04"],
    capture_output=True, text=True)
print(done.returncode)
"""

LESSON = """
import twinline as tw
from twinline.questions.author.solutions import refusal
tw.progress()
print(len(tw.load("accounts")), refusal("m10", "q1").en)
"""

PRY = """
import json, os, resource, shutil
from pathlib import Path
def attempt(what):
    try:
        return repr(what())[:80]
    except BaseException as error:
        return type(error).__name__
exchange = Path("/srv/twinline/exchange")
print(json.dumps({
    "list the drop box": attempt(lambda: os.listdir(exchange / "class/inbound")),
    "list feedback": attempt(lambda: os.listdir(exchange / "class/feedback")),
    "the course": attempt(lambda: os.listdir("/srv/twinline/class")),
    "the gradebook": attempt(lambda: Path("/srv/twinline/class/gradebook.db").read_bytes()),
    "solutions": attempt(lambda: os.listdir("/opt/twinline/solutions")),
    "lessons": attempt(lambda: os.listdir("/opt/twinline/lessons/m10_churn")),
    "another's home": attempt(lambda: os.listdir("/home/u04")),
    "the hub's state": attempt(lambda: os.listdir("/var/lib/twinline-hub")),
    "move the course away": attempt(lambda: (exchange / "class").rename(exchange / "gone")),
    "write the kit": attempt(lambda: Path("/opt/twinline/twinline/base/paths.py").open("a")),
    "write the data": attempt(lambda: Path("/opt/twinline/datasets/tiny/x").open("w")),
    "release a task": attempt(lambda: (exchange / "class/outbound/m99").mkdir()),
    "more memory than allowed": attempt(lambda: len(bytearray(4 << 30))),
    "raise the limit": attempt(lambda: resource.setrlimit(resource.RLIMIT_DATA, (-1, -1))),
    "an honest gigabyte": attempt(lambda: len(bytearray(1 << 30))),
    "link to another's folder": attempt(lambda: os.symlink(
        "/home/u04", exchange / "class/inbound/u04+m00_orientation+2099-01-01 00:00:00 UTC+link")),
}))
"""


def set_up() -> dict[str, str]:
    """Everything that install.sh does without the network; returns the passwords."""
    subprocess.run(["sh", "-c", "pwconv && grpconv"], check=True)
    for folder in ("/var/mail", "/var/lib", "/var/log", "/var/tmp"):
        Path(folder).mkdir(parents=True)
    with (WORK / "class.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["学号", "姓名"])
        rows.writerows((name, NAMES[number % len(NAMES)]) for number, name in enumerate(TRAINEES))
    install = Path(__file__).resolve().parents[2] / "deploy" / "jupyterhub" / "install.sh"
    words = [install, "--instructor", TEACHER, "--trainees", WORK / "class.csv", "--lang", "en"]
    subprocess.run(words, env=os.environ | {"STEPS": "kit data class"}, check=True)
    source = Path("/srv/twinline/class/source")
    subprocess.run(["cp", "-r", WORK / "source", source], check=True)
    subprocess.run(["chown", "-R", f"{TEACHER}:", source], check=True)
    with Path("/root/twinline-passwords.csv").open(encoding="utf-8") as file:
        return dict(csv.reader(file))


def hub() -> subprocess.Popen[bytes]:
    """Start the hub as the service does, with servers that carry no JupyterLab: many of them are heavy enough."""
    config = KIT / "deploy" / "jupyterhub" / "jupyterhub_config.py"
    words = [sys.executable, "-m", "jupyterhub", "-f", config, '--Spawner.args=["--without=jupyterlab"]']
    return subprocess.Popen(
        words, cwd="/var/lib/twinline-hub", stdout=(WORK / "hub.log").open("wb"), stderr=subprocess.STDOUT
    )


def memory() -> int:
    """Bytes that all processes of the stage hold, shared ones counted once."""
    total = 0
    for rollup in Path("/proc").glob("[0-9]*/smaps_rollup"):
        try:
            total += sum(
                int(line.split()[1]) << 10 for line in rollup.read_text().splitlines() if line.startswith("Pss:")
            )
        except OSError:  # it has ended meanwhile
            continue
    return total


async def answer(person: Person, number: int) -> None:
    """Fetch, fill in, run every cell in the kernel, save."""
    await person.post("assignments/fetch", {"course_id": "class", "assignment_id": ASSIGNMENT})
    book = await person.notebook(PLACE)
    wrong = number % 3 == 0
    answers = {
        "q1-answer": "def online_share(online, total):\n    return online / total if total else 0.0",
        "q2-answer": f"lines = {7 if wrong else 2}",
        "q2-spare": "print(2)",
    }
    for cell in book["cells"]:
        if cell["id"] in answers:
            cell["source"] = f"{answers[cell['id']]}\n# {person.name} 的答案"
    person.seen["errors"] = await person.run_notebook(book)
    await person.save(PLACE, book)


async def day(passwords: dict[str, str], seen: dict[str, object]) -> None:
    """The morning itself."""
    teacher = Person(HUB, TEACHER, passwords[TEACHER])
    people = [Person(HUB, name, passwords[name]) for name in TRAINEES]
    try:
        await teacher.enter()
        seen["new class"] = await teacher.execute(NEW_CLASS % TRAINEES)
        for step in ("assign", "release"):
            seen[step] = await teacher.post(f"formgrader/api/assignment/{ASSIGNMENT}/{step}", {})
        mark = time.monotonic()
        await asyncio.gather(*(person.enter() for person in people))
        seen["seconds to enter"] = time.monotonic() - mark
        mark = time.monotonic()
        await asyncio.gather(*(answer(person, number) for number, person in enumerate(people, 1)))
        seen["seconds to answer"] = time.monotonic() - mark
        seen["bytes"] = memory()
        mark = time.monotonic()
        await asyncio.gather(
            *(
                person.post("assignments/submit", {"course_id": "class", "assignment_id": ASSIGNMENT})
                for person in people
            )
        )
        seen["seconds to submit"] = time.monotonic() - mark
        forger = people[2]
        seen["forged"] = await forger.execute(FORGE)
        seen["pried"] = json.loads(await forger.execute(PRY))
        seen["in a lesson"] = await forger.execute(LESSON)
        seen["another's server"] = await forger.status("/user/u04/api/contents")
        seen["own server"] = await forger.status("/user/u03/api/contents")
        seen["collect"] = await teacher.post(f"formgrader/api/assignment/{ASSIGNMENT}/collect", {})
        seen["trainees"] = {person.name: person.seen for person in people}
        seen["teacher's kernel"] = teacher.seen
    finally:
        for person in [teacher, *people]:
            await person.leave()


async def with_hub(server: subprocess.Popen[bytes], morning: Coroutine[Any, Any, None]) -> None:
    """Live the morning for as long as the hub lives."""

    async def until_it_ends() -> None:
        while server.poll() is None:
            await asyncio.sleep(0.5)

    ended, lived = asyncio.create_task(until_it_ends()), asyncio.create_task(morning)
    await asyncio.wait({ended, lived}, timeout=MOST_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    ended.cancel()
    if not lived.done():
        lived.cancel()
        raise RuntimeError("The hub ended, or hung: see hub.log.")
    await lived


def what_lies_there() -> dict[str, object]:
    """The class's files afterwards, as root sees them."""
    submitted = Path("/srv/twinline/class/submitted")
    inbound = Path("/srv/twinline/exchange/class/inbound")
    return {
        "submitted": sorted(str(path.relative_to(submitted)) for path in submitted.glob("*/*/*.ipynb")),
        "unchanged": [
            name
            for name in TRAINEES
            if (submitted / name / ASSIGNMENT / NOTEBOOK).read_bytes()
            == Path("/home", name, "twinline", "en", PLACE).read_bytes()
        ],
        "texts": {name: (submitted / name / ASSIGNMENT / NOTEBOOK).read_text("utf-8") for name in TRAINEES},
        "index": Path("/home/u01/twinline/en/index.ipynb").read_text("utf-8"),
        "drop box": sorted(
            [path.name.split("+")[0], pwd.getpwuid(path.lstat().st_uid).pw_name] for path in inbound.iterdir()
        ),
    }


def main() -> None:
    """Set up, live the morning, write down what was seen."""
    started = time.monotonic()
    passwords = set_up()
    seen: dict[str, object] = {
        "class": TRAINEES,
        "accounts": sorted(passwords),
        "seconds to set up": time.monotonic() - started,
    }
    server = hub()
    try:
        asyncio.run(with_hub(server, day(passwords, seen)))
        seen |= what_lies_there()
    finally:
        server.kill()  # everybody's servers end with the stage: stopping them one by one would take as long as a lesson
        seen["seconds"] = time.monotonic() - started
        (WORK / "day.json").write_text(json.dumps(seen, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
