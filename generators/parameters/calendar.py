"""The calendar: which months, days and hours are busy."""

from datetime import date
from typing import Final

DAY: Final = 86_400  # seconds
DAYS_OF_ANY_MONTH: Final = 28  # what may fall on any day of a month falls on one that every month has

# Purchases by calendar month beside the year's mean (a).
SEASON: Final = (1.06, 0.90, 0.96, 0.96, 1.00, 1.05, 0.98, 0.99, 1.00, 1.03, 1.12, 1.06)
WEEKEND: Final = 1.18  # purchases of a Saturday or Sunday beside a working day's (a)
# Month, day, and how much busier that day is for shopping and for everything else: set so that Double 11 comes near
# UnionPay's 2019 figures, +20 % purchases and +54 % value beside October's mean.
FEASTS: Final = ((6, 18, 1.65, 1.00), (11, 11, 2.20, 0.95))
SPRING_FESTIVAL: Final = {
    2022: date(2022, 2, 1),
    2023: date(2023, 1, 22),
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
}
# Purchases before the Spring Festival and in its week, by days ahead of New Year's Day, the first excluded (a).
BEFORE_SPRING_FESTIVAL: Final = (1, 14)
BEFORE_SPRING_FESTIVAL_FACTOR: Final = 1.22
IN_SPRING_FESTIVAL: Final = (-6, 1)
IN_SPRING_FESTIVAL_FACTOR: Final = 0.72

# --- hours of the day, from midnight on, as relative weights (all (a)) ------------------------------------------------
HOURS_IN_SHOPS: Final = (1, 0, 0, 0, 0, 1, 4, 12, 16, 18, 26, 46, 52, 34, 26, 26, 30, 46, 62, 58, 42, 24, 8, 3)
# People look at their phones at lunch, in the evening and in bed; they buy when they do.
HOURS_ON_THE_PHONE: Final = (22, 10, 5, 3, 2, 3, 8, 16, 26, 38, 48, 46, 44, 38, 36, 38, 40, 38, 40, 50, 64, 72, 62, 40)
# A hotline is staffed round the clock, but few call at night.
HOURS_OF_CALLS: Final = (1, 1, 0, 0, 0, 0, 1, 4, 16, 44, 52, 40, 26, 30, 42, 44, 40, 32, 22, 20, 18, 12, 6, 2)
# Applications: with somebody of the bank, and alone.
HOURS_IN_OFFICES: Final = (0,) * 9 + (9, 12, 11, 5, 6, 10, 11, 9) + (0,) * 7
HOURS_OF_FORMS: Final = (1, 0, 0, 0, 0, 0, 1, 2, 5, 7, 8, 8, 9, 8, 7, 7, 7, 7, 8, 10, 12, 12, 9, 4)
