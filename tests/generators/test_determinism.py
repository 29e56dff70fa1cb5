"""The same seed gives the same bank, however it is made; one treated customer changes that customer only."""

import os
import random
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from generators import parameters as p
from generators.draws import Draws
from generators.history import live
from generators.month import Actions, State
from generators.parameters import World
from generators.people.referrers import referrers
from generators.policy import CAMPAIGNS, BusinessAsUsual
from generators.population import draw_population
from generators.run import generate
from generators.schema import TABLES
from generators.write import content_hash
from tests.support.banks import block_tables, frames, small_world


def hashes(tables: dict[str, pa.Table]) -> dict[str, int]:
    return {name: content_hash(table) for name, table in tables.items()}


def test_the_hash_is_the_same_for_one_two_and_three_workers(tmp_path):
    bank = small_world(customers=600, block_size=150)
    found = {generate(bank, tmp_path / str(n), workers=n)["content_hash"] for n in (1, 2, 3)}
    assert len(found) == 1


@pytest.mark.parametrize("block_size", [37, 100, 399])
def test_the_hash_is_the_same_for_any_block_size_and_order(block_size):
    whole = hashes(block_tables(small_world(), 0, 400))
    bank = small_world(block_size=block_size)
    blocks = bank.blocks()
    random.Random(block_size).shuffle(blocks)
    parts = [hashes(block_tables(bank, *block)) for block in blocks]
    assert {name: sum(part[name] for part in parts) % 2**64 for name in whole} == whole


def test_another_seed_is_another_bank():
    one, other = (hashes(block_tables(small_world(seed=seed), 0, 400)) for seed in (5, 6))
    assert all(one[name] != other[name] for name in one)


def test_the_hash_is_the_same_on_a_processor_with_fewer_instructions(tmp_path):
    """Exponentials and logarithms differ in their last digit between processors; no table may show it."""
    program = (
        "from tests.support.banks import block_tables, small_world\nfrom generators.write import content_hash\n"
        "print({n: content_hash(t) for n, t in sorted(block_tables(small_world(), 0, 400).items())})"
    )
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

    here = [name for name in __cpu_dispatch__ if __cpu_features__[name]]
    where = os.pathsep.join(path for path in sys.path if path)
    said = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONPATH": where, "NPY_DISABLE_CPU_FEATURES": off},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for off in ("", " ".join(here))
    ]
    assert said[0] == said[1]
    assert "transactions" in said[0]


def table(**columns: object) -> pa.Table:
    return pa.table(columns)


def test_the_hash_sees_every_value_and_no_order():
    base = table(a=[1, 2], b=["x", "y"], c=[None, 1.5])
    assert content_hash(base) == content_hash(base.take([1, 0]))
    assert content_hash(base) == (content_hash(base.slice(0, 1)) + content_hash(base.slice(1, 1))) % 2**64
    for other in (
        table(a=[1, 3], b=["x", "y"], c=[None, 1.5]),
        table(a=[1, 2], b=["y", "x"], c=[None, 1.5]),
        table(a=[1, 2], b=["x", "y"], c=[0.0, 1.5]),
        table(a=[1, 2], b=["x", None], c=[None, 1.5]),
    ):
        assert content_hash(base) != content_hash(other)


def test_the_hash_sees_values_that_change_places_between_columns():
    assert content_hash(table(a=[1], b=[2])) != content_hash(table(a=[2], b=[1]))


def test_the_hash_looks_at_categories_and_not_at_their_codes():
    one = pa.DictionaryArray.from_arrays(pa.array([0, 1], pa.int8()), pa.array(["x", "y"]))
    same = pa.DictionaryArray.from_arrays(pa.array([1, 0], pa.int8()), pa.array(["y", "x"]))
    assert content_hash(pa.table({"a": one})) == content_hash(pa.table({"a": same}))


def test_the_hash_of_many_rows_is_the_sum_of_its_parts(tiny_folder):
    import pyarrow.parquet as pq

    transactions = pq.read_table(tiny_folder / "transactions")
    parts = [transactions.slice(start, 70_000) for start in range(0, transactions.num_rows, 70_000)]
    assert sum(map(content_hash, parts)) % 2**64 == content_hash(transactions)


def test_an_empty_table_has_a_hash():
    assert content_hash(TABLES["touches"].arrow().empty_table()) == 0


def test_a_replay_under_the_same_plan_changes_nothing():
    bank = small_world()
    assert hashes(block_tables(bank, 0, 400)) == hashes(block_tables(bank, 0, 400))
    draws = Draws(bank.seed, 0, 400)
    people = draw_population(bank, draws)
    first, again = (list(live(people, draws, bank)) for _ in range(2))
    for month, replay in zip(first, again, strict=True):
        assert (month.purchases.amount_fen == replay.purchases.amount_fen).all()
        assert (month.statement.closing_fen == replay.statement.closing_fen).all()


def changed_customers(before: pd.DataFrame, after: pd.DataFrame) -> set[int]:
    if "customer_id" not in before:  # of applicants, before anybody was a customer
        assert before.equals(after)
        return set()
    once = [frame.drop_duplicates() for frame in (before, after)]
    return set(pd.concat(once).drop_duplicates(keep=False)["customer_id"])


def brought_by(bank: World, customer: int) -> set[int]:
    """Numbers of those whom a customer brought, whom these brought, and so on."""
    senders = referrers(bank, 0, bank.customers)
    found, last = set(), {customer}
    while last:
        last = set(np.flatnonzero(np.isin(senders, list(last))).tolist())
        found |= last
    return found


def changed_by_one_more(bank: World, customer: int, month: int, channel: str) -> dict[str, set[int]]:
    """By table, the customers whose rows differ when one of them is contacted once more in a month."""
    draws = Draws(bank.seed, 0, bank.customers)
    people = draw_population(bank, draws)
    usual = BusinessAsUsual(people, draws, bank).plan
    one_more = BusinessAsUsual(people, draws, bank).plan

    def with_one_more(state: State, now: int) -> Actions:
        actions = one_more(state, now)
        if now != month:
            return actions
        row = np.arange(len(state)) == customer
        return replace(
            actions,
            channel=np.where(row, p.CHANNEL_NAMES.index(channel), actions.channel),
            offer=np.where(row, p.OFFER_NAMES.index("voucher"), actions.offer),
            campaign=np.where(row, CAMPAIGNS.index("keep"), actions.campaign),
            treated=actions.treated | row,
            propensity=np.where(row, 1.0, actions.propensity),
        )

    before = frames(block_tables(bank, 0, bank.customers, usual))
    after = frames(block_tables(bank, 0, bank.customers, with_one_more))
    # Posts have no author and dirty copies spoil keys; tests of the streams look at those.
    return {
        name: {number - p.FIRST_CUSTOMER_ID for number in changed_customers(before[name], after[name])}
        for name in before
        if name not in ("dirty_customers", "social_posts", "truth_social_posts", "dirty_transactions", "truth_defects")
    }


@pytest.mark.parametrize(("month", "channel"), [(3, "call"), (9, "sms"), (15, "wecom")])
def test_contacting_one_customer_changes_that_customer_only(month, channel):
    bank = small_world()
    draws = Draws(bank.seed, 0, 400)
    people = draw_population(bank, draws)
    here = [
        events.open & events.activity.activated & (people.friend_since < 30) for events in live(people, draws, bank)
    ]
    alone = np.array([not brought_by(bank, customer) for customer in range(400)])
    customer = int(np.flatnonzero(here[month] & here[23] & alone)[2])
    changed = changed_by_one_more(bank, customer, month, channel)
    assert changed["touches"] == {customer}
    assert set().union(*changed.values()) == {customer}


def test_contacting_a_referrer_also_changes_those_whom_they_brought_and_nobody_else():
    """A card that sleeps wakes up for a voucher: its owner is company again for the friends they brought."""
    others = set()
    for seed in range(7, 20):  # a small bank has few such owners, and whether a voucher wakes one is luck
        bank = small_world(seed=seed)
        draws = Draws(bank.seed, 0, 400)
        people = draw_population(bank, draws)
        asleep = list(live(people, draws, bank))[8].after
        for customer in np.flatnonzero(asleep.open & asleep.asleep):
            if theirs := brought_by(bank, int(customer)):
                changed = changed_by_one_more(bank, int(customer), 9, "call")
                everyone = set().union(*changed.values())
                assert everyone - {int(customer)} <= theirs
                assert changed["touches"] >= {int(customer)}
                others |= everyone - {int(customer)}
        if others:
            return
    assert others


def test_leaving_everyone_alone_changes_lives():
    bank = small_world()
    alone = frames(block_tables(bank, 0, 400, lambda state, month: Actions.none(len(state))))
    usual = frames(block_tables(bank, 0, 400))
    assert len(alone["touches"]) == 0
    assert len(usual["touches"]) > 0
    assert not alone["transactions"].equals(usual["transactions"])
