"""The outcry: one complaint that spreads over four platforms, the replies to it, and what the bank's answer changed.

Posts are luck alone, so many a customer of the bank: who wrote them is known to no one, and outsiders are among them.
"""

from functools import lru_cache

import numpy as np

from generators import parameters as p
from generators.arrays import Floats, Ints
from generators.draws import STATIC, Draws, choose, lane, split
from generators.month.service import POINTS, outcry_in, outcry_shape
from generators.pages import Columns
from generators.parameters import World
from generators.schema.stream_levels import CALL_TOPIC, PLATFORM, POST_TOPIC
from generators.streams.calls import OUTCRY_BEGINS
from generators.streams.chance import StreamPurpose as Purpose
from generators.streams.moments import luck_of, moments
from generators.streams.outcry_texts import AFTER, ANSWERS, BEFORE, FIRST_POSTS

_PLATFORMS = list(PLATFORM)
_ABOUT = list(POST_TOPIC).index(list(CALL_TOPIC)[POINTS])
_ID_BITS = np.uint64(12)  # ids of 52 bits: exact in a double
_NEGATIVE, _NEUTRAL = 0, 1
_PUBLIC, _BANK = range(2)
_HOUR = 3_600


def outcry_posts(draws: Draws, month: int, world: World) -> dict[str, Columns]:
    """The month's posts of the outcry and their moods, in the columns of both tables; no rows in any other month."""
    if not outcry_in(world, month):
        return {}
    pages = [_spread(draws, month, world)]
    if draws.first == 0 and draws.stop > 0:  # the first posts and the bank's answers are nobody's luck
        pages += [_fixed(month, world, author) for author in (_PUBLIC, _BANK)]
    columns = {name: np.concatenate([page[name] for page in pages]) for name in pages[0]}
    mood = columns.pop("sentiment")
    return {"social_posts": columns, "truth_social_posts": {"post_id": columns["post_id"], "sentiment": mood}}


def complaint_wave(world: World) -> dict[str, Columns]:
    """The truth about the outcry, a row a platform; none in a history that ends before it."""
    there = outcry_in(world, p.OUTCRY_MONTH)
    code = np.arange(len(_PLATFORMS) if there else 0)
    starts, answered = (_hours(hours)[code] * _HOUR + OUTCRY_BEGINS for hours in (p.OUTCRY_BEGINS, p.OUTCRY_ANSWERED))
    month = p.OUTCRY_MONTH if there else 0
    return {
        "truth_complaint_wave": {
            "platform": code.astype(np.int8),
            "began": moments(world, month, starts),
            "answered": moments(world, month, answered),
            "rate_factor": np.full(len(code), np.exp(p.OUTCRY_ANSWER)),
            "negative_before": np.full(len(code), p.OUTCRY_MOODS[0][0]),
            "negative_after": np.full(len(code), p.OUTCRY_MOODS[1][0]),
            "desk_told": moments(world, month, np.full(len(code), p.OUTCRY_DESK_TOLD * _HOUR + OUTCRY_BEGINS)),
        }
    }


def _spread(draws: Draws, month: int, world: World) -> Columns:
    edges = _edges()
    luck = draws.uniform(month, Purpose.OUTCRY_POST)
    rows = np.flatnonzero(luck < edges[-1])
    cell = np.searchsorted(edges, luck[rows], side="right")
    platform, hour = np.divmod(np.minimum(cell, len(edges) - 1), p.OUTCRY_HOURS)
    seeds = draws.words(month, Purpose.OUTCRY_DETAIL)[rows]
    words, more = (split(seeds, np.full(len(rows), turn)) for turn in (0, 1))
    answered = hour >= _hours(p.OUTCRY_ANSWERED)[platform]
    before, after = (choose(luck_of(words, 0), list(moods)) for moods in p.OUTCRY_MOODS)
    mood = np.where(answered, after, before)
    firsts, answers = _ids(world, _PUBLIC)[platform], _ids(world, _BANK)[platform]
    told = answered & (luck_of(words, 1) < p.OUTCRY_TO_BANK)
    replies = luck_of(words, 2) < p.OUTCRY_REPLIES
    texts = [_said(*one) for one in zip(answered.tolist(), mood.tolist(), lane(more, 0).tolist(), strict=True)]
    second = hour * _HOUR + lane(words, 3).astype(np.int64) * _HOUR // 65_536
    return _columns(
        world,
        month,
        (split(seeds, np.full(len(rows), 2)) >> _ID_BITS).astype(np.int64),
        OUTCRY_BEGINS + second,
        platform,
        texts,
        np.where(replies, np.where(told, answers, firsts), np.nan),
        _PUBLIC,
        mood,
    )


def _fixed(month: int, world: World, author: int) -> Columns:
    """The first post on each platform, or the bank's answer there."""
    hours = _hours(p.OUTCRY_BEGINS if author == _PUBLIC else p.OUTCRY_ANSWERED)
    origin = int(np.argmin(hours))
    if author == _PUBLIC:
        texts = [FIRST_POSTS[int(code != origin)] for code in range(len(hours))]
        texts = [(zh.format(points="26,400"), en.format(points="26,400")) for zh, en in texts]
    else:
        texts = [ANSWERS[0]] * len(hours)
    firsts = _ids(world, _PUBLIC).astype(float)
    reply = np.full(len(hours), np.nan) if author == _PUBLIC else firsts
    mood = np.full(len(hours), _NEGATIVE if author == _PUBLIC else _NEUTRAL)
    second = OUTCRY_BEGINS + hours * _HOUR
    return _columns(world, month, _ids(world, author), second, np.arange(len(hours)), texts, reply, author, mood)


def _columns(
    world: World,
    month: int,
    ids: Ints,
    second: Ints,
    platform: Ints,
    texts: list[tuple[str, str]],
    reply: Floats,
    author: int,
    mood: Ints,
) -> Columns:
    return {
        "post_id": ids,
        "timestamp": moments(world, month, second),
        "platform": platform.astype(np.int8),
        "topic": np.full(len(ids), _ABOUT, dtype=np.int8),
        "text_zh": np.array([text[0] for text in texts], dtype=object),
        "text_en": np.array([text[1] for text in texts], dtype=object),
        "reply_to": reply,
        "author": np.full(len(ids), author, dtype=np.int8),
        "sentiment": mood.astype(np.int8),
    }


def _said(answered: bool, mood: int, pick: int) -> tuple[str, str]:
    texts = (AFTER if answered else BEFORE)[mood]
    number, which = divmod(pick, len(texts))
    points = f"{(number % 480 + 12) * 100:,}"
    zh, en = texts[which]
    return zh.format(points=points), en.format(points=points)


@lru_cache(maxsize=1)
def _edges() -> Floats:
    """Where each platform's hours end on the way from 0 to the chance that a customer's luck is a post."""
    loud = np.outer(p.PLATFORMS, outcry_shape(p.HOURS_ON_THE_PHONE)) * p.OUTCRY_POSTS
    after = np.arange(p.OUTCRY_HOURS)
    loud *= np.where(after >= _hours(p.OUTCRY_ANSWERED)[:, None], np.exp(p.OUTCRY_ANSWER), 1.0)
    # Nobody speaks of it on a platform before its first post.
    loud *= after > _hours(p.OUTCRY_BEGINS)[:, None]
    return np.asarray(np.cumsum(loud.ravel()))


def _hours(by_platform: dict[str, int]) -> Ints:
    return np.array([by_platform[name] for name in _PLATFORMS])


def _ids(world: World, author: int) -> Ints:
    """Ids of the four first posts, or of the four answers: luck, like every post's."""
    word = Draws(world.seed, 0, 1).words(STATIC, Purpose.OUTCRY_DETAIL)
    place = np.arange(len(_PLATFORMS)) + author * len(_PLATFORMS)
    return (split(np.repeat(word, len(place)), place) >> _ID_BITS).astype(np.int64)
