"""Fraud: bursts of purchases online with a card's stolen number, among the purchases of its owner."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri

from generators import parameters as p
from generators.arrays import Flags, Floats, Ints, Rows, Words
from generators.draws import Draws, Purpose, choose, split, unit
from generators.month.purchases import Purchases
from generators.month.refunds import Refunds

FIRST_SLOT = 500  # beyond any purchase of the owner's
_COUNT, _START, _SEEN, _DAY = range(4)  # luck of a victim's month
_KIND, _AMOUNT, _GAP = range(3)  # luck of each purchase
_LUCK_A_PURCHASE = 8


@dataclass(frozen=True)
class Fraud:
    """One entry a fraudulent purchase, by customer and time."""

    at: Rows  # positions in the month's purchases
    moment: Ints  # seconds from the start of the month


def commit(
    bought: Purchases, back: Refunds, counts: Ints, room_fen: Ints, first_day: Ints, month: int, draws: Draws
) -> tuple[Purchases, Refunds, Fraud]:
    """The month's purchases with fraudulent ones among them, and the refunds with what their owners get back.

    `counts` is how many purchases each customer made, `room_fen` what they leave of what can be charged to the card, and
    `first_day` the day from which on the card was used. Only cards in use are hit: nobody wakes or buys because of it.
    """
    words = draws.words(month, Purpose.FRAUD)
    victim = np.flatnonzero((unit(words) < p.FRAUD) & (counts > 0))
    if not len(victim):
        nothing = np.zeros(0, dtype=np.intp)
        return bought, back, Fraud(nothing, nothing.astype(np.int64))
    seeds = words[victim]
    least, most = p.FRAUD_PURCHASES
    tries = least + np.floor(_luck(seeds, _COUNT) * (most - least + 1)).astype(np.int64)
    which = np.repeat(np.arange(len(victim)), tries)
    number = np.arange(len(which)) - np.repeat(np.cumsum(tries) - tries, tries)
    place = _LUCK_A_PURCHASE * (number + 1)
    kinds = np.array([p.FRAUD_CATEGORIES.get(kind.name, 0.0) for kind in p.CATEGORIES])
    kind = choose(unit(split(seeds[which], place + _KIND)), kinds)
    ticket = np.array([each.ticket_yuan for each in p.CATEGORIES])[kind] * p.FRAUD_TICKET
    spread = np.array([each.sigma for each in p.CATEGORIES])[kind]
    amount = ticket * np.exp(spread * ndtri(unit(split(seeds[which], place + _AMOUNT)))) * p.FEN
    amount = np.maximum(np.rint(amount).astype(np.int64), p.LEAST_PURCHASE_FEN)
    gap = -p.FRAUD_GAP_SECONDS * np.log(unit(split(seeds[which], place + _GAP)))
    start = first_day[victim] + _luck(seeds, _START) * np.maximum(p.DAYS_OF_ANY_MONTH - 1 - first_day[victim], 0)
    moment = np.floor(start[which] * p.DAY + _running(gap, tries)).astype(np.int64)
    good = _running(amount, tries) <= room_fen[victim][which]
    which, number, kind, amount, moment = which[good], number[good], kind[good], amount[good], moment[good]
    row = victim[which]

    end = np.cumsum(counts)[row]  # where the owner's purchases end
    at = end + np.arange(len(row))
    more = Purchases(
        row=_inserted(bought.row, end, row),
        slot=_inserted(bought.slot, end, FIRST_SLOT + number),
        category=_inserted(bought.category, end, kind),
        amount_fen=_inserted(bought.amount_fen, end, amount),
    )
    seen = _luck(seeds, _SEEN)[which] < p.FRAUD_SEEN
    back = replace(
        back,
        at=np.concatenate([back.at + np.searchsorted(end, back.at, side="right"), at[seen]]),
        row=np.concatenate([back.row, row[seen]]),
        amount_fen=np.concatenate([back.amount_fen, amount[seen]]),
        later=np.concatenate([back.later, np.ones(int(seen.sum()), dtype=bool)]),
        luck=np.concatenate([back.luck, _luck(seeds, _DAY)[which][seen]]),
    )
    return more, back, Fraud(at, moment)


def is_fraud(fraud: Fraud, size: int) -> Flags:
    """Which of `size` purchases of the month are fraudulent."""
    found = np.zeros(size, dtype=bool)
    found[fraud.at] = True
    return found


def _luck(seeds: Words, which: int) -> Floats:
    return unit(split(seeds, np.full(len(seeds), which)))


def _running(values: np.ndarray, counts: Ints) -> np.ndarray:
    """Running sums within each group of so many values."""
    total = np.cumsum(values)
    before = np.concatenate([total[:1] * 0, total])[np.cumsum(counts) - counts]
    return np.asarray(total - np.repeat(before, counts))


def _inserted(values: Ints, before: Rows, new: np.ndarray) -> Ints:
    """As `numpy.insert` at sorted places: quicker where these are few, for all else is copied in long pieces."""
    pieces, done = [], 0
    for at, value in zip(before.tolist(), new, strict=True):
        pieces += [values[done:at], np.array([value], dtype=values.dtype)]
        done = at
    return np.concatenate([*pieces, values[done:]])
