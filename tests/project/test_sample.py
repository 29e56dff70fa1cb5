"""What anyone can look at before installing anything: the sample, and the example of the handbook."""

import re

import pandas as pd
import pytest

from generators.export.sample import MOST_BYTES, sample_files
from generators.schema import TABLES
from twinline.base.paths import DICTIONARY, HOME
from twinline.build.dictionary import refuse_stale
from twinline.build.dictionary import sample_files as files_to_be

SAMPLE = DICTIONARY.with_name("sample")


def test_the_sample_is_what_the_code_makes():
    refuse_stale(files_to_be(DICTIONARY), "twinline data sample")


def test_the_sample_holds_something_of_every_table_and_stays_small():
    made = sample_files()
    assert set(made) == {f"{name}.csv" for name in TABLES}
    assert sum(map(len, made.values())) <= MOST_BYTES
    for name in made:
        assert len(pd.read_csv(SAMPLE / name, encoding="utf-8-sig", dtype=str)) > 0


@pytest.mark.parametrize("name", TABLES)
def test_every_key_of_the_sample_is_in_the_sample(name):
    rows = pd.read_csv(SAMPLE / f"{name}.csv", encoding="utf-8-sig", dtype=str)
    for column in TABLES[name].columns:
        if column.key:
            other, key = column.key
            known = pd.read_csv(SAMPLE / f"{other}.csv", encoding="utf-8-sig", dtype=str)[key]
            assert set(rows[column.name].dropna()) <= set(known)


def test_one_can_follow_a_customer_through_the_long_tables():
    longest = [pd.read_csv(SAMPLE / f"{name}.csv") for name in ("transactions", "statements", "app_events")]
    customers = [set(rows["customer_id"]) for rows in longest]
    assert len(customers[1]) >= 10
    assert customers[0] <= customers[1]
    assert max(customers[0]) <= max(customers[1])


def test_the_handbooks_five_lines_answer_their_question():
    code = re.search(
        r"```python\n(.*?)```", (HOME / "docs" / "reference" / "data.md").read_text(encoding="utf-8"), re.DOTALL
    )
    space: dict[str, object] = {}
    exec(code[1], space)
    assert len(space["answer"]) == 10
    assert space["best"].is_monotonic_decreasing
    assert len([line for line in code[1].splitlines() if line and not line.startswith("import")]) <= 5
