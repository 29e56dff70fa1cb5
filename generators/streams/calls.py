"""The service desk: who calls about what, in words that fit what happened to them."""

from functools import cache, lru_cache
from string import Formatter

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from generators import parameters as p
from generators.almanac import days_of, working_edges
from generators.arrays import Flags, Floats, Ints, Words
from generators.draws import Draws, choose, lane
from generators.draws import Purpose as Core
from generators.month import Events
from generators.month.service import POINTS, CallPurpose, call_words, outcry_seconds, settled
from generators.month.state import DEFAULT, NO_CHANNEL, STAYS
from generators.pages import Columns
from generators.parameters import World
from generators.population import Population
from generators.schema.stream_levels import CALL_TOPIC
from generators.streams.call_texts import (
    CALL_TEXTS,
    CHANNEL_WORDS,
    CLOSINGS,
    MONTH_NAMES,
    OFFER_WORDS,
    OPENINGS,
    PRODUCT_WORDS,
)
from generators.streams.chance import StreamPurpose as Purpose
from generators.streams.moments import (
    days_in,
    first_days,
    luck_of,
    moments,
    seconds_of_day,
    some_day,
)
from generators.streams.outcry_texts import OUTCRY_CALLS

_TOPICS = list(CALL_TOPIC)
_FEE, _ASKS, _CONTACT, _CANCEL = (_TOPICS.index(topic) for topic in ("fee", "fee_question", "contact", "cancel_card"))
_CALLS_A_MONTH = 10
OUTCRY_BEGINS = p.OUTCRY_DAY * p.DAY + p.OUTCRY_HOUR * 3_600  # seconds of its month


def service_calls(population: Population, events: Events, draws: Draws, world: World) -> dict[str, Columns]:
    """The month's calls, by customer and time. A customer calls once a month about a topic at most."""
    month = events.month
    days = days_in(world, month)
    seeds = draws.words(month, CallPurpose.CALL)
    who, about, since = _callers(population, events, draws, world)
    detail, further = call_words(seeds[who], about)
    stop = np.where(about == _CONTACT, np.minimum(since + p.MOST_DAYS_TO_COMPLAIN, days), days)
    when = some_day(since, stop, luck_of(detail, 0)) * p.DAY
    when = when + seconds_of_day(p.HOURS_OF_CALLS)[lane(detail, 1)]
    heard = events.desk.outcry[who] & (about == POINTS)
    when = np.where(heard, OUTCRY_BEGINS + outcry_seconds(detail), when)
    order = np.argsort((who * 32 * p.DAY + when) * _CALLS_A_MONTH + about)
    row, topic, second = who[order], about[order], when[order]
    words, more, heard = detail[order], further[order], heard[order]

    recorded = _by_topic(p.CALLS_RECORDED_AS_COMPLAINTS, p.CALLS_RECORDED_AS_COMPLAINTS_ELSE)
    complaint = luck_of(more, 0) < recorded[topic]
    resolved = settled(topic, heard, words, more)
    median = np.where(complaint, p.CALL_MINUTES["complaint"], p.CALL_MINUTES["other"])
    minutes = median * np.exp(p.CALL_SIGMA * ndtri(luck_of(words, 2)))
    chat = luck_of(words, 3) < p.IN_CHAT[0] + p.IN_CHAT[1] * population.affinity[row]
    zh, en = _texts(population, events, world, row, topic, heard, second // p.DAY, words, more)
    return {
        "service_calls": {
            "call_id": (population.customer_id[row] * 100 + month) * _CALLS_A_MONTH + topic,
            "customer_id": population.customer_id[row],
            "timestamp": moments(world, month, second),
            "seconds": np.maximum(np.rint(60 * minutes), p.SHORTEST_CALL).astype(np.int32),
            "channel": chat.astype(np.int8),
            "topic": topic.astype(np.int8),
            "text_zh": zh,
            "text_en": en,
            "resolved": resolved,
            "satisfaction": _marks(resolved, luck_of(more, 2)),
            "complaint": complaint,
        }
    }


def contact_days(population: Population, events: Events, draws: Draws, world: World) -> Ints:
    """0-based day of the month of each customer's contact, as in `touches`: people seldom work on a free day.

    Of those for whom no contact was planned, the first day on which one could have been.
    """
    by_people, by_machine = _contact_edges(events.month, world)
    first = first_days(population, events.month)
    rows = np.flatnonzero(events.actions.channel != NO_CHANNEL)
    digital = np.array([way.digital for way in p.CHANNELS])[events.actions.channel[rows]]
    luck = draws.take(rows).uniform(events.month, Core.CONTACT_DAY)
    day = np.where(digital, np.searchsorted(by_machine, luck), np.searchsorted(by_people, luck))
    first[rows] = np.maximum(day, first[rows])
    return first


@lru_cache(maxsize=128)
def _contact_edges(month: int, world: World) -> tuple[Floats, Floats]:
    """Where each day that contacts are made on ends, between 0 and 1: of calls and invitations, of messages."""
    days = days_of(world, month)[: p.CONTACT_DAYS]
    return working_edges(days, p.CONTACTED_BY_PEOPLE_ON), working_edges(days, p.CONTACTED_BY_MACHINE_ON)


def _callers(population: Population, events: Events, draws: Draws, world: World) -> tuple[Ints, Ints, Ints]:
    """Who calls (row), about what (code), and the first day on which they could."""
    month = events.month
    days, first = days_in(world, month), first_days(population, month)
    ordinary = events.desk.topic
    state = events.after
    goes = (state.leaving != STAYS) & (state.leaving != DEFAULT)
    goes &= draws.uniform(month, Purpose.CALL_CANCEL) < p.CALLS_BEFORE_LEAVING
    asks = draws.uniform(month, Purpose.CALL_ENQUIRY) < p.ENQUIRES_ABOUT_LEAVING
    goes |= state.enquired & asks
    fee = (events.statement.annual_fee_fen > 0) & (draws.uniform(month, Purpose.CALL_FEE) < p.CALLS_ABOUT_FEE)
    last = np.full(len(first), days - 1)
    groups = (
        (ordinary >= 0, ordinary, first),
        (goes, np.full_like(ordinary, _CANCEL), first),
        (state.enquired & ~asks, np.full_like(ordinary, _ASKS), first),
        # The fee is charged on the anniversary of the opening.
        (fee, np.full_like(ordinary, _FEE), np.minimum(population.open_day + 1, last)),
        (
            events.contacts.complained,
            np.full_like(ordinary, _CONTACT),
            np.minimum(contact_days(population, events, draws, world) + 1, last),
        ),
    )
    row = np.concatenate([np.flatnonzero(who) for who, _, _ in groups])
    topic = np.concatenate([code[who] for who, code, _ in groups])
    return row, topic, np.concatenate([since[who] for who, _, since in groups])


def _by_topic(values: dict[str, float], otherwise: float) -> Floats:
    return np.array([values.get(topic, otherwise) for topic in _TOPICS])


def _marks(resolved: Flags, luck: Floats) -> Floats:
    """Marks of 1 to 5, NaN where none was given."""
    scaled = luck / p.CALL_GRADED
    marks = 1.0 + np.where(resolved, choose(scaled, p.MARKS_RESOLVED), choose(scaled, p.MARKS_UNRESOLVED))
    return np.where(scaled < 1, marks, np.nan)


def _texts(
    population: Population,
    events: Events,
    world: World,
    row: Ints,
    topic: Ints,
    heard: Flags,
    day: Ints,
    words: Words,
    more: Words,
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
    """What each caller said, in Chinese and in English."""
    start = world.month_start(events.month)
    # What a fraud is after was never paid, so it is no transaction.
    whole_yuan = np.rint(events.limit_fen[row] * luck_of(words, 0) / (p.FRAUD_PART_OF_LIMIT * p.FEN)).astype(np.int64)
    after = whole_yuan * p.FEN + p.FRAUD_LEAST_FEN
    amounts = np.where(topic == _TOPICS.index("fraud"), after, events.statement.opening_fen[row])
    points = (events.after.points_this_year + events.after.points_last_year)[row]
    dates = np.where(topic == _FEE, population.open_day[row], day)
    products, month = events.after.product[row], start.month
    contacts = (events.actions.offer[row], events.actions.channel[row])
    fees, limits = events.statement.annual_fee_fen[row] // p.FEN, events.limit_fen[row] // p.FEN

    def slot(name: str, at: int) -> tuple[str, str]:
        """What stands in a slot of the text at a place, in Chinese and in English."""
        match name:
            case "amount":
                words = f"{amounts[at] / p.FEN:,.2f}"
            case "fee":
                words = f"{fees[at]}"
            case "limit":
                words = f"{limits[at]:,}"
            case "points":
                words = f"{points[at]:,}"
            case "offer":
                return OFFER_WORDS[p.OFFER_NAMES[contacts[0][at]]]
            case "channel":
                return CHANNEL_WORDS[p.CHANNEL_NAMES[contacts[1][at]]]
            case "product":
                return PRODUCT_WORDS[p.PRODUCTS[products[at]]]
            case "month":
                return f"{month}月", MONTH_NAMES[month - 1]
            case "date":
                return f"{month}月{dates[at] + 1}日", f"{dates[at] + 1} {MONTH_NAMES[month - 1]}"
        return words, words

    zh, en = np.empty(len(row), dtype=object), np.empty(len(row), dtype=object)
    for at, (about, cries, pick) in enumerate(zip(topic.tolist(), heard.tolist(), lane(more, 3).tolist(), strict=True)):
        texts = OUTCRY_CALLS if cries else CALL_TEXTS[_TOPICS[about]]
        pick, which = divmod(pick, len(texts))
        pick, opening = divmod(pick, len(OPENINGS))
        said, hello, bye = texts[which], OPENINGS[opening], CLOSINGS[pick % len(CLOSINGS)]
        slots = {name: slot(name, at) for name in _slots(said)}
        zh[at], en[at] = (
            hello[tongue] + said[tongue].format(**{name: words[tongue] for name, words in slots.items()}) + bye[tongue]
            for tongue in (0, 1)
        )
    return zh, en


@cache
def _slots(said: tuple[str, str]) -> frozenset[str]:
    """The names of the slots in a text in both languages."""
    return frozenset(name for text in said for _, name, _, _ in Formatter().parse(text) if name)
