"""Recommendations: the next step that the app showed, by a policy with known chances, and what it earned."""

from enum import IntEnum

import numpy as np
from scipy.special import ndtri

from generators import parameters as p
from generators.draws import STATIC, Draws, lane, logistic, logit, split, unit
from generators.month import Events
from generators.pages import Columns, recode
from generators.parameters import World
from generators.population import Population
from generators.schema.recommender import BAND, ITEM


class Purpose(IntEnum):
    """What a draw is for, 2171 to 2179. Append only."""

    SHOWN = 2171
    LUCK = 2172
    LIKING = 2173


_MARKED, _ITEM_WORD, _CLICK_WORD, _TAKE_WORD, _MARGIN_WORD = range(5)
_NOTHING = len(p.ITEMS) - 1


def recommendations(population: Population, events: Events, draws: Draws, world: World) -> dict[str, Columns]:
    """The month's recommendations, at most one a customer who uses the app and has allowed marketing; and their truth."""
    month = events.month
    if month < world.months - p.RECOMMENDER_MONTHS:
        return {}
    first = np.datetime64(world.month_start(month), "D")
    may = (
        events.open & population.app & population.may_contact("app_push", (world.month_start(month) - world.start).days)
    )
    rows = np.flatnonzero(may & (draws.uniform(month, Purpose.SHOWN) < p.RECOMMENDED))
    luck = draws.words(month, Purpose.LUCK)[rows]
    uniform = [unit(split(luck, np.full(len(rows), number))) for number in range(5)]

    yuan = events.statement.purchases_fen[rows] / p.FEN
    band = np.searchsorted(p.SPEND_BANDS_YUAN, yuan, side="right")
    well = population.income_fen[rows] >= p.WELL_TO_DO_YUAN * p.FEN

    def of_items(field: str) -> np.ndarray:
        return np.array([getattr(item, field) for item in p.ITEMS], dtype=float)

    score = of_items("weight") + of_items("by_spend") * (band[:, None] - 1) + of_items("by_income") * well[:, None]
    chance = np.exp(score)
    chance = (1 - p.EXPLORES) * chance / chance.sum(axis=1, keepdims=True) + p.EXPLORES / len(p.ITEMS)
    shown = np.minimum((uniform[_ITEM_WORD][:, None] >= np.cumsum(chance, axis=1)).sum(axis=1), _NOTHING)

    # Everyone's own taste for the four items, the same in every month.
    words = draws.words(STATIC, Purpose.LIKING)[rows]
    taste = np.stack([ndtri((lane(words, number) + 0.5) / 65_536) for number in range(_NOTHING)], axis=1)
    click = np.zeros_like(chance)
    click[:, :_NOTHING] = logistic(logit(of_items("click")[:_NOTHING]) + p.LIKING_SIGMA * taste)
    margin = of_items("margin_yuan") * np.where(well[:, None], of_items("better_off"), 1.0)
    worth = click * of_items("take") * margin

    mine = np.arange(len(rows))
    clicked = uniform[_CLICK_WORD] < click[mine, shown]
    taken = clicked & (uniform[_TAKE_WORD] < of_items("take")[shown])
    earned = margin[mine, shown] * np.exp(p.MARGIN_SIGMA * ndtri(uniform[_MARGIN_WORD]) - p.MARGIN_SIGMA**2 / 2)
    number = population.customer_id[rows] * 100 + month
    day = np.floor(uniform[_MARKED] * p.DAYS_OF_ANY_MONTH).astype(np.int64)
    return {
        "recommendations": {
            "recommendation_id": number,
            "customer_id": population.customer_id[rows],
            "date": first + day,
            "spend_band": recode(("low", "middle", "high"), BAND)[band],
            "well_to_do": well,
            "item": recode([item.name for item in p.ITEMS], ITEM)[shown],
            "propensity": np.round(chance[mine, shown], 6),
            "clicked": clicked,
            "taken": taken,
            "margin_fen": np.where(taken, np.maximum(np.rint(earned * p.FEN), 1), 0).astype(np.int64),
        },
        "truth_recommendations": {
            "recommendation_id": number,
            **{f"{item.name}_fen": np.rint(worth[:, at] * p.FEN).astype(np.int64) for at, item in enumerate(p.ITEMS)},
        },
    }
