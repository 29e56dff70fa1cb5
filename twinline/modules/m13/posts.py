"""Public posts, prepared: as they arrive, cut into words, and in a table of words that DuckDB can search. `dataset` as for `tw.load`."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import duckdb
import pandas as pd
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from generators.schema.stream_levels import POST_TOPIC
from twinline.base.text import t
from twinline.data.tables import load

_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
_PARTICLES: Final = "的了吗吧呢我你他就都还也这那是"  # no word of the kind that we look for begins or ends with one
_LONGEST: Final = 12  # characters of a Chinese string that may count as a word
_LATIN: Final = re.compile(r"[a-z]+(?:'[a-z]+)?")
_OF_EVERY_POST: Final = frozenset(("yundu", "yundubank", "mycards", "creditcards", "bank", "card", "cards"))
_NO_WORDS: Final = (ENGLISH_STOP_WORDS | _OF_EVERY_POST) - {"bill", "call", "interest", "system"}


def posts(dataset: str | Path | None = None) -> pd.DataFrame:
    """Every public post in order of time, in the reader's language: post_id, timestamp, platform, topic, text, author, reply_to."""
    table = load("social_posts", dataset)
    table = table.assign(text=table[t("text_en", "text_zh")]).drop(columns=["text_en", "text_zh"])
    found: pd.DataFrame = table.sort_values(["timestamp", "post_id"], ignore_index=True)
    return found


def topics() -> dict[str, str]:
    """The topics of posts by code, in the reader's language."""
    return {code: t(*pair) for code, pair in POST_TOPIC.items()}


def connector(table: pd.DataFrame, first: str, last: str) -> Iterator[tuple[pd.Timestamp, pd.DataFrame]]:
    """What a platform's interface would hand over, an hour at a time: (when the hour ends, its posts), also where there were none."""
    for begins in pd.date_range(first, last, freq="h", inclusive="left"):
        ends = begins + pd.Timedelta("1h")
        yield ends, table[(table["timestamp"] >= begins) & (table["timestamp"] < ends)]


def words(text: str) -> list[str]:
    """The words of a text, each once. Chinese has no spaces: there each two characters that stand side by side are a "word"."""
    chinese = [run[at : at + 2] for run in _HAN.findall(text) for at in range(len(run) - 1)]
    return sorted(
        {*chinese, *(word for word in _LATIN.findall(text.lower()) if word not in _NO_WORDS and len(word) > 2)}
    )


def _strings(text: str) -> set[str]:
    """The words of a text; of a run of Chinese characters every string of two to `_LONGEST`, no particle at its ends."""
    chinese = {
        run[at : at + length]
        for run in _HAN.findall(text)
        for length in range(2, _LONGEST + 1)
        for at in range(len(run) - length + 1)
        if run[at] not in _PARTICLES and run[at + length - 1] not in _PARTICLES
    }
    return chinese | {word for word in words(text) if not _HAN.match(word)}


def _part_of_longer(word: str, posts_with: pd.Series) -> bool:
    """Whether some longer Chinese string holds this one and is in as many posts: then the longer one says more."""
    if not _HAN.match(word):
        return False
    longer = posts_with.index[(posts_with == posts_with[word]) & (posts_with.index.str.len() > len(word))]
    return any(word in other for other in longer)


def index(table: pd.DataFrame) -> duckdb.DuckDBPyConnection:
    """A database with `posts` and `words` (word, post_id): a row for each word of each post, so that a search is a join."""
    pairs = table.assign(word=table["text"].map(words))[["word", "post_id"]].explode("word").dropna()
    database = duckdb.connect()
    database.register(
        "given_posts",
        table[["post_id", "timestamp", "platform", "topic", "text"]].astype({"platform": str, "topic": str}),
    )
    database.register("given_words", pairs)
    database.execute("CREATE TABLE posts AS SELECT * FROM given_posts")
    database.execute("CREATE TABLE words AS SELECT * FROM given_words ORDER BY word, post_id")
    return database


def rising(now: pd.Series, before: pd.Series, least: int = 3) -> pd.DataFrame:
    """Words that are commoner now: a row a word, with now and before (posts that hold it), times (its share now over its share before).

    `now` and `before` are texts. A word that was in no post before counts as if it had been in half of one. At least `least` posts now.
    In Chinese a word is a string of two to twelve characters, and left out where a longer one is in as many posts now.
    """
    counts = {
        name: Counter(word for text in texts for word in _strings(text))
        for name, texts in {"now": now, "before": before}.items()
    }
    table = pd.DataFrame(counts).fillna(0).astype(int).sort_index()
    table = table[table["now"] >= least]
    table = table[[not _part_of_longer(word, table["now"]) for word in table.index]]
    share = table["now"] / max(len(now), 1)
    usual = table["before"].clip(lower=0.5) / max(len(before), 1)
    return table.assign(times=share / usual).sort_values(["times", "now"], ascending=False, kind="stable")
