"""Bureau: what the credit bureau said when a customer applied. It knows their habits better than the bank does."""

from typing import Final

import numpy as np
from scipy.special import ndtri

from generators.draws import STATIC, Draws, choose, lane, lane_uniforms, logistic, poisson
from generators.pages import Columns
from generators.parameters import Floats, World
from generators.people.applying import submitted_on
from generators.people.chance import PeoplePurpose as Purpose
from generators.people.holdings import mortgage_before
from generators.population import Population

# Assumptions (a), set so that one variable alone has an information value of .3 to .6 against being two months overdue
# within the first twelve, and so that enquiries drift by a population stability index of .2 to .3.
RISK_BY_STYLE: Final = (-0.85, 0.30, 1.35)  # by what they are in the habit of paying, in `parameters.PAY_STYLES`
RISK_BY_INCOME: Final = -0.25
RISK_NOISE: Final = 0.55
MORE_ENQUIRIES: Final = 0.44  # log, in applications of the history: lenders ask more often now
DELINQUENT: Final = (0.80, 0.11, 0.05, 0.025, 0.015)  # worst months overdue in 24 months, 0 to 4 and more
SCORE: Final = (350, 950)  # the range that Sesame's credit score made known
SCORE_MIDDLE, SCORE_SPREAD = 665.0, 62.0
_MEDIAN_INCOME_FEN = 10_500_000.0


def bureau(population: Population, draws: Draws, world: World) -> dict[str, Columns]:
    """One row a customer of the block, as on the day on which they applied."""

    def normal(purpose: Purpose) -> Floats:
        return draws.normal(STATIC, purpose)

    def uniform(purpose: Purpose) -> Floats:
        return draws.uniform(STATIC, purpose)

    asked_on = submitted_on(population, draws, world)
    age = asked_on.astype("datetime64[Y]").astype(np.int64) + 1970 - population.birth_year
    income = np.log(np.maximum(population.income_fen, 1_000_000) / _MEDIAN_INCOME_FEN)
    risk = np.array(RISK_BY_STYLE)[population.pay_style] + RISK_BY_INCOME * income
    risk = risk + RISK_NOISE * normal(Purpose.RISK)

    cards = np.minimum(poisson(uniform(Purpose.OTHER_CARDS), np.exp(0.45 + 0.15 * risk + 0.25 * income)), 9)
    line = np.rint(280 * np.exp(0.35 * income + 0.45 * normal(Purpose.LINES))).astype(np.int64) * 10_000
    used = logistic(-0.9 + 0.70 * risk + 0.85 * normal(Purpose.UTILISATION))
    recent = (population.open_month >= 0) * MORE_ENQUIRIES
    enquiries = np.minimum(poisson(uniform(Purpose.ENQUIRIES), np.exp(0.15 + 0.30 * risk + recent)), 20)
    # The worse the risk, the further down the list of delinquencies the same luck reaches.
    worst = choose(1 - (1 - uniform(Purpose.DELINQUENCY)) ** np.exp(-0.55 * risk), DELINQUENT)
    adult_months = np.maximum(age - 18, 1) * 12
    history = np.floor(adult_months * (0.08 + 0.85 * uniform(Purpose.FIRST_CREDIT) ** 1.3)).astype(np.int64)
    owns = uniform(Purpose.MORTGAGE) < logistic(-1.9 + 0.5 * income + 0.04 * (np.minimum(age, 48) - 30))
    mortgage = owns | mortgage_before(asked_on, population, draws, world)

    score = SCORE_MIDDLE - SCORE_SPREAD * (0.80 * risk + 0.18 * (worst > 0) + 0.68 * normal(Purpose.SCORE))
    score = score + 12 * np.log(history / 60 + 0.2)
    luck = draws.words(STATIC, Purpose.DIMENSIONS)
    more = draws.words(STATIC, Purpose.DIMENSIONS_MORE)
    noise = [_NORMAL_LANE[lane(luck, number)] for number in range(4)] + [_NORMAL_LANE[lane(more, 0)]]
    return {
        "bureau": {
            "customer_id": population.customer_id,
            "as_of": asked_on,
            "other_cards": cards.astype(np.int32),
            "lines_elsewhere_fen": cards * line * 100,
            "utilisation_elsewhere": np.where(cards > 0, np.round(used, 4), np.nan),
            "enquiries_6m": enquiries.astype(np.int32),
            "worst_delinquency_24m": worst.astype(np.int32),
            "months_since_first_credit": history.astype(np.int32),
            "mortgage": mortgage,
            "score": np.clip(np.rint(score), *SCORE).astype(np.int32),
            "credit_history": _dimension(-0.55 * risk - 0.5 * (worst > 0) + 0.3 * np.log(history / 60 + 0.2), noise[0]),
            "behaviour_preference": _dimension(0.25 * (population.affinity - 0.5) - 0.40 * risk, noise[1]),
            "ability_to_pay": _dimension(0.75 * income + 0.2 * mortgage, noise[2]),
            "identity": _dimension(0.35 * (age - 35) / 10 + 0.2 * mortgage, noise[3]),
            "connections": _dimension(0.9 * (population.affinity - 0.5) - 0.10 * risk, noise[4]),
        }
    }


_NORMAL_LANE = np.asarray(ndtri(lane_uniforms()))  # standard normal quantiles by 16-bit luck


def _dimension(signal: Floats, noise: Floats) -> np.ndarray:
    """A sub-score from 0 to 100 with its middle at 60."""
    return np.clip(np.rint(60 + 14 * (signal + 0.6 * noise)), 0, 100).astype(np.int32)
