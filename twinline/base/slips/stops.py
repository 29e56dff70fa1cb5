"""Code that stopped while it ran: what its error usually means."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from twinline.base.slips import names
from twinline.base.slips.columns import missing
from twinline.base.slips.slip import Slip

_BY = re.compile

# (a part of the error's text, English, Chinese) by the error's type.
_USUAL: dict[str, list[tuple[re.Pattern[str], str, str]]] = {
    "TypeError": [
        (
            _BY(r"unhashable type: '(DataFrame|Series)'"),
            'A table stands where a name in quotes is expected, as in tw.load("transactions").',
            '这里要写带引号的名字，却给了一张表，例如 tw.load("transactions")。',
        ),
        (
            _BY(r"Invalid comparison between dtype=|did not contain a loop with signature"),
            "A column of numbers meets a text. Numbers stand without quotes.",
            "数字列和文本混在一起了。数字不要加引号。",
        ),
        (
            _BY(r"object of type '(int|float|float64|int64|bool)' has no len"),
            "A single number has no length: len() takes a list or a table.",
            "单个数没有长度：len() 里要放列表或表。",
        ),
        (
            _BY(r"'(DataFrame|Series|DataFrameGroupBy|SeriesGroupBy)' object is not callable"),
            'A table is no function: columns are taken with square brackets, table["channel"].',
            '表不是函数：取列要用方括号，如 表["channel"]。',
        ),
        (
            _BY(r"'(int|float|str|bool|list|dict|tuple|float64|int64)' object is not callable"),
            "Brackets ( ) stand behind something that is no function. Is an operator missing, or did you give a function's "
            "name to a value?",
            "圆括号 ( ) 前面的不是函数。是不是漏了运算符，或者把函数名当变量名用了？",
        ),
        (
            _BY(r"'(method|function|builtin_function_or_method|type)' object is not subscriptable"),
            "A function is called with round brackets ( ), not with [ ].",
            "调用函数要用圆括号 ( )，不是方括号 [ ]。",
        ),
        (
            _BY(r"'NoneType' object is not subscriptable|'NoneType' object is not iterable"),
            "The value is None (nothing). Does a function end without return?",
            "这个值是空的（None）。是不是函数没有写 return？",
        ),
        (
            _BY(r"unsupported operand type.*method|not supported between instances of '(method|function)'"),
            "A function's name stands here without its brackets ( ).",
            "函数名后面漏了圆括号 ( )。",
        ),
        (
            _BY(r"not supported between instances of '(str|int|float)' and '(str|int|float)'|can only concatenate str"),
            "A text and a number meet here. Numbers stand without quotes; float(text) makes a number of a text.",
            "文本和数字混在一起了。数字不要加引号；float(文本) 可以把文本转成数字。",
        ),
        (
            _BY(r"unsupported operand type\(s\) for .*: .*(str|int|float)"),
            "Two values of different kinds are combined here, such as a text and a number, or a number and nothing.",
            "两边的类型不同，不能一起运算，例如文本和数字，或数字和空值。",
        ),
        (
            _BY(
                r"Cannot perform 'r?(and|or|xor)_'|unsupported operand type\(s\) for [&|]|operator '(and|or)_' not supported"
            ),
            "Put each condition in brackets: (a == 1) & (b == 2).",
            "每个条件都要加圆括号：(a == 1) & (b == 2)。",
        ),
        (
            _BY(r"missing \d+ required (positional|keyword-only) argument"),
            "The function is called with too few values: between the brackets something is missing.",
            "调用函数时少给了参数：括号里还缺内容。",
        ),
        (
            _BY(r"takes \d+ positional arguments? but \d+ (was|were) given|takes from \d+ to \d+ positional"),
            "The function is called with more values than it takes.",
            "调用函数时多给了参数。",
        ),
        (
            _BY(r"unexpected keyword argument '(?P<name>\w+)'"),
            "The function has no setting called {name}: is it spelled so?",
            "这个函数没有名为 {name} 的参数：是不是拼错了？",
        ),
        (
            _BY(r"unhashable type: '(list|dict|set|slice)'"),
            "A list stands where one value is expected. Of several columns write two pairs of brackets: table[[…, …]].",
            "这里需要一个值，却给了列表。取多列请写两层方括号：表[[…, …]]。",
        ),
        (
            _BY(r"'(int|float|float64|bool)' object is not (iterable|subscriptable)"),
            "A single number stands where a list or a table is expected.",
            "这里需要列表或表，却给了一个数。",
        ),
    ],
    "ValueError": [
        (
            _BY("ambiguous"),
            "A whole column stands where one True or False is expected. Between columns write & and | with brackets, not `and`, "
            "`or`, `if`.",
            "这里需要一个 True/False，却给了一整列。列与列之间请用 &、| 并加括号，不要用 and、or、if。",
        ),
        (
            _BY(r"could not convert string to float|invalid literal for int"),
            "A text that is no number cannot be made one.",
            "这段文本不是数字，无法转换。",
        ),
        (
            _BY(r"(not enough|too many) values to unpack"),
            "Left of = stand more or fewer names than there are values on the right.",
            "等号左边的名字个数，和右边的值个数不一样。",
        ),
    ],
    "ZeroDivisionError": [
        (_BY(""), "Something is divided by 0: is a group empty?", "出现了除以 0：是不是有一组是空的？")
    ],
    "IndexError": [(_BY(""), "You ask for a row or an item that is not there.", "取了不存在的行或元素。")],
    "RecursionError": [(_BY(""), "The function calls itself without an end.", "函数在无休止地调用自己。")],
    "FileNotFoundError": [
        (
            _BY(""),
            'There is no such file here. The bank\'s tables are read by tw.load("transactions").',
            '这里没有这个文件。银行数据请用 tw.load("transactions") 读取。',
        )
    ],
    "UnboundLocalError": [
        (
            _BY(""),
            "A name is used in the function before it gets a value there. Is a line missing, or do the lines stand in another "
            "order?",
            "函数里先用了这个名字，后面才给它赋值。是不是漏了一行，或顺序颠倒了？",
        )
    ],
    "NotImplementedError": [
        (
            _BY(""),
            "Not answered yet: write your code there, and delete the line `raise NotImplementedError…`.",
            "还没作答：请写上代码，并删掉 `raise NotImplementedError…` 那一行。",
        )
    ],
}


def slip(
    error: BaseException, line: str, known: Mapping[str, Any], tables: Iterable[Any] = (), number: int | None = None
) -> Slip | None:
    """What an error means that came from a line of code, among what is known there; None where nothing sure can be said.

    `tables` are those whose columns may be meant: the function's inputs, or those that the line names.
    """
    match error:
        case UnboundLocalError():
            pass
        case NameError() if type(error).__name__ == "UndefinedVariableError":  # of `query`
            said = re.search(r"'([^']+)'", str(error))
            columns = [str(column) for table in tables for column in getattr(table, "columns", ())]
            return _numbered(number, *missing(said.group(1), columns)) if said and columns else None
        case NameError():
            return names.slip(error.name or "", line, known, number)
        case AttributeError() if error.name and hasattr(error, "obj"):
            return names.attribute(error.obj, error.name, line, number)
        case ImportError():
            return names.not_loaded(error, line, number)
        case KeyError():
            return _key(error, tables, number)
    kinds = [each.__name__ for each in type(error).__mro__]
    for pattern, en, zh in (each for kind in kinds for each in _USUAL.get(kind, ())):
        found = pattern.search(str(error))
        if found:
            held = found.groupdict()
            return _numbered(number, en.format(**held) if held else en, zh.format(**held) if held else zh)
    return None


def _key(error: KeyError, tables: Iterable[Any], number: int | None) -> Slip | None:
    """A column that is not there; pandas words it in several ways."""
    columns = [str(column) for table in tables for column in getattr(table, "columns", ())]
    said = str(error.args[0]) if error.args else ""
    quoted = re.findall(r"'([^']+)'", said) or [said.removeprefix("Column not found: ")]
    name = next((each for each in quoted if each not in columns), said)
    if not columns and not name:
        return None
    return _numbered(number, *missing(name, columns))


def _numbered(number: int | None, en: str, zh: str) -> Slip:
    return Slip(
        en if number is None else f"Line {number}: {en}", zh if number is None else f"第 {number} 行：{zh}", number
    )
