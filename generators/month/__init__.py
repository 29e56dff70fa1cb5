"""A month in a card's life, a file a stage: open → contact → activity → purchases → points → credit → leaving."""

from generators.month.contact import Actions, Contacts
from generators.month.state import State
from generators.month.step import Events, start_state, step

__all__ = ["Actions", "Contacts", "Events", "State", "start_state", "step"]
