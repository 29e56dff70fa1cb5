"""Beginners' slips are told in the learner's language, with the line and the mend, below Python's own message."""

import ast
import os
import re

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

import twinline as tw
from twinline.base import failed_cells
from twinline.base.chinese import CHINESE
from twinline.base.text import LANGUAGES, speaking
from twinline.lab import slips
from twinline.lab.__main__ import keep_to_ourselves

PURCHASES = pd.DataFrame(
    {"channel": ["app", "branch"], "amount": [3.0, 4.0], "sms_opt_out": [1, 0], "call_opt_out": [0, 1]}
)

# (what is typed, what the message names in English, in Chinese, the mended line or "")
UNREAD = [
    (
        "print（1）",
        "Line 1: Chinese brackets （ ） in the code: write ( )",
        "第 1 行用了中文括号 （ ），请换成英文 ( )",
        "print(1)",
    ),
    ("x = [1，2]", "comma", "逗号 ，", "x = [1,2]"),
    ("x = 1\nif x > 0：\n    x = 2", "Line 2: Chinese colon", "第 2 行用了中文冒号", "if x > 0:"),
    ("print(“hello”)", 'Chinese quotes “ ” in the code: write "', "中文引号 “ ”", 'print("hello")'),
    ("print(‘hello’)", "Chinese quotes", "中文引号", "print('hello')"),
    ('print(“他说"好"，对吗？”)', "Chinese quotes", "中文引号", "print('他说\"好\"，对吗？')"),
    ('print("hello”)', "Chinese quotes ”", "中文引号 ”", 'print("hello")'),
    ('purchases【"channel"】', "Chinese brackets", "中文括号", 'purchases["channel"]'),
    ("x ＝ 3", "Chinese punctuation ＝", "中文标点 ＝", "x = 3"),
    ("x = ３０", "digits", "中文数字", "x = 30"),
    ("x = 2 × 3", "×", "×", "x = 2 * 3"),
    ("x = 3 ≥ 2", "≥", "≥", "x = 3 >= 2"),
    ("x\u3000= 3", "blank", "全角空格", "x = 3"),
    (
        "purchases[purchases[“amount”] > 3，“channel”]",
        "punctuation",
        "中文标点",
        'purchases[purchases["amount"] > 3,"channel"]',
    ),
    ("x = 1；y = 2", "Chinese punctuation ；", "中文标点 ；", "x = 1;y = 2"),
    ("def f(x):\n    return x\nf（2）", "Line 3", "第 3 行", "f(2)"),
    ("if True\n    x = 1", "Line 1: a colon : is missing", "第 1 行：行尾缺少冒号", "if True:"),
    ("for i in range(3)\n    print(i)", "colon", "冒号", "for i in range(3):"),
    ("def f(x)\n    return x", "colon", "冒号", "def f(x):"),
    ("if 1:\n    x = 1\nelse\n    x = 2", "Line 3: a colon", "第 3 行：行尾缺少冒号", "else:"),
    ("if 1 > 2:\n    x = 1\nelse if 2 > 1:\n    x = 2", "elif", "elif", "elif 2 > 1:"),
    ("def f:\n    return 1", "brackets", "括号", ""),
    ("x = 3\nif x = 3:\n    print(x)", "to compare, write ==", "比较是否相等要写 ==", "if x == 3:"),
    (
        'purchases[purchases["channel"] = "app"]',
        "to compare, write ==",
        "要写 ==",
        'purchases[purchases["channel"] == "app"]',
    ),
    ("x = 5\nprint(x", "bracket ( is opened and not closed", "括号 ( 只有前半个", "print(x)"),
    ("print(1))", "one ) too many", "多了一个 )", ""),
    ("x = [1, 2)", "is closed by )", "却用 ) 结尾", ""),
    ('x = "app', "closing quote is missing", "缺少后引号", 'x = "app"'),
    ("print('hello)", "closing quote is missing", "缺少后引号", "print('hello')"),
    ('x = """a\nb', "three quotes", "三引号", ""),
    ("x = 1\n  y = 2", "Line 2: the line is set in too far", "第 2 行：这一行开头多了空格", "y = 2"),
    ("def f(x):\nreturn x", "what belongs to line 1 must be set in", "第 1 行下面的内容要缩进", ""),
    ("if True:\n        x = 1\n    y = 2", "set in neither", "缩进和上面对不齐", ""),
    ("if True:\n\tx = 1\n        y = 2", "tabs and blanks", "Tab 和空格混用", ""),
    ('print "hello"', "after print come brackets", "print 后面要加括号", 'print("hello")'),
    ("return 3", "inside a function", "写在函数里", ""),
    ("3f = 2", "begin with a digit", "不能以数字开头", ""),
    ("x = 50万", "50万 is 500_000", "50万 写成 500_000", ""),
    ("x = 10%", "10% is 0.10", "10% 写成 0.10", ""),
    ("x = 3\nx => 2", "write >=", "写成 >=", "x >= 2"),
    ("x = 3\nx =< 2", "write <=", "写成 <=", "x <= 2"),
    ("x = 3 <> 2", "!=", "!=", "x = 3 != 2"),
    ("x = 3\nx === 3", "two signs", "两个等号", "x == 3"),
    ("x = (1 > 0) && (2 > 1)", "one &", "只写一个 &", "x = (1 > 0) & (2 > 1)"),
    ("x = 3\nx++", "+= 1", "+= 1", ""),
    ("online share = 3", "a name holds no blanks", "变量名里不能有空格", ""),
    ("class = 3", "belongs to Python", "关键字", ""),
    ("=SUM(1, 2)", "a formula in a spreadsheet", "表格公式", ""),
    ('purchases.["channel"]', "after a dot comes a name", "点号后面", 'purchases["channel"]'),
    ("x = 3\ny = x > 1 and < 5", "whole comparison", "完整的比较", ""),
    ("for i range(3):\n    print(i)", "for item in items", "for 元素 in 列表", "for i in range(3):"),
    ("If x > 3:\n    y = 1", "small letters", "小写", ""),
    ('x = ["a" "b", 3 4]', "comma is missing", "缺少逗号", ""),
    ("5 = x", "left of =", "= 左边", ""),
    ("import pandas as", "after `as`", "as 后面", ""),
    ("max(key=len, [1, 2])", "without a name comes before", "不带名字的参数", ""),
    ('open("C:\\Users\\me.csv")', "path", "路径", ""),
    ("我觉得线上渠道更好，因为手机方便。", "this is text, not code", "这是一句话，不是代码", ""),
    ("线上 的 占比 更高", "this is text, not code", "这是一句话，不是代码", ""),
    ("I think that online is better.", "this is text, not code", "这是一句话，不是代码", ""),
    ('x = {"a": 1, "b" 2}', "a colon : is missing", "缺少冒号", ""),
    ("x = 1 if 2 > 1", "needs an `else`", "要有 else", ""),
    ("x = 5 +", "ends in the middle", "没写完", ""),
    ("for x in [1, 2] print(x)", "a colon : is missing", "缺少冒号", ""),
    ("if 2 > 1 then\n    x = 1", "has no `then`", "没有 then", "if 2 > 1:"),
    ("x = 3\nx ! = 2", "without a blank", "没有空格", "x != 2"),
    ("SELECT * FROM purchases", "this is SQL", "这是 SQL", ""),
    ("- first point", "list of a text", "文字列表", ""),
]

STOPPED = [
    ("我觉得线上渠道更好", "this is text, not code", "这是一句话，不是代码", ""),
    ("Print(1)", "'print' is", "有“print”", "print(1)"),
    ("x = true", "'True' is", "有“True”", "x = True"),
    ("x = null", "None", "None", "x = None"),
    ("Purchases.head()", "'purchases' is", "有“purchases”", "purchases.head()"),
    ("purchase.head()", "Did you mean 'purchases'", "是不是想写“purchases”", "purchases.head()"),
    ("Q1.hint()", "'q1' is", "有“q1”", "q1.hint()"),
    ("q1.Hint()", "Did you mean .hint", "是不是想写 .hint", "q1.hint()"),
    ("q1.hnit()", "Did you mean .hint", "是不是想写 .hint", "q1.hint()"),
    ("q9.check(print)", "q9 is made further up", "q9 是在上面", ""),
    (
        "q1.check(regular_customers)",
        "run the cell with `def regular_customers(…)` first",
        "请先运行写有 `def regular_customers(…)`",
        "",
    ),
    ("purchases[channel]", "The column channel stands in quotes", "列名 channel 要加引号", 'purchases["channel"]'),
    (
        'purchases[purchases["channel"] == app]',
        "put it in quotes",
        "请加引号",
        'purchases[purchases["channel"] == "app"]',
    ),
    ("np.mean([1])", "import numpy as np", "import numpy as np", ""),
    ("import panda", "Did you mean 'pandas'", "是不是想写“pandas”", "import pandas"),
    ("import openpyxll", "is not installed", "没有安装", ""),
    ("from twinline import lod", "Did you mean 'load'", "是不是想写“load”", "from twinline import load"),
    ('purchases["chanel"]', "Did you mean 'channel' (", "是不是想写“channel”（", ""),
    (
        'purchases["opt_out"]',
        "'sms_opt_out' (No SMS), 'call_opt_out' (No calls)",
        "“sms_opt_out”（拒收短信）、“call_opt_out”（拒接电话）",
        "",
    ),
    ('purchases.groupby("Amount").size()', "Did you mean 'amount'", "是不是想写“amount”", ""),
    ("purchases.chanel", "Did you mean 'channel'", "是不是想写“channel”", ""),
    ("purchases.Groupby", "Did you mean .groupby", "是不是想写 .groupby", "purchases.groupby"),
    ('purchases("channel")', "square brackets", "方括号", ""),
    ("purchases.head[3]", "round brackets", "圆括号", ""),
    ('1 + "a"', "different kinds", "类型不同", ""),
    (
        'purchases[purchases["channel"] == "app" & purchases["amount"] > 3]',
        "Put each condition in brackets",
        "每个条件都要加圆括号",
        "",
    ),
    ('if purchases["amount"] > 3:\n    print(1)', "Line 1: A whole column", "第 1 行：这里需要一个 True/False", ""),
    ("def f(x):\n    return x / 0\nf(1)", "Line 2: Something is divided by 0", "第 2 行：出现了除以 0", ""),
    ("def f(x): print(x)\nf(1).head()", "the value is None", "空的（None）", ""),
    ("def f(x): return x\nf()", "too few values", "少给了参数", ""),
    ("[1, 2, 3].mean()", "pd.Series", "pd.Series", ""),
    ('open("purchases.csv")', "tw.load", "tw.load", ""),
    ("tw.load(purchases)", "a name in quotes", "带引号的名字", ""),
    ('purchases["amount"] > "3"', "Numbers stand without quotes", "数字不要加引号", ""),
    ('purchases["amount"] + "x"', "Numbers stand without quotes", "数字不要加引号", ""),
    ("len(5)", "no length", "没有长度", ""),
    ('purchases.query("chanel == 1")', "Did you mean 'channel'", "是不是想写“channel”", ""),
    ("x = nan", "None", "None", "x = None"),
    ('purchases["amount"].mean', "only named, not called", "没有调用", 'purchases["amount"].mean()'),
    ("q1.hint", "only named, not called", "没有调用", "q1.hint()"),
    ("purchases.head", "only named, not called", "没有调用", "purchases.head()"),
]


@pytest.fixture(scope="module")
def shell():
    """IPython in this process, with the extension of the learner's profile and a notebook's names in it."""
    quiet = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}})
    shell = InteractiveShell(config=quiet)
    slips.load_ipython_extension(shell)
    return shell


@pytest.fixture
def typed(shell, capsys):
    """What a cell shows: (Python's own message, what is told of it)."""
    shell.user_ns.update(tw=tw, purchases=PURCHASES, q1=tw.exercise("m10")[0])
    before = set(shell.user_ns)

    def typed(code, language):
        with speaking(language):
            shell.run_cell(code, store_history=True)
        own, mark, told = capsys.readouterr().out.partition("✎")
        return own, mark + told

    yield typed
    for name in set(shell.user_ns) - before:
        del shell.user_ns[name]
    failed_cells._cells.clear()


@pytest.mark.parametrize("slip", [*UNREAD, *STOPPED], ids=lambda slip: slip[0].replace("\n", "⏎")[:40])
def test_a_slip_is_named_in_both_languages(typed, slip):
    code, en, zh, mended = slip
    assert not CHINESE.search(typed("None", "zh")[1])
    for language, said in (("en", en), ("zh", zh)):
        own, told = typed(code, language)
        assert said in told, told
        assert told.splitlines()[2:] == ([f"    {mended}"] if mended else []), told
        assert re.search(r"Error", own) or "not called" in en


@pytest.mark.parametrize("code", [code for code, *_, mended in UNREAD if mended])
def test_a_mended_line_is_one_that_python_reads(code, typed):
    mended = typed(code, "en")[1].splitlines()[2].strip()
    ast.parse(f"while 1:\n  if 1:\n    pass\n  {mended}" + ("\n    pass" if mended.endswith(":") else ""))


@pytest.mark.parametrize(
    "code",
    [
        "渠道 = '线上，线下（含柜面）'\nprint(渠道)",
        "# 第一步：筛选（线上）\nx = 1",
        'x = "“hello”，（world）"',
        "'''（多行，\n文本）'''\nlen('a')",
        "x = lambda: 3",
        "%time 1 + 1",
    ],
)
def test_nothing_is_said_where_nothing_is_wrong(typed, code):
    for language in LANGUAGES:
        assert typed(code, language)[1] == ""


@pytest.mark.parametrize(
    ("code", "own"),
    [
        ("raise OSError('disk')", "disk"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("class A:\n    def __getattr__(self, n): raise OSError('mine')\nA().b", "mine"),
    ],
)
def test_an_error_without_a_known_meaning_stands_alone(typed, code, own):
    said, told = typed(code, "zh")
    assert own in said
    assert told == ""


def test_a_check_after_a_failed_cell_judges_nothing_and_says_so(typed, shell):
    make = "def {name}(observed):\n    return observed{after}"
    assert typed(make.format(name="regular", after=""), "en")[1] == ""
    typed(make.format(name="regular", after="["), "en")
    said = typed("q1.check(regular)", "en")[0]
    assert "The cell that makes `regular`" in said
    assert "Not yet" not in said
    assert "还没有生效" in typed("q1.check(regular)", "zh")[0]
    typed(make.format(name="regular", after=""), "en")
    assert "The cell that makes" not in typed("q1.check(regular)", "en")[0]
    typed(make.format(name="fresh", after="["), "en")
    assert "The cell that makes `fresh`" in typed("q1.check(fresh)", "en")[1]
    typed(make.format(name="fresh", after="\n1 / 0"), "en")  # made before the cell stopped
    assert "The cell that makes" not in "".join(typed("q1.check(fresh)", "en"))


def test_after_a_restart_the_cells_above_are_named(typed, shell):
    kept = dict(shell.user_ns)
    try:
        for name in [name for name in kept if not name.startswith("_")]:
            del shell.user_ns[name]
        for code in ("q1.check(regular)", "online.head()", "tw.load('points')"):
            assert "Run All Above Selected Cell" in typed(code, "en")[1]
            assert "运行所选单元格上方的所有单元格" in typed(code, "zh")[1]
    finally:
        shell.user_ns.update(kept)


def test_the_kernels_of_a_workspace_tell_slips_in_its_language(tmp_path, monkeypatch):
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR", "TWINLINE_LANG"):
        monkeypatch.setenv(name, "")  # what is set now is as before after the test
    monkeypatch.setenv("TWINLINE_WORKSPACE", str(tmp_path))
    keep_to_ourselves("zh")
    book = new_notebook(cells=[new_code_cell("print（1）"), new_code_cell("print(1)")])
    NotebookClient(book, timeout=60, kernel_name="python3", allow_errors=True).execute()
    error, told = book.cells[0].outputs
    assert error.ename == "SyntaxError"
    assert "请换成英文 ( )" in told.data["text/plain"]
    assert told.data["text/html"].startswith("<div")
    assert [output.output_type for output in book.cells[1].outputs] == ["stream"]


def test_it_is_not_active_where_nbgrader_runs_a_notebook(monkeypatch):
    monkeypatch.setitem(os.environ, "NBGRADER_EXECUTION", "autograde")
    shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
    slips.load_ipython_extension(shell)
    assert not [each for each in shell.events.callbacks["post_run_cell"] if "twinline" in str(each)]
