"""What is said of code that Python cannot read: by how the line looks, else by Python's own message."""

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

_BY = re.compile

# (Python's message, English, Chinese); groups of the message and {line}, the line that it names, may be used.
MESSAGES: list[tuple[re.Pattern[str], str, str]] = [
    (
        _BY(r"^expected ':'"),
        "a colon : is missing at the end (after if, else, for, def …).",
        "行尾缺少冒号 :（if、else、for、def 等后面都要有）。",
    ),
    (
        _BY(r"^expected '\('"),
        "after the function's name come brackets: `def name(table):`.",
        "函数名后面要有括号：`def 名字(表):`。",
    ),
    (
        _BY(r"^cannot assign to (literal|True|False|None)"),
        "what stands left of = must be a name or a column; there stands something else.",
        "= 左边必须是变量名或列，不能是别的内容。",
    ),
    (
        _BY(r"[\"']==[\"']"),
        "one = gives a name to something; to compare, write ==.",
        "一个 = 是赋值；比较是否相等要写 ==。",
    ),
    (
        _BY(r"^unterminated string|unterminated f-string|EOL while"),
        "a text has no end: the closing quote is missing, or is another one than the first.",
        "引号没有成对：缺少后引号，或前后引号不一样。",
    ),
    (
        _BY(r"unterminated triple-quoted|EOF while scanning triple"),
        "a text that begins with three quotes has no three quotes at its end.",
        "三引号开头的文本没有用三引号结束。",
    ),
    (
        _BY(r"^'(?P<open>.)' was never closed"),
        "the bracket {open} is opened and not closed.",
        "括号 {open} 只有前半个，缺少后半个。",
    ),
    (
        _BY(r"^unmatched '(?P<close>.)'"),
        "there is one {close} too many, or its other half is missing.",
        "多了一个 {close}，或者缺少与它配对的前半个括号。",
    ),
    (
        _BY(r"closing parenthesis '(?P<close>.)' does not match opening parenthesis '(?P<open>.)'"),
        "the bracket {open} is closed by {close}: brackets close in the order in which they were opened, each by its own kind.",
        "用 {open} 开头，却用 {close} 结尾：括号要成对，类型也要一致。",
    ),
    (
        _BY(r"^unexpected indent"),
        "the line is set in too far: blanks at the beginning of a line mean something in Python.",
        "这一行开头多了空格：Python 里行首的空格是有含义的。",
    ),
    (
        _BY(r"^expected an indented block"),
        "what belongs to line {line} must be set in by four blanks.",
        "第 {line} 行下面的内容要缩进四个空格。",
    ),
    (
        _BY(r"unindent does not match"),
        "the line is set in neither like the one above nor like its beginning: use four blanks for each step.",
        "缩进和上面对不齐：每一层请统一用四个空格。",
    ),
    (
        _BY(r"inconsistent use of tabs"),
        "tabs and blanks are mixed: use blanks only.",
        "Tab 和空格混用了：请统一用空格。",
    ),
    (
        _BY(r"Missing parentheses in call to '(?P<name>\w+)'"),
        "after {name} come brackets: {name}(…).",
        "{name} 后面要加括号：{name}(…)。",
    ),
    (
        _BY(r"'return' outside function"),
        "`return` belongs inside a function (below `def …:`, set in).",
        "return 只能写在函数里（def 下面，并缩进）。",
    ),
    (
        _BY(r"'(?P<word>break|continue)' (outside|not properly)"),
        "`{word}` belongs inside a loop.",
        "{word} 只能写在循环里。",
    ),
    (
        _BY(r"invalid decimal literal|leading zeros in decimal"),
        "a name must not begin with a digit, nor a number hold letters or begin with 0.",
        "变量名不能以数字开头；数字里不能夹字母，也不能以 0 开头。",
    ),
    (
        _BY(r"positional argument follows keyword"),
        "what stands without a name comes before what has one: f(x, size=3).",
        "不带名字的参数要写在带名字的前面：f(x, size=3)。",
    ),
    (_BY(r"keyword argument repeated"), "one setting is given twice.", "同一个参数写了两次。"),
    (
        _BY(r"cannot assign to|cannot delete"),
        "what stands left of = must be a name or a column; there stands something else.",
        "= 左边必须是变量名或列，不能是别的内容。",
    ),
    (
        _BY(r"forgot a comma"),
        "a comma is missing between two items, or an operator such as + or ==.",
        "两项之间缺少逗号，或缺少 +、== 这样的运算符。",
    ),
    (
        _BY(r"unicodeescape"),
        "a path with \\ is read as something else: put r before the quotes, or write /.",
        "路径里的 \\ 会被当成转义：请在引号前加 r，或改用 /。",
    ),
    (
        _BY(r"after line continuation"),
        "nothing may follow a \\. In a path write / or put the path into quotes.",
        "反斜杠 \\ 后面不能再有内容。路径请写 /，并加引号。",
    ),
    (
        _BY(r"expected 'except' or 'finally'"),
        "`try:` needs an `except …:` below.",
        "try: 下面要有 except …:。",
    ),
    (
        _BY(r"^f-string"),
        'in the text f"…" a brace {{ or }} has no other half, or what stands between them is no code.',
        'f"…" 里的花括号 {{ }} 不成对，或括号里的内容不是代码。',
    ),
    (
        _BY(r"invalid character|invalid non-printable"),
        "a character stands here that Python does not know: type the line again in English input mode.",
        "这里有 Python 不认识的字符：请切换到英文输入法，重新输入这一行。",
    ),
    (
        _BY(r"unexpected EOF|was never finished"),
        "the cell ends in the middle: a bracket or the rest of the line is missing.",
        "代码没写完：缺少括号或后半行。",
    ),
    (
        _BY(r"^invalid syntax"),
        "Python cannot read this line. Look for a missing comma, bracket, quote or operator, here or on the line above.",
        "Python 读不懂这一行。请检查这一行或上一行是不是少了逗号、括号、引号或运算符。",
    ),
]
