"""Code that Python cannot read: what is wrong, on which line, and the line as it was probably meant."""

import ast
import keyword
import re

from twinline.base.slips.looks import PATTERNS
from twinline.base.slips.punctuation import mend, said
from twinline.base.slips.slip import Slip, at
from twinline.base.slips.wordings import MESSAGES

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_WITHOUT_COLON = re.compile(r"\s*(?:for|while|if|elif|def)\b[^:]*$")
_PROSE_ENDS = "，。！？；：、……"
_WORDS = re.compile(r"[A-Za-z'’-]+(?:,? [A-Za-z0-9%'’-]+){3,}[.!?:]?")
_BEGINS_CODE = {*keyword.kwlist, "print"} - {"is", "in", "and", "or", "not", "if", "for", "from", "with", "as"}


def slip(source: str, error: SyntaxError) -> Slip | None:
    """What is wrong with a cell's code, as somebody new to Python needs it; None where nothing sure can be said."""
    if error.msg == "incomplete input":  # IPython's word for whatever ends too early: Python says what is missing
        try:
            ast.parse(source)
        except SyntaxError as said:
            error = said
    lines = source.splitlines() or [""]
    number = min(max(error.lineno or 1, 1), len(lines))
    line = lines[number - 1]
    if is_prose(line):
        return prose(number)
    found = _punctuation(source, number, error)
    if found:
        return found
    for pattern, en, zh, mended in PATTERNS:
        match = pattern.search(line)
        if match:
            better = "" if mended is None else line[: match.start()] + match.expand(mended) + line[match.end() :]
            return at(number, en, zh, better)
    message = (error.msg or "").strip()
    if message == "invalid syntax" and _WITHOUT_COLON.match(line):
        message = "expected ':'"
    for known, en, zh in MESSAGES:
        match = known.search(message)
        if match:
            held = {
                "line": _line_named(message, number),
                **{key: str(value) for key, value in match.groupdict().items()},
            }
            return at(number, en.format(**held), zh.format(**held), _completed(message, line, lines, number))
    return None


def is_prose(line: str) -> bool:
    """Whether a line of a code cell is a sentence, Chinese or English."""
    text = line.strip()
    if not text or text.startswith(("#", "%", "!")) or re.search(r"[=()\[\]{}]", text) or text.count('"') > 1:
        return False
    chinese = len(_CHINESE.findall(text))
    if chinese:
        others = len(re.findall(r"[A-Za-z_]{2,}|[+*/<>]", text))
        sentence = any(each in text for each in _PROSE_ENDS) or " " in text or chinese >= 8
        return chinese >= 4 and sentence and chinese > 3 * others
    return bool(_WORDS.fullmatch(text)) and text.split()[0] not in _BEGINS_CODE and not text.endswith(":")


def prose(line: int) -> Slip:
    """A sentence where code should stand."""
    return at(
        line,
        "this is text, not code. Begin the line with #, or write it in a text cell: press Esc, then M.",
        "这是一句话，不是代码。请在行首加 #，或把这一格改成文本格：按 Esc，再按 M。",
    )


def _punctuation(source: str, number: int, error: SyntaxError) -> Slip | None:
    better, swaps = mend(source)
    if not swaps:
        return None
    here = [swap for swap in swaps if swap.line == number]
    if not here and not _reads(better):
        return None
    line = number if here else swaps[0].line
    en, zh = said([swap for swap in swaps if swap.line == line])
    others = sorted({swap.line for swap in swaps} - {line})
    if others:
        listed = ", ".join(map(str, others))
        en, zh = f"{en} (also on line {listed})", f"{zh}（第 {listed.replace(', ', '、')} 行也有）"
    return Slip(f"Line {line}: {en}", f"第 {line} 行{zh}", line, better.splitlines()[line - 1].strip())


def _reads(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return True


def _line_named(message: str, number: int) -> str:
    named = re.search(r"on line (\d+)", message)
    return named.group(1) if named else str(number)


def _completed(message: str, line: str, lines: list[str], number: int) -> str:
    """The line with what Python missed, where that makes the cell one that can be read."""
    bare = re.sub(r"\s*#[^\"']*$", "", line).rstrip()
    tries = []
    if message == "expected ':'":
        tries = [bare + ":"]
    elif ("'=='" in message or '"=="' in message) and "literal" not in message:
        tries = [re.sub(r"(?<![=!<>])=(?!=)", "==", line, count=1), re.sub(r"(?<![=!<>])=(?!=)", "==", line)]
    elif message == "unexpected indent":
        tries = [line.lstrip()]
    elif "unterminated string" in message:
        opened = re.search(r"[\"']", line)
        quote = opened.group() if opened else '"'
        tries = [re.sub(r"([\])]*)\s*$", rf"{quote}\1", line, count=1), line.rstrip() + quote]
    elif "was never closed" in message:
        tries = [bare + {"(": ")", "[": "]", "{": "}"}.get(message[1:2], "")]
    elif message.startswith("Missing parentheses"):
        tries = [re.sub(r"print\s+(.*)", r"print(\1)", line.rstrip())]
    for better in tries:
        indented = ":" if better.endswith(":") else ""
        following = lines[number:] or (["    pass"] if indented else [])
        if _reads("\n".join([*lines[: number - 1], better, *following])):
            return better
    return ""
