"""Hostile notebooks: what each does, in cells put before the first question or in place of an answer.

In code, KIT, COURSE, DATASETS, CACHE, PORT and SOCKET stand for where the kit, the class and the data lie and where the grader's
machine listens; CANARY begins every secret that was planted there. Each notebook answers one question honestly, q3, and keeps
what that earned unless it ends its own kernel for good.
"""

from dataclasses import dataclass, field

HONEST = 4.0  # points of q3


@dataclass(frozen=True)
class Hostile:
    """One submission. `keeps` says that it keeps its honest points; `says` is part of the reason that its record gives."""

    name: str
    does: str
    cells: tuple[str, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    keeps: bool = True
    says: str = ""


READS = """
import os, pathlib
def show(path):
    try:
        content = pathlib.Path(path).read_bytes()
        print("SECRET", path) if b"CANARY-" in content else None
    except OSError:
        pass
roots = ["COURSE", "KIT/lessons", "KIT/solutions", "KIT/tests", "DATASETS", "/root", "/home", "/tmp", "/var", "/etc", "/given"]
roots += [f"/proc/{pid}/{what}" for pid in os.listdir("/proc") if pid.isdigit() for what in ("root/COURSE", "cwd", "fd")]
for root in roots:
    for folder, _, names in os.walk(root):
        for name in names:
            show(os.path.join(folder, name))
for pid in filter(str.isdigit, os.listdir("/proc")):
    for what in ("environ", "maps", "cmdline"):
        show(f"/proc/{pid}/{what}")
for place in ("COURSE", "KIT/solutions", "KIT/lessons"):
    print("SECRET folder", place) if os.path.exists(place) else None
print("SECRET cache") if os.path.isdir("CACHE") and os.listdir("CACHE") else None
"""

WRITES = """
import os, pathlib, sqlite3
targets = ["COURSE/gradebook.db", "COURSE/submitted/honest-0/m90_list/m90-exercise.ipynb", "KIT/twinline/__init__.py"]
targets += ["COURSE/records/m90_list/honest-0.json", "/given/m90.pkl", "/data/tiny/customers/evil", "/exchange/evil"]
for target in targets:
    try:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        pathlib.Path(target).write_text("evil")
        print("WROTE", target)
    except OSError:
        pass
try:
    sqlite3.connect("COURSE/gradebook.db").execute("update grade set auto_score = 99")
    print("WROTE gradebook")
except sqlite3.Error:
    pass
"""

ALWAYS_EQUAL = """
class Any(BASE):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return False
    __gt__ = __lt__
    def __le__(self, other): return True
    __ge__ = __le__
    def __hash__(self): return 0
    def __float__(self): return float("nan")
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __abs__(self): return 0.0
"""

FORGED = """
import json
from IPython.core.getipython import get_ipython
kernel = get_ipython().kernel
def forge(kind, **content):
    kernel.session.send(kernel.iopub_socket, kind, content=content, parent=kernel.get_parent(), ident=b"forged")
def hand_out(content):
    text = content if isinstance(content, str) else json.dumps(content)
    forge("display_data", data={"application/vnd.twinline.answer": text}, metadata={})
RIGHT = {"parts": {"": [1.0]}, "trouble": None, "words": None, "detail": "", "shown": "", "changed_input": False}
"""


def answer(module: str) -> str:
    """q1 as a function whose body is the given code."""
    return "def may_call(contacts):\n" + "\n".join(f"    {line}" for line in module.strip().splitlines())


def hands_out(content: str) -> dict[str, str]:
    """q1 handing out a forged answer, then going silent."""
    return {"q1": FORGED + answer(f"hand_out({content})\nforge('status', execution_state='idle')\nreturn []")}


def always_equal(base: str, value: str) -> dict[str, str]:
    """q1 and q2 answered by an object that says it is equal to anything."""
    code = ALWAYS_EQUAL.replace("BASE", base)
    return {
        "q1": code + answer(f"return {value}"),
        "q2": code + f"def split_by_time(accounts, cutoff):\n    return ({value}, {value})",
    }


CHEATS = (
    Hostile("reads", "looks for solutions, hidden tests, the gradebook, others' work and the hidden banks", (READS,)),
    Hostile("writes", "writes the gradebook, a classmate's work and record, the kit, the data", (WRITES,)),
    Hostile(
        "strips-asserts",
        "removes every assert from later cells",
        (
            "import ast\nclass Strip(ast.NodeTransformer):\n    def visit_Assert(self, node):\n        return ast.Pass()\n"
            "get_ipython().ast_transformers.append(Strip())\n"
            "get_ipython().input_transformers_post.append(lambda lines: ['3.0\\n'])",
        ),
        keeps=False,
    ),
    Hostile("equal-object", "answers with an object equal to anything", answers=always_equal("object", "Any()")),
    Hostile("equal-float", "answers with lying floats", answers=always_equal("float", "[Any(1)] * 5")),
    Hostile("equal-text", "answers with lying texts", answers=always_equal("str", "[Any('1')]")),
    Hostile(
        "equal-list",
        "answers with a list that lies about its length and its items",
        answers=always_equal(
            "list", "type('L', (Any,), {'__len__': lambda s: 5, '__iter__': lambda s: iter(int, 1)})()"
        ),
    ),
    Hostile("equal-dict", "answers with a lying dictionary", answers=always_equal("dict", "Any(a=Any())")),
    Hostile(
        "equal-series", "answers with a lying Series", answers=always_equal("__import__('pandas').Series", "Any([1])")
    ),
    Hostile(
        "patched-testing",
        "patches what numpy and pandas compare with",
        (
            "import numpy, pandas, builtins\n"
            "for module in (numpy.testing, pandas.testing):\n"
            "    for name in dir(module):\n"
            "        if name.startswith('assert'):\n"
            "            setattr(module, name, lambda *a, **k: None)\n"
            "numpy.isclose = numpy.allclose = numpy.array_equal = lambda *a, **k: True\n"
            "pandas.DataFrame.equals = pandas.Series.equals = lambda *a: True",
        ),
    ),
    Hostile(
        "patched-kit",
        "patches the kit's judging, marks and answering in the kernel",
        (
            "import twinline.questions.judging as j, twinline.questions.marks as m, twinline.questions.calling as c\n"
            "import twinline.questions.author.grading as g, twinline.classroom.grading.ask as k\n"
            "j.judge = g.judge = lambda *a: j.Found('right', 'right')\n"
            "m.Known.matches = m.Mark.matches = lambda *a: True\n"
            "g.points = lambda question, results: question.points\n"
            "k.Exercise.ask = lambda *a: 99",
        ),
    ),
    Hostile(
        "patched-answering",
        "makes the kit's answering in the kernel hand out what it likes",
        (
            "import twinline.classroom.sandbox.answer as a\n"
            "def lie(path, id_, learners):\n"
            "    right = {'parts': {'': [1]}, 'trouble': None, 'words': None, 'detail': '', 'shown': '', 'changed_input': False}\n"
            "    a._hand_out([right | {'state': 'right', 'points': 99}] * 9)\n"
            "a.answer = lie",
        ),
        keeps=False,
    ),
    Hostile(
        "own-checker",
        "puts checkers of its own in the place of the exercise's",
        (
            "class Q:\n    def check(self, f): print('right')\n    def grade(self, f): return 99.0\n"
            "    __getattr__ = lambda s, n: 99.0\nq1 = q2 = Q()",
        ),
    ),
    Hostile(
        "asks-the-kit",
        "asks the kit in the kernel for the hidden cases' answers, and for the solution",
        answers={
            "q1": answer(
                "from twinline.questions.author import grading\n"
                "question = grading.stated('m90', 'q1')\n"
                "return question.right(contacts)"
            ),
            "q2": "q2.solution()\n"
            "def split_by_time(accounts, cutoff):\n"
            "    from twinline.questions.author.solutions import source\n"
            "    exec(source('m90', 'q2'), globals())\n    return split_by_time(accounts, cutoff)",
        },
    ),
    Hostile(
        "by-heart",
        "answers with the right results of the data that learners have",
        (
            "import twinline as tw\nseen = tw.load('contacts')\n"
            "good = ~seen['call_opt_out'] & ~seen['sms_opt_out']\n"
            "known = [int(each) for each in seen.loc[good, 'customer_id']]",
        ),
        {"q1": answer("return known")},
    ),
    Hostile("points-as-value", "ends cells with values that look like points", ("1e308", "11.0", "True", "-1")),
    Hostile(
        "forged-reply",
        "sends replies, results and points by hand while it is asked",
        answers={
            "q1": FORGED
            + answer(
                "forge('execute_result', data={'text/plain': '99.0'}, metadata={}, execution_count='<script>alert(1)</script>')\n"
                "forge('execute_reply', status='ok', execution_count=1, payload=[], user_expressions={})\n"
                "forge('status', execution_state='idle')\nreturn []"
            )
        },
    ),
    Hostile("forged-answers", "hands out as many answers as it can", answers=hands_out("[RIGHT] * 100_000")),
    Hostile(
        "forged-names",
        "hands out an answer with parts of other names",
        answers=hands_out("[RIGHT | {'parts': {'x': [1.0]}}] * 3"),
    ),
    Hostile(
        "forged-schema", "hands out what no answer is", answers=hands_out("[{'points': 99, 'state': 'right'}, 5, None]")
    ),
    Hostile(
        "forged-nan",
        "hands out NaN and infinity",
        answers=hands_out("'[' + json.dumps(RIGHT).replace('1.0', 'NaN, Infinity, -Infinity, 1e999') + ']'"),
    ),
    Hostile(
        "forged-digits",
        "hands out a number of a million digits",
        answers=hands_out("'[' + json.dumps(RIGHT).replace('1.0', '9' * 1_000_000) + ']'"),
    ),
    Hostile(
        "forged-deep",
        "hands out JSON a hundred thousand levels deep",
        answers=hands_out("'[' * 100_000 + ']' * 100_000"),
    ),
    Hostile(
        "forged-nulls",
        "hands out millions of things that are no number",
        answers=hands_out("'[' + json.dumps(RIGHT).replace('1.0', ','.join(['null'] * 2_500_000)) + ']'"),
    ),
    Hostile(
        "forged-words",
        "says scripts and half characters about its answer",
        answers=hands_out(
            "[RIGHT | {'parts': None, 'trouble': 'wrong', 'words': {'en': '<script>alert(1)</script>', "
            "'zh': '<img src=x onerror=alert(1)>'}, 'detail': '<script>alert(2)</script>'}]"
        ),
    ),
    Hostile(
        "forged-garbage",
        "sends messages that are none",
        (
            FORGED + "session = kernel.session\nparts = [session.pack(each) for each in ([1], 2, 'three', None)]\n"
            "kernel.iopub_socket.send_multipart([b'x', b'<IDS|MSG>', session.sign(parts), *parts])",
        ),
        says="sent what no kernel sends",
    ),
    Hostile(
        "forged-nested",
        "shows an output of deeply nested data and half characters",
        (
            FORGED + "deep = []\nfor _ in range(300):\n    deep = [deep]\n"
            "forge('display_data', data={'application/json': deep, 'text/plain': deep}, metadata={'deep': deep})",
            "print('\\ud800')",
            "raise ValueError('\\ud800')",
        ),
    ),
)
