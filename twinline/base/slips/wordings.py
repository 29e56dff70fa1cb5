"""What is said of code that Python cannot read, by Python's own message."""

import re

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
        _BY(r"':' expected after dictionary key"),
        'a colon : is missing between a name and its value: {{"a": 1}}.',
        '名字和值之间缺少冒号 :，如 {{"a": 1}}。',
    ),
    (
        _BY(r"expected 'else' after 'if'"),
        "on one line, `if` needs an `else`: x = 1 if a > b else 0.",
        "写在一行里的 if 要有 else：x = 1 if a > b else 0。",
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
