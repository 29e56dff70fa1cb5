"""Social posts: what the month made people say in public. Who wrote a post is known to no one, not even the truth."""

import numpy as np

from generators import parameters as p
from generators.arrays import Flags, Floats, Ints, Rows, Words
from generators.draws import Draws, choose, lane, split
from generators.month import Events
from generators.month.state import DEFAULT, STAYS
from generators.pages import Columns
from generators.parameters import World
from generators.population import Population
from generators.schema.stream_levels import POST_TOPIC
from generators.streams.call_texts import CHANNEL_WORDS, MONTH_NAMES, OFFER_WORDS
from generators.streams.calls import contact_days
from generators.streams.chance import StreamPurpose as Purpose
from generators.streams.moments import (
    days_in,
    first_days,
    luck_of,
    moments,
    seconds_of_day,
    some_day,
)
from generators.streams.outcry import outcry_posts
from generators.streams.post_texts import POST_TEXTS, TAGS

_TOPICS = list(POST_TOPIC)
_FEE, _CONTACT, _CAMPAIGN, _POINTS, _, _SERVICE = range(len(_TOPICS))
_ID_BITS = np.uint64(12)  # ids of 52 bits: exact in a double


def social_posts(population: Population, events: Events, draws: Draws, world: World) -> dict[str, Columns]:
    """The month's posts as `social_posts`, in the order of their ids, and their moods as `truth_social_posts`."""
    month = events.month
    seeds = draws.words(month, Purpose.POST_DETAIL)
    chance, topic, leaves = _occasion(population, events)
    rows = np.flatnonzero(draws.uniform(month, Purpose.POST) < chance)
    # The ids tell nothing about who wrote: they are luck, and the order of the rows follows them.
    ids = (split(seeds[rows], np.full(len(rows), 2)) >> _ID_BITS).astype(np.int64)
    order = np.argsort(ids)
    rows, ids = rows[order], ids[order]
    words, more = (split(seeds[rows], np.full(len(rows), turn)) for turn in (0, 1))
    topic = topic[rows]
    others = np.array([_TOPICS.index(name) for name in p.POST_ELSE_ABOUT])
    other = others[choose(luck_of(words, 2), list(p.POST_ELSE_ABOUT.values()))]
    topic = np.where(topic < 0, other, topic)

    days = days_in(world, month)
    first = first_days(population, month)
    first = np.where(
        events.contacts.reached, np.minimum(contact_days(population, events, draws, world) + 1, days - 1), first
    )
    day = some_day(first[rows], days, luck_of(words, 0))
    second = seconds_of_day(p.HOURS_ON_THE_PHONE)[lane(words, 1)]
    moods = np.array([p.MOODS[name] for name in _TOPICS])[topic]
    moods = np.where(leaves[rows, None], p.MOOD_BEFORE_LEAVING, moods)
    mood = (luck_of(words, 3)[:, None] >= np.cumsum(moods, axis=1)[:, :2]).sum(axis=1)
    zh, en = _texts(population, events, world, rows, topic, mood, more)
    made: dict[str, Columns] = {
        "social_posts": {
            "post_id": ids,
            "timestamp": moments(world, month, day * p.DAY + second),
            "platform": choose(luck_of(more, 0), p.PLATFORMS).astype(np.int8),
            "topic": topic.astype(np.int8),
            "text_zh": zh,
            "text_en": en,
            "reply_to": np.full(len(ids), np.nan),
            "author": np.zeros(len(ids), dtype=np.int8),
        },
        "truth_social_posts": {"post_id": ids, "sentiment": mood.astype(np.int8)},
    }
    cries = outcry_posts(draws, month, world)
    if not cries:
        return made
    every = {
        name: {column: np.concatenate([values, cries[name][column]]) for column, values in page.items()}
        for name, page in made.items()
    }
    order = np.argsort(every["social_posts"]["post_id"])
    return {name: {column: values[order] for column, values in page.items()} for name, page in every.items()}


def _occasion(population: Population, events: Events) -> tuple[Floats, Ints, Flags]:
    """Each customer's chance to post this month, about what (-1: anything), and whether they are about to leave."""
    leaves = (events.after.leaving != STAYS) & (events.after.leaving != DEFAULT)
    occasions = (
        (events.contacts.complained, p.POST_AFTER_COMPLAINT, _CONTACT),
        (events.statement.annual_fee_fen > 0, p.POST_AFTER_FEE, _FEE),
        (events.redeemed, p.POST_AFTER_OFFER, _CAMPAIGN),
        (events.contacts.reached, p.POST_AFTER_CONTACT, _CONTACT),
        (leaves, p.POST_BEFORE_LEAVING, _SERVICE),
        (events.points.redeemed > 0, p.POST_AFTER_POINTS, _POINTS),
    )
    happened = [who for who, _, _ in occasions]
    chance = np.select(happened, [chance for _, chance, _ in occasions], p.POST_ELSE)
    return np.where(events.open, chance, 0.0), np.select(happened, [about for _, _, about in occasions], -1), leaves


def _texts(
    population: Population, events: Events, world: World, rows: Rows, topic: Ints, mood: Ints, words: Words
) -> tuple[np.ndarray, np.ndarray]:
    """Each post's text, in Chinese and in English."""
    month = world.month_start(events.month).month
    months = (f"{month}月", MONTH_NAMES[month - 1])
    points = events.after.points_this_year + events.after.points_last_year
    zh, en = np.empty(len(rows), dtype=object), np.empty(len(rows), dtype=object)
    picks = zip(rows.tolist(), topic.tolist(), mood.tolist(), lane(words, 1).tolist(), strict=True)
    for at, (who, about, how, pick) in enumerate(picks):
        texts = POST_TEXTS[_TOPICS[about]][how]
        pick, which = divmod(pick, len(texts))
        tag = TAGS[pick % len(TAGS)]
        # Whoever was sent nothing speaks of what others got.
        sent = p.OFFER_NAMES[events.actions.offer[who]]
        offer = OFFER_WORDS["voucher" if sent == "reminder" and about == _CAMPAIGN else sent]
        channel = CHANNEL_WORDS[p.CHANNEL_NAMES[events.actions.channel[who]]]
        zh[at], en[at] = (
            texts[which][tongue].format(
                fee=events.statement.annual_fee_fen[who] // p.FEN,
                points=f"{max(points[who], 100):,}",
                month=months[tongue],
                offer=offer[tongue],
                channel=channel[tongue],
            )
            + tag[tongue]
            for tongue in (0, 1)
        )
    return zh, en
