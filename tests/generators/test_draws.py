"""Chance: the published generators, uniform and independent of who asks, one uniform a value."""

import pkgutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from enum import EnumType
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import generators
from generators.draws import STATIC, Draws, Purpose, choose, gamma, lane, lane_uniforms, poisson, split, unit

# The reference values of SplitMix64 for the seed 1234567.
SPLITMIX64 = [
    6457827717110365317,
    3203168211198807973,
    9817491932198370423,
    4593380528125082431,
    16408922859458223821,
]


def test_split_reads_the_published_splitmix64_stream():
    seeds = np.full(5, 1234567, dtype=np.uint64)
    assert split(seeds, np.arange(5)).tolist() == SPLITMIX64


def test_split_reads_any_position_without_the_ones_before():
    assert split(np.array([1234567], dtype=np.uint64), np.array([3])).tolist() == [SPLITMIX64[3]]


@given(
    seed=st.integers(0, 2**63 - 1),
    first=st.integers(0, 10**8),
    before=st.integers(0, 9),
    size=st.integers(1, 30),
    month=st.integers(-1, 120),
    purpose=st.sampled_from(Purpose),
)
def test_a_customers_word_does_not_depend_on_the_block(seed, first, before, size, month, purpose):
    whole = Draws(seed, first, first + before + size).words(month, purpose)
    assert (Draws(seed, first + before, first + before + size).words(month, purpose) == whole[before:]).all()


def test_seed_month_and_purpose_each_change_every_word():
    words = Draws(1, 0, 500).words(3, Purpose.COUNT)
    for others in (
        Draws(2, 0, 500).words(3, Purpose.COUNT),
        Draws(1, 0, 500).words(4, Purpose.COUNT),
        Draws(1, 0, 500).words(3, Purpose.REACH),
        Draws(1, 0, 500).words(STATIC, Purpose.COUNT),
    ):
        assert not (words == others).any()


def test_uniforms_lie_strictly_between_nought_and_one_at_the_ends_of_the_words():
    ends = unit(np.array([0, 2**64 - 1], dtype=np.uint64))
    assert 0 < ends[0] < 1e-15
    assert 1 - 1e-15 < ends[1] < 1


def test_uniforms_are_uniform_over_customers_months_and_slots():
    over_customers = Draws(9, 0, 20_000).uniform(0, Purpose.COUNT)
    over_months = np.concatenate([Draws(9, 77, 78).uniform(month, Purpose.COUNT) for month in range(2_000)])
    over_slots = unit(split(np.full(20_000, 987654321, dtype=np.uint64), np.arange(20_000)))
    for luck in (over_customers, over_months, over_slots):
        assert stats.kstest(luck, "uniform").pvalue > 1e-4


def test_neighbours_and_purposes_are_uncorrelated():
    luck = Draws(9, 0, 40_000).uniform(0, Purpose.COUNT)
    other = Draws(9, 0, 40_000).uniform(0, Purpose.PURCHASE)
    bound = 4.5 / np.sqrt(len(luck))
    assert abs(np.corrcoef(luck[1:], luck[:-1])[0, 1]) < bound
    assert abs(np.corrcoef(luck, other)[0, 1]) < bound


def test_normals_are_standard_normal():
    assert stats.kstest(Draws(3, 0, 20_000).normal(0, Purpose.RATE_SHOCK), "norm").pvalue > 1e-4


@given(mean=st.floats(0, 250), luck=st.floats(2.0**-54, 1 - 2.0**-53))
def test_poisson_is_the_quantile_of_the_uniform(mean, luck):
    count = int(poisson(np.array([luck]), np.array([mean]))[0])
    # Within rounding of the cumulative sum, the count is the smallest whose CDF reaches the uniform.
    assert stats.poisson.cdf(count, mean) >= luck - 1e-9
    assert count == 0 or stats.poisson.cdf(count - 1, mean) <= luck + 1e-9


@given(luck=st.floats(2.0**-54, 1 - 2.0**-53), low=st.floats(0, 200), more=st.floats(0, 50))
def test_poisson_never_falls_when_the_mean_rises(luck, low, more):
    counts = poisson(np.array([luck, luck]), np.array([low, low + more]))
    assert counts[0] <= counts[1]


def test_poisson_has_the_moments_of_its_mean():
    luck = (np.arange(100_000) + 0.5) / 100_000
    for mean in (0.01, 0.7, 10.0, 120.0):
        counts = poisson(luck, np.full(len(luck), mean))
        assert counts.mean() == pytest.approx(mean, rel=2e-3)
        assert counts.var() == pytest.approx(mean, rel=2e-2)


def test_poisson_ends_at_the_last_uniform_and_takes_large_means_as_300():
    last = np.array([unit(np.array([2**64 - 1], dtype=np.uint64))[0]] * 2)
    counts = poisson(last, np.array([1e-6, 1e9]))
    assert 1 <= counts[0] <= 5
    assert 400 < counts[1] < 1_000


def test_a_poisson_count_does_not_depend_on_who_is_counted_with_it():
    rng = np.random.default_rng(7)
    luck, mean = rng.random(3_000), rng.gamma(0.6, 40.0, 3_000)
    together = poisson(luck, mean)
    assert [int(poisson(luck[row : row + 1], mean[row : row + 1])[0]) for row in range(300)] == together[:300].tolist()
    for parts in (7, 400):
        apart = [poisson(*pair) for pair in zip(np.array_split(luck, parts), np.array_split(mean, parts), strict=True)]
        assert (np.concatenate(apart) == together).all()


def test_draws_that_were_kept_are_the_same_in_every_thread_and_cannot_be_written_into():
    purposes = list(Purpose)[:40]

    def all_words() -> list[np.ndarray]:
        return [Draws(11, 4_001, 4_700).words(month, purpose) for month in range(8) for purpose in purposes]

    once = all_words()
    with ThreadPoolExecutor(4) as threads:
        for found in threads.map(lambda _: all_words(), range(4)):
            assert all((one == other).all() for one, other in zip(once, found, strict=True))
    with pytest.raises(ValueError, match="read-only"):
        once[0][0] = 0


def test_gamma_has_mean_one_and_the_shape_asked_for():
    luck = (np.arange(50_000) + 0.5) / 50_000
    values = gamma(luck, 1.15)
    assert values.mean() == pytest.approx(1, rel=1e-3)
    assert values.var() == pytest.approx(1 / 1.15, rel=1e-2)


def test_choose_gives_each_its_share_and_stays_in_range():
    luck = np.append((np.arange(10_000) + 0.5) / 10_000, 1 - 2.0**-53)
    chosen = np.bincount(choose(luck, [2, 1, 1]))
    assert chosen[:2].tolist() == [5_000, 2_500]
    assert len(chosen) == 3


def test_lanes_cut_a_word_into_four_independent_indices():
    word = np.array([0x1111_2222_3333_4444], dtype=np.uint64)
    assert [int(lane(word, number)[0]) for number in range(4)] == [0x4444, 0x3333, 0x2222, 0x1111]
    luck = lane_uniforms()
    assert 0 < luck[0] < luck[-1] < 1
    assert len(luck) == 65_536


def test_purposes_keep_their_numbers():
    # A number that changes changes every bank ever made.
    assert (Purpose.TYPE, Purpose.CITY, Purpose.REACH, Purpose.COUNT, Purpose.MERCHANT_NAME) == (1, 9, 26, 33, 42)


def test_no_two_draws_of_the_bank_share_a_number():
    """Chance is keyed by it: what shares a number is decided by one and the same luck."""
    modules = [import_module(found.name) for found in pkgutil.walk_packages(generators.__path__, "generators.")]
    kinds = {kind for module in modules for kind in vars(module).values() if isinstance(kind, EnumType)}
    numbers = [purpose.value for kind in kinds if kind.__name__.endswith("Purpose") for purpose in kind]
    assert len(numbers) > 100
    assert [number for number, times in Counter(numbers).items() if times > 1] == []
