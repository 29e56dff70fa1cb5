"""Allowed: whom of all customers an action may reach by a channel on a bank's morning."""

import numpy as np

from generators import parameters as p
from generators.arrays import Codes, Flags, Rows
from generators.twin.observed import observed, observed_rows
from generators.twin.run import Twin
from twinline.data.tables import to_frame
from twinline.twin.action_rules import given_once
from twinline.twin.reach import bans_now, reachable

_MARKETING = "reminder"  # an action without a rule of its own


class Allowed:
    """Masks of all customers of a bank, an entry a row, by channel and action; each is made when it is first asked for."""

    def __init__(self, twin: Twin) -> None:
        self._twin, now = twin, twin.now
        self._seen = to_frame("observed", observed(now, now.monthly_pages))
        self._rows, self._bans = observed_rows(now.monthly_pages), bans_now(twin)
        self._masks: dict[tuple[int, int], Flags] = {}

    def mask(self, channel: int, action: int | None = None) -> Flags:
        """Who may be contacted by a channel about an action (codes of CHANNELS and ACTIONS); by default, about what has no rule."""
        code = p.ACTION_NAMES.index(_MARKETING) if action is None else action
        if (channel, code) not in self._masks:
            way, name = p.CHANNEL_NAMES[channel], p.ACTION_NAMES[code]
            flags = np.zeros(len(self._twin.now), dtype=bool)
            if way in p.ACTIONS[code].channels:
                flags[self._rows] = reachable(self._seen, way, self._bans, name)
                flags[self._rows] &= given_once(self._seen, name, self._twin)
            self._masks[channel, code] = flags
        return self._masks[channel, code]

    def each(self, row: Rows, channel: Codes, action: Codes) -> Flags:
        """Whether each of these contacts may be made."""
        may = np.zeros(len(row), dtype=bool)
        for way, code in {*zip(channel.tolist(), action.tolist(), strict=True)}:
            here = (channel == way) & (action == code)
            may[here] = self.mask(way, code)[row[here]]
        return may


__all__ = ["Allowed"]
