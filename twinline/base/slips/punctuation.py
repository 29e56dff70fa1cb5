"""Chinese and other typographic punctuation in code: found outside of texts and comments, and replaced by what Python reads."""

from dataclasses import dataclass

READ = {
    **dict(zip("（）【】［］｛｝《》", "()[][]{}<>", strict=True)),
    **dict(zip("：；，、。．＝＋－＊／＜＞％＃！＆｜～＠＾？＿", ":;,,..=+-*/<>%#!&|~@^?_", strict=True)),
    **dict(zip("０１２３４５６７８９", "0123456789", strict=True)),
    **{"×": "*", "÷": "/", "−": "-", "–": "-", "—": "-", "≤": "<=", "≥": ">=", "≠": "!=", "…": "..."},
    **{"\u3000": " ", "\xa0": " ", "\u200b": "", "\ufeff": ""},
}
_OPENS = {"“": '"', "”": '"', "„": '"', "＂": '"', "「": '"', "『": '"', "‘": "'", "’": "'", "＇": "'", "`": "'"}
_CLOSES = {'"': '”“＂」』"', "'": "’‘＇'`"}
_KINDS = [  # what one line may hold of, as it is called
    ("（）【】［］｛｝《》", "brackets", "括号"),
    ("“”„＂「」『』‘’＇`", "quotes", "引号"),
    ("，、", "comma", "逗号"),
    ("：", "colon", "冒号"),
    ("\u3000\xa0\u200b\ufeff", "blank", "空格"),
    ("０１２３４５６７８９", "digits", "数字"),
]


@dataclass(frozen=True)
class Swap:
    """A character on a line that Python does not read there, and what to write."""

    line: int
    given: str
    read: str


def mend(source: str) -> tuple[str, list[Swap]]:
    """The code with punctuation that Python reads, and what was replaced. Texts and comments stay as they are."""
    out: list[str] = []
    swaps: list[Swap] = []
    line, place = 1, 0
    while place < len(source):
        char = source[place]
        if char == "\n":
            line += 1
        if char == "#":
            end = _or_end(source.find("\n", place), source)
            out.append(source[place:end])
            place = end
        elif char in "\"'" or char in _OPENS:
            quote = char if char in "\"'" else _OPENS[char]
            end, closed = _text(source, place, quote, typed=char not in _OPENS)
            text = source[place + 1 : end - 1] if closed else source[place + 1 : end]
            if char in _OPENS:
                swaps.append(Swap(line, char, quote))
            if closed and source[end - 1] not in "\"'":
                swaps.append(Swap(line, source[end - 1], quote))
            if closed and quote in text:
                quote = "'" if quote == '"' else '"'
            out.append(quote + text + (quote if closed else ""))
            line += text.count("\n")
            place = end
        else:
            if char in READ:
                swaps.append(Swap(line, char, READ[char]))
            out.append(READ.get(char, char))
            place += 1
    return "".join(out), swaps


def said(swaps: list[Swap]) -> tuple[str, str]:
    """What was typed and what to write, for those of one line: "Chinese brackets （ ）: write ( )" in both languages."""
    given = "".join(dict.fromkeys(swap.given for swap in swaps))
    read = " ".join(dict.fromkeys(swap.read for swap in swaps))
    kind = next(((en, zh) for chars, en, zh in _KINDS if all(each in chars for each in given)), ("punctuation", "标点"))
    shown = " ".join(given).strip()
    if kind[0] == "blank":
        return "an invisible or wide blank: write an ordinary space", "有全角空格或看不见的字符，请换成普通空格"
    return f"Chinese {kind[0]} {shown} in the code: write {read}", f"用了中文{kind[1]} {shown}，请换成英文 {read}"


def _or_end(place: int, source: str) -> int:
    return len(source) if place < 0 else place


def _text(source: str, start: int, quote: str, typed: bool) -> tuple[int, bool]:
    """Where a text that begins at `start` ends (behind its last quote), and whether a quote ends it."""
    if typed and source.startswith(quote * 3, start):
        end = source.find(quote * 3, start + 3)
        return (len(source), False) if end < 0 else (end + 3, False)
    stop = _or_end(source.find("\n", start), source)
    place = start + 1
    while typed and place < stop:
        if source[place] == "\\":
            place += 1
        elif source[place] == quote:
            return place + 1, True
        place += 1
    ends = [found for each in _CLOSES[quote] if (found := source.find(each, start + 1, stop)) >= 0]
    if not typed and (like := [found for found in ends if source[found] not in "\"'"]):
        ends = like  # a text between Chinese quotes may hold others
    return (min(ends) + 1, True) if ends else (stop if typed else start + 1, False)
