"""Numbers in two languages: what counts as the same, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinline.build.numbers import differing, numbers

SAME = [
    ("20,000 customers", "2 万名顾客"),
    ("¥29.6 k a card, 767 M cards", "每卡约 2.96 万元，7.67 亿张"),
    ("10–15%", "10% 到 15%"),
    ("March 2024", "2024年3月"),
    ("2024-03-15", "2024年3月15日"),
    ("1-2 million", "100万至200万"),
    ("15 to 20 thousand", "1.5万到2万"),
    ("10 k-20 k", "1万-2万"),
    ("O2O in m00, item S1-2.1.x1", "O2O"),
    ("2 percentage points", "2百分点"),
    ("the 2nd wave in the 1990s", "1990年代，第2波"),
    ("three stages, twice", "3个阶段，2次"),
    ("3 stages", "三个阶段"),
    ("80% of spend", "八成消费"),
    ("half of them", "50%的人"),
    ("100 of 1,000 people", "1000人里的100人"),
    ("0.52 a head", "人均0.52张"),
    ("9:30 pm", "晚上9:30"),
    ("5 m away", "5米外"),
    ("once more: 3, and 3 again", "再来一次：3"),
]
DIFFERENT = [
    ("42%", "24%", ["42"], ["24"]),
    ("5,000 customers", "5万名顾客", ["5000"], ["50000"]),
    ("10% and 20%", "10%、20%、30%", [], ["30"]),
    ("in 2023", "2024年", ["2023"], ["2024"]),
    ("¥29.6 k", "2.69万元", ["29600"], ["26900"]),
]


@pytest.mark.parametrize(("english", "chinese"), SAME)
def test_ways_to_say_the_same_number(english: str, chinese: str) -> None:
    assert differing(english, chinese) == ([], [])


@pytest.mark.parametrize(("english", "chinese", "only_english", "only_chinese"), DIFFERENT)
def test_different_numbers_are_named(
    english: str, chinese: str, only_english: list[str], only_chinese: list[str]
) -> None:
    assert differing(english, chinese) == (only_english, only_chinese)


@given(st.integers(min_value=21, max_value=10**12))
def test_thousands_separators_and_chinese_scales_agree(value: int) -> None:
    assert numbers(f"about {value:,} yuan") == numbers(f"约{value}元") == {str(value): 1}
    assert numbers(f"{value}万") == {str(value * 10_000): 1}
