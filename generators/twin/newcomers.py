"""Newcomers: customers whose cards open after the history, drawn once like all others and the same whatever the bank does."""

from dataclasses import fields, replace
from enum import IntEnum
from typing import Any, Final

import numpy as np

from generators import parameters as p
from generators.acquisition import Origin
from generators.arrays import Codes, Ints, Rows
from generators.draws import STATIC, Draws, poisson, split, unit
from generators.month import start_state
from generators.parameters import World
from generators.people.days import between, opened_on
from generators.people.referrers import NOBODY, REFERRAL
from generators.people_chance import PeoplePurpose
from generators.population import NOBODY as NO_STAFF
from generators.population import Population, draw_population
from generators.referrer_presence import ReferrerPresence
from generators.rows import join
from generators.staff import FIRST_MANAGER_ID
from generators.twin.monthly_pages import MonthlyPage
from generators.twin.snapshot import NO_MANAGER, Snapshot, Traits

# Those who come anyway and those whom a budget brings take turns in the numbers after the history's customers, so that
# neither group's luck depends on how large the other is.
ANYWAY, BROUGHT = 0, 1
_KINDS: Final = 2


class Purpose(IntEnum):
    """What a draw is for, 2251 to 2259. Append only."""

    OPENINGS = 2251
    REFERRER = 2252
    BROUGHT = 2253


def openings(world: World, month: int) -> int:
    """How many cards open in a month after the history: as many as in a month of it, give or take luck."""
    mean = world.customers * (1 - p.OPENED_BEFORE) / world.months
    parts = int(mean // 100) + 1  # `poisson` takes small means
    luck = unit(split(Draws(world.seed, 0, 1).words(month, Purpose.OPENINGS), np.arange(parts)))
    return int(poisson(luck, np.full(parts, mean / parts)).sum())


def with_newcomers(now: Snapshot, months: int = p.NEWCOMER_MONTHS) -> Snapshot:
    """The snapshot with those whose cards open in its coming months; those whom it knows already stay as they are."""
    known = now.newcomers_until or now.world.months
    until = now.month + months
    counts = [openings(now.world, month) for month in range(now.world.months, until)]
    before = sum(counts[: known - now.world.months])
    count = sum(counts) - before
    if known >= until or not count:
        return replace(now, newcomers_until=max(known, until))
    number = place(now.world, np.arange(before, before + count), ANYWAY)
    month = np.repeat(np.arange(known, until), counts[known - now.world.months :])
    return replace(joined(now, number, month), newcomers_until=until)


def place(world: World, order: Ints, kind: int) -> Rows:
    """The numbers whose luck is that of the newcomers of a kind who come as number `order`, from 0."""
    return np.asarray(world.customers + _KINDS * order + kind)


def joined(now: Snapshot, number: Rows, open_month: Ints, way: tuple[Codes, Codes] | None = None) -> Snapshot:
    """The snapshot with more customers, whose luck is that of `number`; `way` is by which channel and scene they came.

    Their cards open in months that are still to come.
    """
    world, first = now.world, len(now)
    draws = Draws(world.seed, 0, int(number.max()) + 1, number)
    origin = None if way is None else Origin(*way, open_month)
    people = draw_population(world, draws, origin, open_month)
    people = replace(people, number=np.arange(first, first + len(number), dtype=np.int64))
    luck = np.arange(first) if now.luck is None else now.luck
    return replace(
        now,
        population=join(now.population, people),
        presence=ReferrerPresence(np.concatenate([now.presence.row, _brought_by(now, people, draws)])),
        state=join(now.state, start_state(people, draws)),
        monthly_pages=tuple(_longer(page, len(number)) for page in now.monthly_pages),
        traits=join(now.traits, _traits(people, draws, world)),
        luck=np.concatenate([luck, number]),
    )


def _brought_by(now: Snapshot, people: Population, draws: Draws) -> Rows:
    """Rows of those who brought the newcomers that came through a customer: anybody who refers and is one this morning."""
    refers = np.isin(now.population.latent_type, [p.TYPE_NAMES.index(name) for name in p.WHO_REFERS])
    senders = np.flatnonzero(refers & now.state.open & now.state.activated)
    who = np.floor(draws.uniform(STATIC, Purpose.REFERRER) * len(senders)).astype(np.int64)
    sent = (people.acquisition == REFERRAL) & (len(senders) > 0)
    return np.where(sent, senders[who] if len(senders) else NOBODY, NOBODY)


def _traits(people: Population, draws: Draws, world: World) -> Traits:
    opened = opened_on(people, world)
    said = between(opened, opened + p.OPT_OUT_WITHIN, draws.uniform(STATIC, PeoplePurpose.OPT_OUT_DAY))
    return Traits(
        sms_opt_out=people.no_sms,
        call_opt_out=people.no_call,
        wecom_opt_out=people.no_wecom,
        opt_out_day=np.where(people.opt_out, said, np.datetime64("NaT")),
        manager=np.where(people.manager == NO_STAFF, NO_MANAGER, people.manager + FIRST_MANAGER_ID),
    )


def _longer(page: MonthlyPage, more: int) -> MonthlyPage:
    """A page with empty lines for those who are not yet customers."""
    return MonthlyPage(*(_padded(getattr(page, each.name), each.name, more) for each in fields(page)))


def _padded(values: Any, name: str, more: int) -> Any:
    return np.concatenate([values, np.full(more, MonthlyPage.EMPTY.get(name, 0), dtype=values.dtype)])


__all__ = ["ANYWAY", "BROUGHT", "Purpose", "joined", "openings", "place", "with_newcomers"]
