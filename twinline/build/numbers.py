"""Do two texts say the same numbers? Arabic numerals, Chinese scales, and the words that may stand for a numeral."""

import re
from collections import Counter
from decimal import Decimal

SCALES = {
    "十": 10,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "十亿": 1_000_000_000,
    "百亿": 10_000_000_000,
    "千亿": 100_000_000_000,
    "万亿": 1_000_000_000_000,
    "k": 1_000,
    "thousand": 1_000,
    "m": 1_000_000,
    "million": 1_000_000,
    "bn": 1_000_000_000,
    "b": 1_000_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
    "hundred": 100,
}
# Not 百分点 (percentage points), not 万一; an English scale ends a word, and the short ones are k, K, M, B, bn.
SCALE = r"(?:(?:万亿|[十百千]亿|亿|[十百千]万|万(?!一)|[千百十](?!分|[克米瓦]))|(?:hundred|thousand|million|billion|trillion|bn|[kKMB])\b)"
PLAIN = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
# A numeral that is part of a name (O2O, m00, S1-2.1) is not a number; 2nd, 1990s and 90% are.
NUMBER = re.compile(
    rf"(?<![A-Za-z_\d.])(?<![A-Za-z]-)(?<![A-Za-z]\d-)(?P<value>{PLAIN})(?:\s?(?P<scale>{SCALE}))?"
    rf"(?:\s*(?:[-–—~～至到]|\bto\b)\s*(?P<to>{PLAIN})(?:\s?(?P<to_scale>{SCALE}))?)?"
    rf"(?!\d|[A-Za-z_]+\d)(?P<after>[A-Za-z]*)"
)
AFTER = ("", "st", "nd", "rd", "th", "s", "x", "h", "min", "pm", "am", "pp", "bp", "px", "fen", "yuan")

ENGLISH = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
CHINESE = [
    "零",
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "十一",
    "十二",
    "十三",
    "十四",
    "十五",
    "十六",
    "十七",
    "十八",
    "十九",
    "二十",
]
MORE_ENGLISH = {
    "0": ("no", "none", "zeros"),
    "1": ("a", "an", "once", "single", "half", "quarter", "each", "every"),
    "2": ("twice", "double", "both", "pair", "half", "two-thirds", "doubles", "doubled"),
    "3": ("thrice", "triple", "thirds"),
    "4": ("quarter", "quarters"),
    "50": ("half", "fifty"),
    "0.5": ("half",),
    "30": ("thirty",),
    "40": ("forty",),
    "60": ("sixty",),
    "70": ("seventy",),
    "80": ("eighty",),
    "90": ("ninety",),
    "100": ("hundred", "hundreds"),
    "1000": ("thousand", "thousands"),
    "10000": (),
    "1000000": ("million", "millions"),
    "1000000000": ("billion", "billions"),
}
MORE_CHINESE = {
    "0": ("〇", "没有", "无"),
    "0.5": ("半",),
    "1": ("每", "单", "首", "个", "半"),
    "2": ("两", "双", "俩", "翻倍", "翻番"),
    "50": ("一半", "过半", "五成", "半"),
    "100": ("百", "全部"),
    "1000": ("千",),
    "10000": ("一万", "万"),
    "100000000": ("一亿", "亿"),
    **{str(tens * 10): (f"{CHINESE[tens]}成", f"{CHINESE[tens]}十") for tens in (2, 3, 4, 6, 7, 8, 9)},
}


def numbers(text: str) -> Counter[str]:
    """The numbers of a text, as plain decimals: `5 万`, `50,000` and `50 thousand` are all "50000"."""
    found: Counter[str] = Counter()
    for match in NUMBER.finditer(text):
        if match["after"] and match["after"].lower() not in AFTER:
            continue
        # "1 to 2 million", 1到2万: the scale is said once for both ends.
        for value, scale in ((match["value"], match["scale"] or match["to_scale"]), (match["to"], match["to_scale"])):
            if value:
                found[_plain(Decimal(value.replace(",", "")) * SCALES.get((scale or "").lower(), 1))] += 1
    return found


def differing(english: str, chinese: str) -> tuple[list[str], list[str]]:
    """Numbers that only one of two texts has, in numerals or in words."""
    en, zh = numbers(english), numbers(chinese)
    # A number that is said more often in one language is no difference: only what the other never says is.
    only_en = [value for value in en if value not in zh and not _in_chinese_words(value, chinese)]
    only_zh = [value for value in zh if value not in en and not _in_english_words(value, english)]
    return only_en, only_zh


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _in_english_words(value: str, text: str) -> bool:
    words = list(MORE_ENGLISH.get(value, ()))
    if value.isdecimal() and int(value) < len(ENGLISH):
        words += [ENGLISH[int(value)], ORDINALS[int(value)]]
    if value.isdecimal() and 1 <= int(value) <= 12:
        words += [MONTHS[int(value) - 1], MONTHS[int(value) - 1][:3]]
    return any(re.search(rf"\b{word}\b", text, re.IGNORECASE) for word in words)


def _in_chinese_words(value: str, text: str) -> bool:
    words = list(MORE_CHINESE.get(value, ()))
    if value.isdecimal() and int(value) < len(CHINESE):
        words.append(CHINESE[int(value)])
    return any(word in text for word in words)
