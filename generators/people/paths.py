"""Paths: what people saw and did before they opened the form, as different systems noted it, each by its own key.

Touches are drawn given the applications: they made nobody apply. Only from the history's beginning on are they noted.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from generators import parameters as p
from generators.arrays import Codes, Days, Flags, Ints, Rows, Words
from generators.draws import STATIC, Draws, choose, lane, split, unit
from generators.marketing import first_week, search_ads
from generators.pages import Columns, recode
from generators.parameters import World
from generators.people.applications import FIRST_APPLICATION_ID
from generators.people.applying import Applications, Made
from generators.people_chance import PeoplePurpose as Purpose
from generators.population import Population
from generators.rows import join, take
from generators.schema.marketing import TOUCH_KIND

_KINDS: Final = list(TOUCH_KIND)
_SEARCH, _SEARCH_AD, _SEARCH_ORGANIC = "search", _KINDS.index("search_ad"), _KINDS.index("search_organic")
_NOBODY: Final = -1
_ALONE: Final = [p.FORM_DEVICES.index(name) for name in ("android", "iphone", "computer")]
_CHUNK: Final = 1_000  # customers whose touches are numbered together, in no order that tells whose they are
_BITS: Final = 15  # of the numbers of a chunk's touches
_STRIDE: Final = 20_021  # odd: numbers times it, within those bits, are the same numbers in another order
_PRESENT, _WHEN, _HOW, _WHERE = range(4)


@dataclass(frozen=True)
class _Applicants:
    """Who opened a form within the history: an entry each."""

    number: Ints  # 2 × customer's number, and 1 more for the other applicant beside them
    started: Days
    channel: Codes
    city: Codes
    form: Codes  # the device that the form was filled in on
    has_app: Flags
    luck: Words
    names: Words  # what their devices and numbers are made of


def paths(population: Population, made: Made, draws: Draws, world: World) -> dict[str, Columns]:
    """The block's touches before applications, what each application is known by, and whose touches they truly were."""
    people = join(*(_applicants(some, population, beside, draws, world) for beside, some in enumerate(made)))
    return {"application_identities": _identities(people)} | _touches(people, world)


def _applicants(made: Applications, population: Population, beside: int, draws: Draws, world: World) -> _Applicants:
    def words(purpose: Purpose) -> Words:
        return draws.words(STATIC, purpose)[made.row]

    if beside:
        path, names = words(Purpose.OTHER_PATH), words(Purpose.OTHER_IDENTITIES)
        city = choose(unit(words(Purpose.OTHER_CITY)), [city.weight for city in p.CITIES])
        has_app = unit(words(Purpose.OTHER_APP)) < p.OTHERS_WITH_APP
    else:
        path, names = words(Purpose.PATH), words(Purpose.IDENTITIES)
        city, has_app = population.city[made.row], population.app[made.row]
    started = made.entered[:, 0]
    every = _Applicants(
        number=2 * population.number[made.row] + beside,
        started=started,
        channel=made.channel,
        city=city,
        form=made.device,
        has_app=has_app | (made.channel == p.ACQUISITION.index("app")),
        luck=path,
        names=names,
    )
    return take(every, np.flatnonzero(started >= np.datetime64(world.start, "s")))


def _identities(people: _Applicants) -> Columns:
    """What the bank knows an application by; the device where the form was filled in on one's own."""
    alone = np.isin(people.form, _ALONE)
    return {
        "application_id": FIRST_APPLICATION_ID + people.number,
        "phone_hash": _name(people.names, 0),
        "device_id": np.where(alone, _name(people.names, 1), np.nan),
        "app_id": np.where(people.has_app, _name(people.names, 3), np.nan),
    }


def _touches(people: _Applicants, world: World) -> dict[str, Columns]:
    kinds = len(p.PATH_TOUCHES)
    slots = np.broadcast_to(np.arange(kinds), (len(people.number), kinds))
    luck = split(np.repeat(people.luck, kinds), slots.ravel())
    share = [((lane(luck, number) + 0.5) / 65_536).reshape(slots.shape) for number in range(4)]
    chance = np.array([kind.chance for kind in p.PATH_TOUCHES]).T[people.channel]
    least, more = np.array([kind.before for kind in p.PATH_TOUCHES]).T
    seconds = np.rint((least + more * share[_WHEN]) * 3_600).astype(np.int64)
    at = people.started[:, None] - seconds.astype("timedelta64[s]")
    happened = (share[_PRESENT] < chance) & (at >= np.datetime64(world.start, "s"))
    # Nobody without the app opens it.
    happened &= people.has_app[:, None] | ~np.array([kind.app for kind in p.PATH_TOUCHES])
    row, slot = np.nonzero(happened)
    how, where, at = share[_HOW][row, slot], share[_WHERE][row, slot], at[row, slot]
    kind = _kind(slot, people.city[row], at, where, world)
    by_device, by_app = (
        np.array([getattr(kind, field) for kind in p.PATH_TOUCHES])[slot] for field in ("device", "app")
    )
    by_phone = where < np.array([kind.phone for kind in p.PATH_TOUCHES])[slot]
    names = people.names[row]
    device = np.where(how < p.SECOND_DEVICE, _name(names, 2), _name(names, 1))
    number = _numbers(people.number[row], slot)
    order = np.argsort(number)
    touches: Columns = {
        "path_touch_id": number,
        "timestamp": at,
        "kind": kind,
        "city": np.array([city.name for city in p.CITIES], dtype=object)[people.city[row]],
        "device_id": np.where(by_device, device, np.nan),
        "phone_hash": np.where(by_phone, _name(names, 0), np.nan),
        "app_id": np.where(by_app, _name(names, 3), np.nan),
    }
    truth: Columns = {"path_touch_id": number, "application_id": FIRST_APPLICATION_ID + people.number[row]}
    return {
        "path_touches": {name: values[order] for name, values in touches.items()},
        "truth_path_touches": {name: values[order] for name, values in truth.items()},
    }


def _kind(slot: Rows, city: Codes, at: Days, luck: np.ndarray, world: World) -> np.ndarray:
    """Codes of kinds; a search leads to the ad where ads run in that city and week, or to a result that is none."""
    names = [kind.kind for kind in p.PATH_TOUCHES]
    codes = recode([name if name != _SEARCH else "search_ad" for name in names], TOUCH_KIND)[slot]
    on, _ = search_ads(world)
    day = (at.astype("datetime64[D]") - np.datetime64(p.FIRST_MONDAY, "D")).astype(np.int64)
    ads = on[day // 7 - first_week(world), city] & (luck >= p.SEARCH_ORGANIC)
    return np.where((codes == _SEARCH_AD) & ~ads, _SEARCH_ORGANIC, codes).astype(np.int8)


def _name(words: Words, number: int) -> Ints:
    """A number of 52 bits that stands for a telephone, a device or an app: number 0 to 3 of a person."""
    return np.asarray((split(words, np.full(len(words), number)) >> np.uint64(12)).astype(np.int64))


def _numbers(applicant: Ints, slot: Rows) -> Ints:
    """Numbers of touches, rising from chunk to chunk of customers and within one in no telling order."""
    chunk, inside = np.divmod(applicant, 2 * _CHUNK)
    place = (inside * len(p.PATH_TOUCHES) + slot) * _STRIDE % (1 << _BITS)
    return np.asarray((chunk + 1 << _BITS) + place)
