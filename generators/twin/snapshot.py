"""Snapshots: the bank as it stands on the morning of a month, with its pages so far; and the cache of the history's last one."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from generators import cache, manifest
from generators.arrays import Days, Flags, Ints, Rows
from generators.draws import Draws
from generators.history import live, presence_of
from generators.month import State
from generators.parameters import World
from generators.people.contacts import contacts
from generators.people.portfolios import portfolios
from generators.population import Population, draw_population
from generators.referrer_presence import ReferrerPresence
from generators.rows import take
from generators.twin.monthly_pages import MonthlyPage, monthly_page

NO_MANAGER = -1
_STATE, _TRAIT = "state.", "trait."


@dataclass(frozen=True)
class Traits:
    """What the bank knows of each customer besides its pages."""

    sms_opt_out: Flags
    call_opt_out: Flags
    wecom_opt_out: Flags
    opt_out_day: Days  # NaT for those who never did
    manager: Ints  # id, or NO_MANAGER


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The bank on the morning of month number `month`: everything that its future depends on, and its pages so far.

    Population, presence, state and traits hold every customer of the world, in the order of their numbers, and after them
    newcomers (`generators.twin.newcomers`): up to the month `newcomers_until`, should there be any. `luck` says whose luck
    each customer has, their own number's by default.
    `monthly_pages[m]` is the page of month m, for 0 … `month - 1`. Nothing in a snapshot is ever written to.
    """

    world: World
    month: int
    population: Population
    presence: ReferrerPresence
    state: State
    monthly_pages: tuple[MonthlyPage, ...]
    traits: Traits
    luck: Rows | None = None
    newcomers_until: int | None = None

    def __len__(self) -> int:
        return len(self.population)

    def draws(self, future: int) -> Draws:
        """The luck of every customer in one way that the months to come could go; 0 is what will happen."""
        if self.luck is None:
            return Draws(self.world.seed, 0, len(self), future=future)
        # As far as everybody else asks: their words are kept.
        last = max(int(self.luck.max()) + 1, self.world.customers)
        return Draws(self.world.seed, 0, last, self.luck, future)

    def of(self, rows: Rows, presence: ReferrerPresence) -> "Snapshot":
        """Some of these customers, at sorted positions `rows`; `presence` says where their referrers are among them."""
        return replace(
            self,
            population=take(self.population, rows),
            presence=presence,
            state=take(self.state, rows),
            monthly_pages=tuple(take(page, rows) for page in self.monthly_pages),
            traits=take(self.traits, rows),
            luck=rows if self.luck is None else self.luck[rows],
        )


Progress = Callable[[int, int], None]


def snapshot(world: World, progress: Progress = lambda done, total: None) -> Snapshot:
    """The bank at the end of its history, kept in the user's cache from the first time on. A damaged file is made anew.

    `progress(done, total)` is told after each month that is lived.
    """
    name = f"bank-{manifest.fingerprint(world)}.npz"
    draws = Draws(world.seed, 0, world.customers)
    people, presence = draw_population(world, draws), presence_of(world, 0, world.customers)
    found = _read(cache.kept(name), world)
    if found is None:
        found = _lived(people, presence, draws, world, progress)
        cache.keep(name, _packed(*found))
    state, pages, traits = found
    return Snapshot(world, world.months, people, presence, state, pages, traits)


def lived(world: World) -> Snapshot:
    """The bank at the end of its history, lived now and kept nowhere."""
    draws = Draws(world.seed, 0, world.customers)
    people, presence = draw_population(world, draws), presence_of(world, 0, world.customers)
    state, pages, traits = _lived(people, presence, draws, world, lambda done, total: None)
    return Snapshot(world, world.months, people, presence, state, pages, traits)


def _lived(
    people: Population, presence: ReferrerPresence, draws: Draws, world: World, progress: Progress
) -> tuple[State, tuple[MonthlyPage, ...], Traits]:
    pages = []
    for events in live(people, draws, world, presence=presence):
        pages.append(monthly_page(people, events, draws, world))
        state = events.after
        progress(events.month + 1, world.months)
    return state, tuple(pages), _traits(people, draws, world)


def _traits(people: Population, draws: Draws, world: World) -> Traits:
    said = contacts(people, draws, world)["contacts"]
    looked_after = portfolios(people, draws, world)["portfolios"]
    manager = np.full(len(people), NO_MANAGER, dtype=np.int64)
    manager[looked_after["customer_id"].astype(np.int64) - people.customer_id[0]] = looked_after["manager_id"]
    return Traits(
        sms_opt_out=np.asarray(said["sms_opt_out"], dtype=bool),
        call_opt_out=np.asarray(said["call_opt_out"], dtype=bool),
        wecom_opt_out=np.asarray(said["wecom_opt_out"], dtype=bool),
        opt_out_day=np.asarray(said["opt_out_date"], dtype="datetime64[D]"),
        manager=manager,
    )


def _packed(state: State, pages: tuple[MonthlyPage, ...], traits: Traits) -> bytes:
    arrays: dict[str, Any] = {_STATE + name: values for name, values in vars(state).items()}
    arrays |= {_TRAIT + name: values for name, values in vars(traits).items()}
    arrays |= {field.name: np.stack([getattr(page, field.name) for page in pages]) for field in fields(MonthlyPage)}
    content = io.BytesIO()
    np.savez(content, **arrays)
    return content.getvalue()


def _read(content: bytes | None, world: World) -> tuple[State, tuple[MonthlyPage, ...], Traits] | None:
    """What the cache holds; None where there is none, or it is damaged."""
    if content is None:
        return None
    try:
        with np.load(io.BytesIO(content)) as held:
            arrays = dict(held)  # a zip's members carry checksums: a changed byte is found while reading
        state = State(**{field.name: arrays[_STATE + field.name] for field in fields(State)})
        traits = Traits(**{field.name: arrays[_TRAIT + field.name] for field in fields(Traits)})
        stacks = {field.name: arrays[field.name] for field in fields(MonthlyPage)}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    pages = tuple(
        MonthlyPage(**{name: stack[month] for name, stack in stacks.items()}) for month in range(world.months)
    )
    return state, pages, traits
