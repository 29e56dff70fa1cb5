"""What the draws of the tables about people are for."""

from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Final

import numpy as np

from generators.arrays import Rows, Words
from generators.draws import STATIC, Draws, split


class PeoplePurpose(IntEnum):
    """Numbers of draws, 2005 to 2099 but for those of `corporate_clients` (2010s). Append only: a new number is a new bank.

    2005, 2006, 2042, 2070 and 2093 were whether and by whom they are managed, their scene, the bureau's own risk and the
    ways of opting out, which are traits of the population now.
    """

    MANAGED_SINCE = 2007
    EMPLOYED = 2020
    EMPLOYER = 2021
    EMPLOYED_SINCE = 2022
    DESK = 2023
    MARRIED = 2024
    MARRIED_SINCE = 2025
    GENERATION = 2026
    CHAIN = 2027
    CHAIN_COMPANY = 2028
    CHAIN_SINCE = 2029
    TIE_SEEN = 2030
    TIE_DECLARED = 2031
    SUBMITTED = 2040
    DECIDED = 2041
    DEVICE = 2043
    REFERRER = 2044
    REFERRED_BY_TIE = 2045
    REQUESTED = 2046
    STEP_TIMES = 2047
    LATE_STEP_TIMES = 2048
    OTHER_APPLICANT = 2050
    OTHER_SUBMITTED = 2051
    OTHER_DECIDED = 2052
    OTHER_ACQUISITION = 2053
    OTHER_SCENE = 2054
    OTHER_DEVICE = 2055
    OTHER_REQUESTED = 2056
    OTHER_STEP_TIMES = 2057
    OTHER_LATE_STEP_TIMES = 2058
    OTHER_STOP = 2059
    OTHER_DAY = 2060
    OTHER_PICK = 2061
    OWN_SCORE = 2062
    PATH = 2063
    OTHER_PATH = 2064
    IDENTITIES = 2065
    OTHER_IDENTITIES = 2066
    OTHER_CITY = 2067
    OTHER_APP = 2068
    BESIDE = 2069
    OTHER_CARDS = 2071
    LINES = 2072
    UTILISATION = 2073
    ENQUIRIES = 2074
    DELINQUENCY = 2075
    FIRST_CREDIT = 2076
    MORTGAGE = 2077
    SCORE = 2078
    DIMENSIONS = 2079
    DIMENSIONS_MORE = 2080
    HELD = 2081
    HELD_MORE = 2082
    HELD_SINCE = 2083
    HELD_SINCE_MORE = 2084
    HELD_UNTIL = 2085
    HELD_UNTIL_MORE = 2086
    BAND = 2087
    BAND_MORE = 2088
    PHONE = 2090
    ADDRESS = 2091
    OPT_OUT_DAY = 2094


_PURPOSES: Final = 10_000  # more than the highest number of any list of purposes


@dataclass(frozen=True, eq=False)
class Beside(Draws):
    """The luck of people who stand beside the customers: for the same purposes as theirs, but another.

    One word of a customer's own luck makes all of it (`seeds`, an entry each), so that it costs no more than the few who
    are looked at.
    """

    seeds: Words = field(default_factory=lambda: np.empty(0, dtype=np.uint64))

    @classmethod
    def nth(cls, draws: Draws, rows: Rows, number: int) -> "Beside":
        """The luck of the people who stand beside the customers at `rows`, the ones with that number."""
        words = draws.words(STATIC, PeoplePurpose.BESIDE)[rows]
        return cls(draws.seed, draws.first, draws.stop, rows, seeds=split(words, np.array([number])))

    def take(self, rows: Rows) -> "Beside":
        """The luck of those at positions `rows` of these, in that order."""
        return replace(self, seeds=self.seeds[rows])

    def words(self, month: int, purpose: int) -> Words:
        """One 64-bit word for each."""
        return split(self.seeds, np.array([(month - STATIC) * _PURPOSES + purpose]))
