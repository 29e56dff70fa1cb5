"""Chance, keyed: every draw is a function of (seed, month, purpose, customer), whoever asks for it and in what order.

So the same seed gives the same bank whatever the block size, the number of workers or their order; and in the twin,
treating one customer leaves every other customer's luck as it was (common random numbers).

A customer's draw is one word of a counter-based generator, Philox4x64 (Salmon et al. 2011, "Parallel random numbers:
as easy as 1, 2, 3"), read at the customer's own position. Where a customer-month needs a number of draws that only the
simulation knows (its purchases), the word seeds a SplitMix64 stream (Steele, Lea, Flood 2014), read at any position.
One uniform makes one value, by inverse CDF: a sampler that takes a varying number of values would shift the rest.
"""

import threading
from dataclasses import dataclass, replace
from enum import IntEnum, auto
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.special import gammaincinv, ndtri

from generators.arrays import Codes, Floats, Ints, Lane, Rows, Words

STATIC = -1  # the "month" of draws that are made once in a customer's life
_KEPT, _KEPT_SIZE = 256, 1 << 15  # draws, of blocks of so many customers at most: 64 MiB
_FEW = 12  # values for which Python is faster than NumPy
_WORDS_A_COUNTER = 4  # Philox4x64 makes four 64-bit words a counter value
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


class Purpose(IntEnum):
    """What a draw is for. Append only: a number that changes changes every bank ever made."""

    TYPE = auto()
    TENURE = auto()
    OPEN_DAY = auto()
    GENDER = auto()
    NAME = auto()
    AGE = auto()
    INCOME = auto()
    AFFINITY = auto()
    CITY = auto()
    BRANCH = auto()
    ACQUISITION = auto()
    WECOM = auto()
    APP = auto()
    PRODUCT = auto()
    LIMIT = auto()
    PAY_STYLE = auto()
    RATE = auto()
    TICKET = auto()
    START_STATE = auto()
    START_RATE = auto()
    TYPE_NOISE = auto()
    LIST = auto()
    PILOT_DRAW = auto()
    PILOT_ARM = auto()
    CONTACT_DAY = auto()
    REACH = auto()
    REDEEM = auto()
    COMPLAIN = auto()
    ACTIVATE = auto()
    ACTIVATION_DAY = auto()
    SLEEP = auto()
    RATE_SHOCK = auto()
    COUNT = auto()
    PURCHASE = auto()
    PLACE = auto()
    PAY = auto()
    POINTS_REDEEM = auto()
    POINTS_SHARE = auto()
    LEAVE = auto()
    LEAVE_DAY = auto()
    START_POINTS = auto()
    MERCHANT_NAME = auto()
    OPT_OUT = auto()
    ENQUIRE = auto()
    HOOK_ARM = auto()
    FRIEND_SINCE = auto()
    FRIEND_UNTIL = auto()
    FRIEND_LEFT = auto()
    JOINS = auto()
    JOIN_DAY = auto()
    UPGRADE = auto()
    UPGRADE_DAY = auto()
    # People whose traits hang together: common factors, and traits that were not there before.
    MEANS = auto()
    CAUTION = auto()
    MODERN = auto()
    RISK = auto()
    WEALTH = auto()
    OCCUPATION = auto()
    STILL_LEARNING = auto()
    # What customers allow.
    OPT_OUT_WAYS = auto()
    CONSENT = auto()
    CONSENT_LATER = auto()
    # Who looks after them.
    MANAGED = auto()
    MANAGER = auto()
    BRANCH_DRIVE = auto()
    # Credit books: paying, refunds, instalments, cash, fraud.
    PAY_HABIT = auto()
    PAY_EASE = auto()
    PAY_AUTOMATIC = auto()
    PAY_SHARE = auto()
    PAY_DAY = auto()
    BILL_DAY = auto()
    REFUND = auto()
    INSTALMENT = auto()
    CASH = auto()
    FRAUD = auto()
    DISPUTE = auto()
    FORGED = auto()
    # Spending.
    LIFE = auto()
    TRIP = auto()


@lru_cache(maxsize=4096)
def _philox_key(seed: int, month: int, purpose: int, future: int) -> tuple[int, int]:
    place = (month + 1, purpose, future) if future else (month + 1, purpose)
    state = np.random.SeedSequence(seed, spawn_key=place).generate_state(2, np.uint64)
    return int(state[0]), int(state[1])


def _words(seed: int, first: int, stop: int, month: int, purpose: int, future: int) -> Words:
    """The words of customers `first` … `stop - 1`, read-only."""
    generator, state = _generator()
    counter, skip = divmod(first, _WORDS_A_COUNTER)
    state["state"]["counter"][0] = counter
    state["state"]["key"][:] = _philox_key(seed, month, purpose, future)
    generator.state = state
    words: Words = generator.random_raw(skip + stop - first)[skip:]
    words.flags.writeable = False
    return words


_kept_words = lru_cache(maxsize=_KEPT)(_words)
"""The last ones are kept: those who live a month a second time, under another lot, ask for the same."""
_of_thread = threading.local()


def _generator() -> tuple[np.random.Philox, Any]:
    """A generator for this thread and its state before the first word: to set it takes a tenth of making another one."""
    found: tuple[np.random.Philox, Any] | None = getattr(_of_thread, "generator", None)
    if found is None:
        generator = np.random.Philox(key=0)
        found = _of_thread.generator = generator, generator.state
    return found


@dataclass(frozen=True, eq=False)
class Draws:
    """The luck of customers `first` … `stop - 1` of the bank with this seed, or of some of them.

    `rows` picks positions among them (all by default, in order; one may come more than once). `future` 0 is what
    happened; other numbers are other ways in which months could have gone: lives so far stay as they are, their luck to
    come differs.

    Each draw has one entry a customer, `stop - first` or as many as `rows`. `month` is a month number of the history or
    after it, or STATIC; `purpose` is a number of `Purpose` or of another list of purposes. The same two give the same
    entries again: nothing is used up. Nothing is checked, so a month before the history (but STATIC) is an error of
    NumPy's.
    """

    seed: int
    first: int
    stop: int
    rows: Rows | None = None
    future: int = 0

    def take(self, rows: Rows) -> "Draws":
        """The luck of the customers at positions `rows` of these, in that order."""
        return replace(self, rows=rows if self.rows is None else self.rows[rows])

    def words(self, month: int, purpose: int) -> Words:
        """One 64-bit word a customer: what `split` and `lane` make further luck of."""
        future = self.future if month != STATIC else 0
        drawn = _kept_words if self.stop - self.first <= _KEPT_SIZE else _words
        bits = drawn(self.seed, self.first, self.stop, month, purpose, future)
        return bits if self.rows is None else bits[self.rows]

    def uniform(self, month: int, purpose: int) -> Floats:
        """One uniform a customer, strictly between 0 and 1."""
        return unit(self.words(month, purpose))

    def normal(self, month: int, purpose: int) -> Floats:
        """One standard normal a customer."""
        return np.asarray(ndtri(self.uniform(month, purpose)))


def unit(words: Words) -> Floats:
    """Words as uniforms strictly between 0 and 1 (52 bits, centred in their cells: with 53 the last would round to 1)."""
    found = (words >> np.uint64(12)).astype(np.float64)
    found += 0.5
    found *= 2.0**-52
    return found


def split(seeds: Words, positions: Ints) -> Words:
    """Word number `positions` of the SplitMix64 streams that start at `seeds`: an entry each, of the same length."""
    z = positions.astype(np.uint64)
    z += np.uint64(1)
    z *= _GOLDEN
    return mix(seeds + z)


def mix(z: Words) -> Words:
    """SplitMix64's finaliser, in place: every bit of a word depends on every bit it had."""
    shifted = z >> np.uint64(30)
    z ^= shifted
    z *= _MIX[0]
    np.right_shift(z, np.uint64(27), out=shifted)
    z ^= shifted
    z *= _MIX[1]
    np.right_shift(z, np.uint64(31), out=shifted)
    z ^= shifted
    return z


def lane(words: Words, number: int) -> Lane:
    """Sixteen bits of each word, `number` 0 to 3: an index into a quantile table of 65,536 rows."""
    return np.asarray(words, dtype="<u8").view("<u2")[number::4]


def lane_uniforms() -> Floats:
    """The 65,536 uniforms that a lane stands for, in order: what a quantile table is computed from."""
    return (np.arange(65_536) + 0.5) / 65_536


def choose(uniform: Floats, shares: Floats | tuple[float, ...] | list[float]) -> Codes:
    """Index of the share each uniform falls into, 0 … `len(shares) - 1`; `shares` need not add up to one."""
    edges = np.cumsum(np.asarray(shares, dtype=np.float64))
    return np.minimum(np.searchsorted(edges / edges[-1], uniform, side="right"), len(edges) - 1)


def poisson(uniform: Floats, mean: Floats) -> Ints:
    """Poisson counts by sequential search of the CDF (Devroye 1986, X.3): one uniform and one mean a count.

    A count rises with its mean. The mean is taken as at most 300, where exp(-mean) is still far from underflow.
    """
    mean = np.minimum(mean, 300.0)
    count = np.zeros(len(uniform), dtype=np.int64)
    mass = np.exp(-mean)
    # A sum of hundreds of masses is no more exact than this: the last uniforms below 1 must not wait for what is lost.
    left = uniform * (1 - 1e-13) - mass
    live = np.flatnonzero(left > 0)
    mass, left, mean = mass[live], left[live], mean[live]
    found, above, k = np.ones(len(live), dtype=np.int64), np.ones(len(live), dtype=np.bool_), 0
    while len(live) > _FEW:
        k += 1
        mass *= mean
        mass /= k
        left -= mass
        np.greater(left, 0, out=above)
        found += above
        # To let go of those who are done takes longer than a few more steps with them, in which nothing changes.
        if 2 * np.count_nonzero(above) <= len(live):
            count[live] = found
            live, mass, left, mean = live[above], mass[above], left[above], mean[above]
            found, above = found[above], above[above]
    for place, one_mass, one_left, one_mean in zip(*map(np.ndarray.tolist, (live, mass, left, mean)), strict=True):
        count[place] = _searched_on(k, one_mass, one_left, one_mean)
    return count


def _searched_on(k: int, mass: float, left: float, mean: float) -> int:
    """The same search for one value, from its step `k` on."""
    while True:
        if left <= 0:
            return k
        k += 1
        mass = mass * mean / k
        left -= mass


def gamma(uniform: Floats, shape: float) -> Floats:
    """Gamma values of mean 1 by inverse CDF, one a uniform, all of the same shape parameter."""
    return np.asarray(gammaincinv(shape, uniform) / shape, dtype=np.float64)


def logit(p: Floats) -> Floats:
    """Natural log odds of probabilities strictly between 0 and 1."""
    return np.log(p / (1.0 - p))


def logistic(x: Floats) -> Floats:
    """Probabilities of natural log odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-x)), dtype=np.float64)
