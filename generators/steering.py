"""What those who steer branches read: managers' own work, a training by lot, a commission rule, branches' merchants.

Made once for the whole bank; managers' skills and willingness are those of `staff`. What is here stands beside the card
centre's own lists (`touches`) and accounts, and changes nothing in them.
"""

from enum import IntEnum
from functools import lru_cache

import numpy as np
from scipy.special import ndtri
from scipy.stats import binom

from generators import parameters as p
from generators.arrays import Flags, Floats, Ints
from generators.draws import STATIC, Draws, logistic, logit, poisson
from generators.pages import Columns, recode
from generators.parameters import World
from generators.places import FIRST_BRANCH_ID
from generators.schema.steering import COMMISSION_RULE, MERCHANT_CLASS, SHOCK
from generators.staff import FIRST_MANAGER_ID, staff


class Purpose(IntEnum):
    """What a draw is for, 2325 to 2349. Append only."""

    WORK_OWN = 2325
    WORK_CONTACTS = 2326
    WORK_TO_ACTIVE = 2327
    WORK_ACTIVATED = 2328
    WORK_COMPLAINTS = 2329
    TRAINING_LOT = 2330
    TRAINING_ATTENDED = 2331
    MERCHANTS_LEVEL = 2332
    MERCHANTS_VOLUME = 2333
    MERCHANTS_PRICE = 2334
    SHOCK_BRANCH = 2335
    SHOCK_MONTH = 2336


@lru_cache(maxsize=2)
def training(world: World) -> tuple[Flags, Flags]:
    """Which managers the lot drew, half of each branch's, and which attended. Do not write into them."""
    people = staff(world)
    draws = Draws(world.seed, 0, len(people.branch))
    order = np.lexsort((draws.uniform(STATIC, Purpose.TRAINING_LOT), people.branch))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order)) - people.first_of_branch[people.branch[order]]
    odd = draws.uniform(STATIC, Purpose.TRAINING_LOT)[people.first_of_branch][people.branch] < 1 / 2
    drawn = place < (people.count_of_branch[people.branch] + odd) // 2
    attended = drawn & (draws.uniform(STATIC, Purpose.TRAINING_ATTENDED) < p.TRAINING_ATTENDED)
    return drawn, attended


def manager_months(world: World) -> dict[str, Columns]:
    """A row a manager and month: contacts, whom they went to, what came of them; and the truth under the old rule."""
    people = staff(world)
    managers, months = len(people.branch), np.arange(world.months)
    by_contact = _commission_by_contact(world)
    with_rule, without = _work(world, by_contact), _work(world, np.zeros_like(by_contact))
    contacts, to_active, activated, complaints = with_rule
    commission = np.where(by_contact, contacts * p.YUAN_A_CONTACT, activated * p.YUAN_AN_ACTIVATION)
    rules = recode(list(COMMISSION_RULE), COMMISSION_RULE)
    key: Columns = {
        "manager_id": np.repeat(np.arange(managers, dtype=np.int64) + FIRST_MANAGER_ID, len(months)),
        "month": np.tile(world.month_starts(0, world.months), managers),
    }
    return {
        "manager_months": {
            **key,
            "commission_rule": rules[by_contact.astype(np.int64)].ravel(),
            "contacts": contacts.astype(np.int32).ravel(),
            "to_active": to_active.astype(np.int32).ravel(),
            "activations": activated.astype(np.int32).ravel(),
            "complaints": complaints.astype(np.int32).ravel(),
            "commission_fen": (commission * p.FEN).astype(np.int64).ravel(),
        },
        "truth_manager_months": {
            **key,
            **{
                f"{name}_by_result": made.astype(np.int32).ravel()
                for name, made in zip(("contacts", "to_active", "activations", "complaints"), without, strict=True)
            },
        },
    }


def training_trial(world: World) -> dict[str, Columns]:
    """A row a manager of the trial, and the truth: how many contacts in a hundred activate with the training and without."""
    count = len(staff(world).branch) if world.months >= p.TRAINING_MONTH else 0
    drawn, attended = (flags[:count] for flags in training(world))
    odds = _log_odds(world)[:count]
    number = np.arange(count, dtype=np.int64) + FIRST_MANAGER_ID
    begins = world.month_starts(world.months - p.TRAINING_MONTH, world.months - p.TRAINING_MONTH + 1)
    return {
        "training_trial": {
            "manager_id": number,
            "begins": np.repeat(begins, count),
            "drawn": drawn,
            "attended": attended,
        },
        "truth_training": {
            "manager_id": number,
            "rate_without": np.round(logistic(odds), 6),
            "rate_with": np.round(logistic(odds + p.TRAINING_LIFTS), 6),
        },
    }


def merchant_months(world: World) -> dict[str, Columns]:
    """A row a branch, class of merchants and month: volume and fees; and the truth about the branches with a shock."""
    branches, classes, months = (
        sum(city.branches for city in p.CITIES),
        len(p.MERCHANT_CLASSES),
        np.arange(world.months),
    )
    draws = Draws(world.seed, 0, branches)
    cells = Draws(world.seed, 0, branches * classes)
    share, rate = np.array(list(p.MERCHANT_CLASSES.values())).T
    season = np.array(p.SEASON)[(world.start.month - 1 + months) % 12]
    level = p.MERCHANT_YUAN * np.exp(p.MERCHANT_SPREAD * draws.normal(STATIC, Purpose.MERCHANTS_LEVEL))

    def noise(purpose: Purpose, size: float) -> Floats:
        made = np.stack([cells.normal(int(month), purpose) for month in months], axis=-1)
        return np.exp(size * made).reshape(branches, classes, len(months))

    volume = level[:, None, None] * share[:, None] * season * np.exp(p.MERCHANT_GROWTH * months)
    volume = volume * noise(Purpose.MERCHANTS_VOLUME, p.MERCHANT_VOLUME_NOISE)
    price = rate[:, None] * noise(Purpose.MERCHANTS_PRICE, p.MERCHANT_PRICE_NOISE)
    count = p.SHOCK_BRANCHES * len(SHOCK) if world.months > p.SHOCK_EARLIEST else 0
    hit = np.argsort(draws.uniform(STATIC, Purpose.SHOCK_BRANCH))[:count]
    kind = np.arange(count) % len(SHOCK)
    spread = p.SHOCK_EARLIEST - p.SHOCK_LATEST + 1
    luck = draws.uniform(STATIC, Purpose.SHOCK_MONTH)[hit]
    first = world.months - p.SHOCK_EARLIEST + np.floor(luck * spread).astype(np.int64)
    before = volume.copy(), price.copy()
    names = list(p.MERCHANT_CLASSES)
    for branch, what, month in zip(hit, kind, first, strict=True):
        since = slice(month, None)
        if list(SHOCK)[what] == "price":
            price[branch, :, since] *= np.exp(p.SHOCK_PRICE)
        elif list(SHOCK)[what] == "volume":
            volume[branch, :, since] *= np.exp(p.SHOCK_VOLUME)
        else:
            moved = p.SHOCK_MIX * volume[branch, names.index("standard"), since]
            volume[branch, names.index("standard"), since] -= moved
            volume[branch, names.index("micro_code"), since] += moved
    fees = volume * price / p.BASIS_POINTS
    lost = (before[0] * before[1] / p.BASIS_POINTS).sum(axis=(1, 2)) - fees.sum(axis=(1, 2))
    branch, merchant, month = (place.ravel() for place in np.indices(volume.shape))
    return {
        "merchant_months": {
            "branch_id": branch + FIRST_BRANCH_ID,
            "merchant_class": recode(names, MERCHANT_CLASS)[merchant],
            "month": world.month_starts(0, world.months)[month],
            "volume_fen": np.rint(volume.ravel()).astype(np.int64) * p.FEN,
            "fee_fen": np.rint(fees.ravel() * p.FEN).astype(np.int64),
        },
        "truth_shocks": {
            "branch_id": hit + FIRST_BRANCH_ID,
            "factor": recode(list(SHOCK), SHOCK)[kind],
            "first_month": world.month_starts(0, world.months)[first],
            "lost_fen": np.rint(lost[hit] * p.FEN).astype(np.int64),
        },
    }


def _commission_by_contact(world: World) -> Flags:
    """Whether a manager is paid by contacts in a month: (managers, months)."""
    cities = np.repeat([city.name in p.COMMISSION_CITIES for city in p.CITIES], [city.branches for city in p.CITIES])
    late = np.arange(world.months) >= world.months - p.COMMISSION_MONTH
    enough = world.months > p.COMMISSION_MONTH  # else there is no month before it to compare with
    return np.asarray(cities[staff(world).branch][:, None] & late & enough)


def _log_odds(world: World) -> Floats:
    """Each manager's log odds that a contact with somebody who does not use the card leads to a use of it."""
    people = staff(world)
    own = Draws(world.seed, 0, len(people.branch)).normal(STATIC, Purpose.WORK_OWN)
    middling = logit(np.array([p.WORK_ACTIVATES]))
    return np.asarray(middling + p.WORK_BY_CARE * people.care("activation") + p.WORK_BY_MANAGER * own)


def _work(world: World, by_contact: Flags) -> tuple[Ints, Ints, Ints, Ints]:
    """Contacts, those to active customers, activations and complaints: (managers, months) each."""
    people = staff(world)
    months = range(world.months)
    draws = Draws(world.seed, 0, len(people.branch))

    def luck(purpose: Purpose) -> Floats:
        return np.stack([draws.uniform(month, purpose) for month in months], axis=1)

    drawn, attended = training(world)
    since = np.arange(world.months) - (world.months - p.TRAINING_MONTH)
    held = world.months >= p.TRAINING_MONTH
    trained = held * (attended[:, None] & (since >= 0) | ~drawn[:, None] & (since >= p.TRAINING_MONTHS))
    least, more = p.WORK_EFFORT
    effort = (least + more * people.willingness)[:, None] + p.COMMISSION_EFFORT * by_contact
    effort = effort * np.exp(p.WORK_NOISE * ndtri(luck(Purpose.WORK_CONTACTS)))
    contacts = np.floor(people.capacity[:, None] * np.minimum(effort, p.COMMISSION_MOST)).astype(np.int64)
    easy = np.where(by_contact, p.COMMISSION_TO_ACTIVE, p.WORK_TO_ACTIVE)
    to_active = np.asarray(binom.ppf(luck(Purpose.WORK_TO_ACTIVE), contacts, easy), dtype=np.int64)
    rate = logistic(_log_odds(world)[:, None] + p.TRAINING_LIFTS * trained)
    activated = np.asarray(binom.ppf(luck(Purpose.WORK_ACTIVATED), contacts - to_active, rate), dtype=np.int64)
    annoyed = contacts * np.where(by_contact, p.COMMISSION_COMPLAINTS, p.WORK_COMPLAINTS)
    complaints = poisson(luck(Purpose.WORK_COMPLAINTS).ravel(), annoyed.ravel()).reshape(contacts.shape)
    return contacts, to_active, activated, complaints
