"""The sample memos of m13: their marks add up, in both languages. Compute here again each figure that a memo quotes."""

import re

from twinline.base.paths import LESSONS

MEMOS = (LESSONS / "m13_digital" / "memos.md").read_text(encoding="utf-8")


def test_the_marks_add_up():
    for head, row in (
        (r"### Marks .*: (\d+) of 20", r"\| (\d+) of \d+ \|"),
        (r"### .*的评分：(\d+) 分", r"\| (\d+) / \d+ \|"),
    ):
        sections = re.split(head, MEMOS)[1:]
        assert sections
        for total, section in zip(sections[::2], sections[1::2], strict=True):
            marks = section.split("+++")[0]
            assert sum(int(points) for points in re.findall(row, marks)) == int(total)
