"""Acquisition: by which scene customers came, and how those differ who come by one scene or by another."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from generators import parameters as p
from generators.arrays import Codes, Floats, Ints
from generators.draws import STATIC, Draws
from generators.pages import Columns, recode
from generators.parameters import World
from generators.schema import levels, people_levels

_SCENE: Final = 2042  # purpose of the draw, a number of the list of `people.chance`


@dataclass(frozen=True)
class Origin:
    """Where people come from: an entry each."""

    channel: Codes
    scene: Codes
    open_month: Ints


def scene_of(channel: Codes, draws: Draws) -> Codes:
    """The scene by which each customer came by their channel."""
    return pick_by_channel(p.SCENES, p.SCENE_SHARES, channel, draws.uniform(STATIC, _SCENE))


def pick_by_channel(names: tuple[str, ...], shares: dict[str, dict[str, float]], channel: Codes, luck: Floats) -> Codes:
    """The code of the name that `luck` falls on, by the shares of each channel."""
    table = np.array([[shares[channel].get(name, 0.0) for name in names] for channel in p.ACQUISITION])
    edges = np.cumsum(table, axis=1) / table.sum(axis=1, keepdims=True)
    return np.asarray(np.minimum((luck[:, None] >= edges[channel]).sum(axis=1), len(names) - 1), dtype=np.intp)


def shift(origin: Origin, trait: str) -> Floats:
    """What the origin adds to a trait, a field of `parameters.Quality`."""
    plain = p.Quality()
    by_scene = np.array([getattr(p.QUALITY.get(name, plain), trait) for name in p.SCENES])
    later = (origin.channel == p.ACQUISITION.index(p.DRIFT_CHANNEL)) & (origin.open_month >= p.DRIFT_MONTH)
    return np.asarray(by_scene[origin.scene] + getattr(p.DRIFT, trait) * later)


def truth_acquisition(world: World) -> dict[str, Columns]:
    """The same for every channel, scene and month of the history."""
    ways = [
        (p.ACQUISITION.index(channel), p.SCENES.index(scene))
        for channel, shares in p.SCENE_SHARES.items()
        for scene in shares
    ]
    month = np.tile(np.arange(world.months), len(ways))
    channel, scene = np.repeat(np.array(ways), world.months, axis=0).T
    origin = Origin(channel, scene, month)
    return {
        "truth_acquisition": {
            "channel": recode(p.ACQUISITION, levels.ACQUISITION)[channel],
            "scene": recode(p.SCENES, people_levels.SCENE)[scene],
            "month": world.month_starts(0, world.months)[month],
            "risk_shift": shift(origin, "risk"),
            "pay_style_shift": shift(origin, "style"),
            "leaving_shift": shift(origin, "leaving"),
        }
    }
