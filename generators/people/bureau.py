"""Bureau: what the credit bureau said when a customer applied. It knows their habits better than the bank does."""

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from generators import parameters as p
from generators import wallet
from generators.arrays import Flags, Floats, Ints
from generators.draws import STATIC, Draws, choose, lane, lane_uniforms, logistic, poisson
from generators.pages import Columns
from generators.parameters import World
from generators.people.applying import submitted_on
from generators.people.holdings import log_income, mortgage_before
from generators.people_chance import PeoplePurpose as Purpose
from generators.population import Population
from generators.wallet import elsewhere


def bureau(population: Population, draws: Draws, world: World) -> dict[str, Columns]:
    """One row a customer of the block, as on the day on which they applied."""

    def normal(purpose: Purpose) -> Floats:
        return draws.normal(STATIC, purpose)

    def uniform(purpose: Purpose) -> Floats:
        return draws.uniform(STATIC, purpose)

    asked_on = submitted_on(population, draws, world)
    age = asked_on.astype("datetime64[Y]").astype(np.int64) + 1970 - population.birth_year
    income = log_income(population)
    risk = risk_of(population)

    other = elsewhere(population.pay_style, population.income_fen, population.risk, population.wealth, draws)
    lately = (population.open_month >= 0) * p.ENQUIRIES_LATELY
    mean_enquiries = np.exp(p.ENQUIRIES.base + p.ENQUIRIES.risk * risk + lately)
    enquiries = np.minimum(poisson(uniform(Purpose.ENQUIRIES), mean_enquiries), p.MOST_ENQUIRIES)
    # The worse the risk, the further down the list of delinquencies the same luck reaches.
    reaching = 1 - (1 - uniform(Purpose.DELINQUENCY)) ** np.exp(p.DELINQUENT_BY_RISK * risk)
    worst = choose(reaching, p.DELINQUENT)
    months = _months_with_credit(age, uniform(Purpose.FIRST_CREDIT))
    history = np.log(months / p.HISTORY_MONTHS + p.HISTORY_LEAST)
    mortgage = _mortgage_elsewhere(age, income, uniform(Purpose.MORTGAGE))
    mortgage |= mortgage_before(asked_on, population, draws, world)

    below = p.SCORE_LEAN.risk * risk + p.SCORE_DELINQUENT * (worst > 0) + p.SCORE_LEAN.noise * normal(Purpose.SCORE)
    score = p.SCORE_MIDDLE - p.SCORE_SPREAD * below + p.SCORE_BY_HISTORY * history
    columns: Columns = {
        "customer_id": population.customer_id,
        "as_of": asked_on,
        "other_cards": other.cards.astype(np.int32),
        "lines_elsewhere_fen": other.cards * other.line_yuan * p.FEN,
        "utilisation_elsewhere": np.where(other.cards > 0, np.round(other.used, 4), np.nan),
        "enquiries_6m": enquiries.astype(np.int32),
        "worst_delinquency_24m": worst.astype(np.int32),
        "months_since_first_credit": months.astype(np.int32),
        "mortgage": mortgage,
        "score": np.clip(np.rint(score), *p.SCORE_RANGE).astype(np.int32),
    }
    behind = {
        "risk": risk,
        "delinquent": worst > 0,
        "history": history,
        "affinity": population.affinity - p.MIDDLE_AFFINITY,
        "income": income,
        "mortgage": mortgage,
        "decades": age - p.DIMENSION_AGE,
    }
    luck = draws.words(STATIC, Purpose.DIMENSIONS)
    more = draws.words(STATIC, Purpose.DIMENSIONS_MORE)
    noise = [_NORMAL_LANE[lane(luck, number)] for number in range(4)] + [_NORMAL_LANE[lane(more, 0)]]
    for (name, weights), own in zip(p.DIMENSIONS.items(), noise, strict=True):
        columns[name] = _dimension(weights, behind, own)
    return {"bureau": columns}


def risk_of(population: Population) -> Floats:
    """How likely the bureau takes each customer to be late, in log odds beside the middle: it makes too much of risk."""
    return wallet.bureau_risk(population.pay_style, population.income_fen, population.risk)


def true_risk(population: Population) -> Floats:
    """The same without what the bureau gets wrong."""
    return wallet.true_risk(population.pay_style, population.income_fen, population.risk)


_NORMAL_LANE = np.asarray(ndtri(lane_uniforms()))  # standard normal quantiles by 16-bit luck


def _months_with_credit(age: Ints, luck: Floats) -> Ints:
    adult_months = np.maximum(age - p.ADULT, 1) * 12
    least, more = p.CREDIT_SINCE
    months: Ints = np.floor(adult_months * (least + more * luck**p.CREDIT_SINCE_SKEW)).astype(np.int64)
    return months


def _mortgage_elsewhere(age: Ints, income: Floats, luck: Floats) -> Flags:
    young, old = p.MORTGAGE_AGES
    by_age = p.MORTGAGE_BY_YEAR * (np.minimum(age, old) - young)
    return np.asarray(luck < logistic(p.MORTGAGE_ELSEWHERE.base + p.MORTGAGE_ELSEWHERE.income * income + by_age))


def _dimension(
    weights: dict[str, float], behind: dict[str, Floats | Ints | Flags], noise: Floats
) -> npt.NDArray[np.int32]:
    """A sub-score from 0 to 100 of what lies behind it, with weights by name; ages come in years."""
    parts = [weight * behind[name] / (10 if name == "decades" else 1) for name, weight in weights.items()]
    spreads: Floats = sum(parts[1:], parts[0]) + p.DIMENSION_NOISE * noise
    return np.clip(np.rint(p.DIMENSION_MIDDLE + p.DIMENSION_SPREAD * spreads), 0, 100).astype(np.int32)
