"""Benefits tried by lot, beside the ledger: rules of bonus points, and theme campaigns of the app's mall.

Neither touches the card's own books: bonus points are kept apart from the ordinary ones, and orders of the mall are paid
there. Only users of the app who allow marketing take part.
"""

from enum import IntEnum

import numpy as np
from scipy.special import ndtri

from generators import parameters as p
from generators.arrays import Flags, Floats, Ints, Rows
from generators.draws import STATIC, Draws, gamma, logistic, logit, poisson, split, unit
from generators.month import Events
from generators.pages import Columns, recode
from generators.parameters import World
from generators.population import Population
from generators.schema.benefits import POINTS_RULE, THEME


class Purpose(IntEnum):
    """What a draw is for, 2211 to 2229. Append only."""

    RULE_DRAW = 2211
    RULE_ARM = 2212
    RULE_TASTE = 2213
    RULE_LUCK = 2214
    THEME_DRAW = 2221
    THEME_ARM = 2222
    MALL_TASTE = 2223
    MALL_LUCK = 2224


def points_rules(population: Population, events: Events, draws: Draws, world: World) -> dict[str, Columns]:
    """In the month in which the trial begins, a row for each customer whom the lot drew, with what they did in it."""
    begins = events.month == p.POINTS_RULE_MONTH and world.months >= p.POINTS_RULE_MONTH + p.POINTS_RULE_MONTHS
    rows = _drawn(population, events, draws, world, Purpose.RULE_DRAW, p.POINTS_RULE_SHARE if begins else 0.0)
    arm = np.floor(draws.uniform(events.month, Purpose.RULE_ARM)[rows] * len(p.POINTS_RULES)).astype(np.intp)
    taste = p.POINTS_RULE_SIGMA * draws.normal(STATIC, Purpose.RULE_TASTE)[rows]
    lean = p.POINTS_RULE_AFFINITY * (population.affinity[rows] - p.MIDDLE_AFFINITY) + taste
    chance = logistic(logit(np.array([rule.redeems for rule in p.POINTS_RULES])) + lean[:, None])
    looks = np.array([rule.visits for rule in p.POINTS_RULES])[arm] * np.exp(taste - p.POINTS_RULE_SIGMA**2 / 2)
    luck = _lucks(draws, events.month, Purpose.RULE_LUCK, rows, 3)
    redeems = luck[0] < chance[np.arange(len(rows)), arm]
    yuan = np.array([rule.yuan for rule in p.POINTS_RULES])[arm] * _spread(luck[2], p.POINTS_RULE_SPREAD)
    customer = population.customer_id[rows]
    return {
        "points_rules": {
            "customer_id": customer,
            "begins": _first_day(world, events.month, len(rows)),
            "rule": recode([rule.name for rule in p.POINTS_RULES], POINTS_RULE)[arm],
            "visit_days": (poisson(luck[1], looks) + redeems).astype(np.int32),  # who redeems has looked
            "redeemed": redeems,
            "cost_fen": np.where(redeems, np.maximum(np.rint(yuan * p.FEN), 1), 0).astype(np.int64),
        },
        "truth_points_rules": {
            "customer_id": customer,
            **{f"redeems_{rule.name}": np.round(chance[:, at], 4) for at, rule in enumerate(p.POINTS_RULES)},
        },
    }


def theme_campaigns(population: Population, events: Events, draws: Draws, world: World) -> dict[str, Columns]:
    """In a theme's month, a row for each customer whom the lot drew: whether they saw it, and what they ordered."""
    found = [theme for theme in p.THEMES if theme.month == events.month and world.months > theme.month + 1]
    theme = found[0] if found else p.THEMES[0]
    rows = _drawn(population, events, draws, world, Purpose.THEME_DRAW, p.THEME_SHARE if found else 0.0)
    sees = draws.uniform(events.month, Purpose.THEME_ARM)[rows] >= p.THEME_HOLDOUT
    usual = p.MALL_ORDERS * gamma(draws.uniform(STATIC, Purpose.MALL_TASTE)[rows], p.MALL_TASTE)
    luck = _lucks(draws, events.month, Purpose.MALL_LUCK, rows, 4)
    orders = [
        poisson(luck[at], usual * np.where(sees, factor, 1.0)) for at, factor in enumerate((theme.lift, theme.after))
    ]
    paid = [_paid(count, luck[2 + at]) for at, count in enumerate(orders)]
    key: Columns = {
        "customer_id": population.customer_id[rows],
        "theme": recode([one.name for one in p.THEMES], THEME)[np.full(len(rows), p.THEMES.index(theme))],
    }

    def expected(factor: float) -> Ints:
        return np.rint(usual * factor * p.MALL_YUAN * p.FEN).astype(np.int64)

    return {
        "theme_campaigns": {
            **key,
            "month": _first_day(world, events.month, len(rows)),
            "shown": sees,
            "orders": orders[0].astype(np.int32),
            "spent_fen": paid[0],
            "orders_after": orders[1].astype(np.int32),
            "spent_after_fen": paid[1],
        },
        "truth_theme_campaigns": {
            **key,
            "unseen_fen": expected(1.0),
            "seen_fen": expected(theme.lift),
            "seen_after_fen": expected(theme.after),
        },
    }


def _drawn(population: Population, events: Events, draws: Draws, world: World, purpose: Purpose, share: float) -> Rows:
    """Whom the lot draws of those who use the app and allow marketing; nobody where the share is nought."""
    today = (world.month_start(events.month) - world.start).days
    may: Flags = events.open & ~events.closed & population.app & population.may_contact("app_push", today)
    may &= events.month > population.open_month
    return np.flatnonzero(may & (draws.uniform(events.month, purpose) < share)) if share else np.zeros(0, dtype=np.intp)


def _lucks(draws: Draws, month: int, purpose: Purpose, rows: Rows, number: int) -> list[Floats]:
    words = draws.words(month, purpose)[rows]
    return [unit(split(words, np.full(len(rows), at))) for at in range(number)]


def _spread(luck: Floats, sigma: float | Floats) -> Floats:
    """A log-normal factor of mean 1."""
    return np.asarray(np.exp(sigma * ndtri(luck) - sigma**2 / 2))


def _paid(orders: Ints, luck: Floats) -> Ints:
    """Fen for so many orders: the more of them, the less their mean strays."""
    mean = _spread(luck, p.MALL_SIGMA / np.sqrt(np.maximum(orders, 1)))
    return np.where(orders > 0, np.maximum(np.rint(orders * p.MALL_YUAN * p.FEN * mean), 1), 0).astype(np.int64)


def _first_day(world: World, month: int, size: int) -> np.ndarray:
    return np.full(size, np.datetime64(world.month_start(month), "D"))
