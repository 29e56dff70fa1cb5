"""Marketing beside the customers: spending by channel, city and month, and the lots of two trials by place and week.

Made once for the whole bank. Nothing here changes who applies: what people did is in `applications`.
"""

from enum import IntEnum
from functools import lru_cache
from typing import Final

import numpy as np
from scipy.special import ndtri

from generators import parameters as p
from generators.arrays import Days, Flags, Floats, Ints
from generators.draws import STATIC, Draws, logistic, logit, poisson
from generators.pages import Columns, recode
from generators.parameters import World
from generators.places import FIRST_BRANCH_ID
from generators.schema import levels

WEEK: Final = 7  # days


class Purpose(IntEnum):
    """What a draw is for, 2111 to 2129. Append only."""

    SPEND_MEDIA = 2111
    SPEND_GIFTS = 2112
    SPEND_STAFF = 2113
    SEARCH_LOT = 2114
    SEARCH_SPEND = 2115
    PLAY_LOT = 2116
    PLAY_DONE = 2117
    PLAY_BRANCH = 2118
    PLAY_WEEK = 2119
    VISITORS = 2120
    LEADS = 2121
    LEADS_BRANCH = 2122


def marketing_spend(world: World) -> dict[str, Columns]:
    """A row a channel, city and month: yuan for each card that was expected, give or take luck."""
    channels, cities = len(p.ACQUISITION), len(p.CITIES)
    month, channel, city = (
        place.ravel()
        for place in np.meshgrid(np.arange(world.months), np.arange(channels), np.arange(cities), indexing="ij")
    )
    weight = np.array([place.weight for place in p.CITIES])
    share = np.array(p.ACQUISITION_SHARES)
    cards = world.customers * (1 - p.OPENED_BEFORE) / world.months * share[channel] * weight[city]
    columns: Columns = {
        "channel": recode(p.ACQUISITION, levels.ACQUISITION)[channel],
        "city": _city_names()[city],
        "month": world.month_starts(0, world.months)[month],
    }
    draws = Draws(world.seed, 0, channels * cities)
    for number, name in enumerate(("media", "gifts", "staff")):
        purpose = Purpose.SPEND_MEDIA + number
        luck = np.concatenate([ndtri(draws.uniform(now, purpose)) for now in range(world.months)])
        yuan = np.array([p.SPEND_A_CARD[name][number] for name in p.ACQUISITION])[channel]
        columns[f"{name}_fen"] = np.rint(cards * yuan * np.exp(p.SPEND_SIGMA * luck)).astype(np.int64) * p.FEN
    return {"marketing_spend": columns}


def first_week(world: World) -> int:
    """The number of the week in which the history begins."""
    return int((np.datetime64(world.start, "D") - np.datetime64(p.FIRST_MONDAY, "D")).astype(int)) // WEEK


def weeks_of(world: World) -> int:
    """Weeks that the history touches."""
    end = np.datetime64(world.month_start(world.months), "D") - 1
    return int((end - np.datetime64(p.FIRST_MONDAY, "D")).astype(int)) // WEEK - first_week(world) + 1


def mondays(world: World) -> Days:
    """The first day of each of these weeks."""
    return np.asarray(
        np.datetime64(p.FIRST_MONDAY, "D")
        + (first_week(world) + np.arange(weeks_of(world))) * np.timedelta64(WEEK, "D")
    )


@lru_cache(maxsize=2)
def search_ads(world: World) -> tuple[Flags, Flags]:
    """Whether search ads ran, and whether that was drawn by lot: (weeks, cities) each. Do not write into them."""
    lot = np.zeros((weeks_of(world), len(p.CITIES)), dtype=bool)
    lot[_trial_weeks(world, p.HOLDOUT_MONTH, p.HOLDOUT_WEEKS)] = True
    return _runs(world, lot, Purpose.SEARCH_LOT) | ~lot, lot


def ad_weeks(world: World) -> dict[str, Columns]:
    """A row a city and week: whether search ads ran, by lot or not, and what they cost and brought in clicks."""
    on, lot = search_ads(world)
    size = np.array([city.weight for city in p.CITIES]) * world.customers
    luck = np.stack([ndtri(_city_draws(world).uniform(week, Purpose.SEARCH_SPEND)) for week in range(len(on))])
    fen = np.rint(size * p.SEARCH_YUAN_A_CUSTOMER * np.exp(p.SEARCH_SIGMA * luck) * p.FEN).astype(np.int64)
    fen = np.where(on, np.maximum(fen, 1), 0)
    clicks = np.rint(fen / (p.SEARCH_YUAN_A_CLICK * p.FEN)).astype(np.int64)
    return {
        "ad_weeks": {
            "city": np.tile(_city_names(), len(on)),
            "week": np.repeat(mondays(world), len(p.CITIES)),
            "search_ads": on.ravel(),
            "by_lot": lot.ravel(),
            "spend_fen": fen.ravel(),
            "impressions": np.rint(clicks / p.SEARCH_CLICK_RATE).astype(np.int32).ravel(),
            "clicks": clicks.astype(np.int32).ravel(),
        }
    }


def scene_trial(world: World) -> dict[str, Columns]:
    """A row a branch and week of the trial of the lobby play: what was drawn, what was done, and what came of it."""
    weeks = _trial_weeks(world, p.PLAY_MONTH, p.PLAY_WEEKS)
    branches = np.array([city.branches for city in p.CITIES])
    lot = np.zeros((weeks_of(world), int(branches.sum())), dtype=bool)
    lot[weeks] = True
    drawn = _runs(world, lot, Purpose.PLAY_LOT)[weeks]
    draws = Draws(world.seed, 0, lot.shape[1])

    def each(purpose: Purpose) -> Floats:
        made = [draws.uniform(int(week), purpose) for week in weeks]
        return np.stack(made) if made else np.empty((0, lot.shape[1]))

    held = np.repeat(np.array([city.weight for city in p.CITIES]) / branches, branches) * world.customers
    busy = each(Purpose.PLAY_WEEK)
    level = p.BRANCH_SPREAD * draws.normal(STATIC, Purpose.PLAY_BRANCH) + p.WEEK_SPREAD * ndtri(busy)
    mean = np.maximum(held * p.VISITORS_A_CUSTOMER, p.LEAST_VISITORS) * np.exp(level)
    least, more = p.PLAY_CARRIED_OUT
    done = each(Purpose.PLAY_DONE) < np.where(drawn, least + more * busy, p.PLAY_UNASKED)
    visitors = poisson(each(Purpose.VISITORS).ravel(), mean.ravel()).reshape(mean.shape)
    leaning = logit(np.array([p.LEAVES_NUMBER]))[0] + p.BRANCH_SPREAD * draws.normal(STATIC, Purpose.LEADS_BRANCH)
    leads = poisson(each(Purpose.LEADS).ravel(), (visitors * logistic(leaning + p.PLAY_LEAVES * done)).ravel())
    leads = np.minimum(leads.reshape(mean.shape), visitors)
    return {
        "scene_trial": {
            "branch_id": np.tile(np.arange(lot.shape[1]) + FIRST_BRANCH_ID, len(weeks)),
            "week": np.repeat(mondays(world)[weeks], lot.shape[1]),
            "drawn": drawn.ravel(),
            "carried_out": done.ravel(),
            "visitors": visitors.astype(np.int32).ravel(),
            "leads": leads.astype(np.int32).ravel(),
            "gifts_fen": np.where(done, leads * p.GIFT_YUAN * p.FEN, 0).astype(np.int64).ravel(),
            "staff_minutes": np.where(done, p.PLAY_MINUTES, 0).astype(np.int32).ravel(),
        }
    }


def _trial_weeks(world: World, months: int, weeks: int) -> Ints:
    """The weeks of a trial that begins so many months before the end, whole pairs only; none in a shorter history."""
    if world.months < months:
        return np.empty(0, dtype=np.int64)
    begins = np.datetime64(world.month_start(world.months - months), "D")
    end = np.datetime64(world.month_start(world.months), "D")
    whole = np.flatnonzero((mondays(world) >= begins) & (mondays(world) + WEEK <= end))[:weeks]
    return whole[: len(whole) // 2 * 2]


def _runs(world: World, lot: Flags, purpose: Purpose) -> Flags:
    """Of each pair of weeks in the lot, the one that is drawn, for each place by itself."""
    drawn = np.zeros_like(lot)
    draws = Draws(world.seed, 0, lot.shape[1])
    weeks = np.flatnonzero(lot[:, 0])
    for first, second in zip(weeks[::2], weeks[1::2], strict=True):
        drawn[first] = draws.uniform(int(first), purpose) < 1 / 2
        drawn[second] = ~drawn[first]
    return drawn


def _city_draws(world: World) -> Draws:
    return Draws(world.seed, 0, len(p.CITIES))


def _city_names() -> np.ndarray:
    return np.array([city.name for city in p.CITIES], dtype=object)
