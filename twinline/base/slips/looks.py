"""What is said of a line that Python cannot read, by how it looks."""

import re

_NAME = r"[^\W\d]\w*"

# (what the line looks like, English, Chinese, what to put in its place; None where only its author knows)
PATTERNS: list[tuple[re.Pattern[str], str, str, str | None]] = [
    (
        re.compile(r"^\s*=\s*[A-Za-z]"),
        "a line of Python does not begin with = as a formula in a spreadsheet does. Take the = away, or put a name before it.",
        "Python 里一行不能像表格公式那样以 = 开头。请去掉 =，或在前面写上变量名。",
        None,
    ),
    (re.compile(r"=>"), "write >= (first the angle, then =).", "应写成 >=（先写大于号，再写等号）。", ">="),
    (re.compile(r"=<"), "write <= (first the angle, then =).", "应写成 <=（先写小于号，再写等号）。", "<="),
    (re.compile(r"!\s+=|=!"), "“not equal” is written !=, without a blank.", "“不等于”写成 !=，中间没有空格。", "!="),
    (
        re.compile(r"^\s*select\b.*\bfrom\b", re.IGNORECASE),
        'this is SQL, not Python. A table is read by tw.load("transactions"), its columns are taken as table[["channel"]].',
        '这是 SQL，不是 Python。请用 tw.load("transactions") 读表，用 表[["channel"]] 取列。',
        None,
    ),
    (
        re.compile(r"\s+then\b\s*:?"),
        "Python has no `then`: a colon : stands there.",
        "Python 没有 then：那里写冒号 :。",
        ":",
    ),
    (re.compile(r"<>"), "“not equal” is written !=.", "“不等于”写成 !=。", "!="),
    (re.compile(r"==="), "“equal” is written ==, with two signs.", "“等于”写成 ==，两个等号。", "=="),
    (re.compile(r"\s*&&\s*"), "“and” between columns is one &.", "列与列之间的“且”只写一个 &。", " & "),
    (re.compile(r"\s*\|\|\s*"), "“or” between columns is one |.", "列与列之间的“或”只写一个 |。", " | "),
    (re.compile(r"\bAND\b"), "`and` is written in small letters.", "and 要小写。", "and"),
    (re.compile(r"\bOR\b"), "`or` is written in small letters.", "or 要小写。", "or"),
    (re.compile(r"\bNOT\b"), "`not` is written in small letters.", "not 要小写。", "not"),
    (
        re.compile(r"\b(else\s+if|elseif|elsif)\b"),
        "“else if” is one word: elif.",
        "“否则如果”写成一个词：elif。",
        "elif",
    ),
    (
        re.compile(r"^(\s*)(If|IF|For|FOR|While|Def|DEF|Return|RETURN|Import|From|Else|ELSE|Elif)\b"),
        "Python's own words are written in small letters (if, for, def, return …).",
        "Python 的关键字要小写（if、for、def、return 等）。",
        None,
    ),
    (
        re.compile(r"(\w)(\+\+|--)\s*$"),
        "Python has no ++ and --: write += 1 or -= 1.",
        "Python 没有 ++ 和 --：请写 += 1 或 -= 1。",
        None,
    ),
    (
        re.compile(r"(?<=\d)\s*(万|亿|千|元|块)"),
        "write numbers in digits, without units: 50万 is 500_000.",
        "数字请全部用阿拉伯数字写，不带单位：50万 写成 500_000。",
        None,
    ),
    (
        re.compile(r"\d\s*%(?!\s*[\w(\"'])"),
        "Python has no percent sign for numbers: 10% is 0.10.",
        "Python 的数字不能带百分号：10% 写成 0.10。",
        None,
    ),
    (
        re.compile(
            r"^\s*(class|def|for|if|in|is|from|import|return|lambda|pass|with|while|not|and|or|global|as)\s*=(?!=)"
        ),
        "this word belongs to Python and cannot be a name. Take another, such as `group` or `from_day`.",
        "这个词是 Python 的关键字，不能当变量名。请换一个名字。",
        None,
    ),
    (
        re.compile(rf"^\s*(?!if |elif |while |for |def |return |not |assert |with ){_NAME}(?: {_NAME})+\s*=(?!=)"),
        "a name holds no blanks: write an underscore, such as online_share.",
        "变量名里不能有空格：请用下划线连接，如 online_share。",
        None,
    ),
    (
        re.compile(r"(?<=\w)\.\s*(?=[\[\"'(])"),
        'after a dot comes a name. For a column leave the dot away: table["channel"].',
        '点号后面要跟名字。取列时不要写点号：table["channel"]。',
        "",
    ),
    (
        re.compile(r"\b(and|or|&|\|)\s*([<>]=?|==|!=)"),
        "each side of and/or is a whole comparison: `x > 3 and x < 5`.",
        "and/or 两边都要写完整的比较：`x > 3 and x < 5`。",
        None,
    ),
    (
        re.compile(rf"^(\s*for {_NAME}) (?!in\b|,)(?:of |= ?)?(?=\S)"),
        "a loop is written `for item in items:`.",
        "循环写成 `for 元素 in 列表:`。",
        r"\1 in ",
    ),
    (
        re.compile(r"(?<=[\w)\]\"'])\s*(?:[+*/&|<>-]|[<>=!]=)\s*$"),
        "the line ends in the middle: after the last sign something is missing.",
        "这一行没写完：最后一个符号后面缺内容。",
        None,
    ),
    (re.compile(r"^\s*import .*\bas\s*$"), "a name is missing after `as`.", "as 后面缺少名字。", None),
    (
        re.compile(r"^\s*from\s+\S+\s+import\s*$"),
        "what is to be imported? A name is missing.",
        "import 后面缺少要导入的名字。",
        None,
    ),
    (
        re.compile(r"^\s*(?:-|\*|\d+[.)])\s+[^\d\s].*$"),
        "this is a list of a text, not code: write it in a text cell (Esc, then M), or begin the line with #.",
        "这是文字列表，不是代码：请写在文本格里（按 Esc，再按 M），或在行首加 #。",
        None,
    ),
]
