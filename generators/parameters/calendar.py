"""The calendar: which months, days and hours are busy."""

from datetime import date
from typing import Final

DAY: Final = 86_400  # seconds
DAYS_OF_ANY_MONTH: Final = 28  # what may fall on any day of a month falls on one that every month has

# Purchases by calendar month beside the year's mean (a).
SEASON: Final = (1.06, 0.90, 0.96, 0.96, 1.00, 1.05, 0.98, 0.99, 1.00, 1.03, 1.12, 1.06)
# Purchases of a free day beside a working day, and of a day of the holidays below, by the rhythm of a category (a).
RHYTHMS: Final = ("plain", "shopping", "outing", "commute")
WEEKEND: Final = (1.15, 1.32, 1.32, 0.78)
HOLIDAY: Final = (1.00, 1.38, 1.55, 0.60)
# Month, first and last day of the long holidays, as they are today: Labour Day and National Day ("Golden Week"). Of the
# others, New Year's Day is a free day, and the Spring Festival has factors of its own; the working weekends that make up
# for long holidays are left out.
HOLIDAYS: Final = ((5, 1, 5), (10, 1, 7))
# Day of the month on which a salary or pension comes in, the share of people whose it is, and how much busier that day and
# the next ones are (a). The way to work is paid as usual.
PAY_DAYS: Final = ((5, 0.12), (8, 0.10), (10, 0.32), (15, 0.26), (20, 0.08), (25, 0.12))
AFTER_PAY: Final = (1.22, 1.16, 1.08)
# Month, day, and how much busier that day is for shopping and for everything else: set so that Double 11 comes near
# UnionPay's 2019 figures, +20 % purchases and +54 % value beside October's mean.
FEASTS: Final = ((6, 18, 1.65, 1.00), (11, 11, 2.30, 0.90))
# The Spring Festival's first day, from 2000 on: the new moon of the calendar's first month (GB/T 33661-2017), reckoned for
# Beijing's time and compared with the published calendars up to 2050.
_FIRST_FESTIVAL: Final = 2000
_FESTIVALS: Final = """
0205 0124 0212 0201 0122 0209 0129 0218 0207 0126 0214 0203 0123 0210 0131 0219 0208 0128 0216 0205 0125 0212 0201 0122
0210 0129 0217 0206 0126 0213 0203 0123 0211 0131 0219 0208 0128 0215 0204 0124 0212 0201 0122 0210 0130 0217 0206 0126
0214 0202 0123 0211 0201 0219 0208 0128 0215 0204 0124 0212 0202 0121 0209 0129 0217 0205 0126 0214 0203 0123 0211 0131
0219 0207 0127 0215 0205 0124 0212 0202 0122 0209 0129 0217 0206 0126 0214 0203 0124 0210 0130 0218 0207 0127 0215 0205
0125 0212 0201 0121 0209 0129 0217 0207 0128 0215 0204 0124 0212
"""
SPRING_FESTIVAL: Final = {
    year: date(year, int(day[:2]), int(day[2:])) for year, day in enumerate(_FESTIVALS.split(), _FIRST_FESTIVAL)
}
# Purchases before the Spring Festival and in its week, by days ahead of New Year's Day, the first excluded (a).
BEFORE_SPRING_FESTIVAL: Final = (1, 14)
BEFORE_SPRING_FESTIVAL_FACTOR: Final = 1.22
IN_SPRING_FESTIVAL: Final = (-6, 1)
IN_SPRING_FESTIVAL_FACTOR: Final = 0.72

# --- what the bank does on which day ----------------------------------------------------------------------------------
# Cards opened on a Saturday, a Sunday and a holiday beside a working day: branches are half staffed or closed, machines go
# on (a). Contacts the same, by somebody who calls or invites, and by messages that go out by themselves.
OPENED_ON: Final = (0.60, 0.25, 0.15)
CONTACTED_BY_PEOPLE_ON: Final = (0.25, 0.05, 0.02)
CONTACTED_BY_MACHINE_ON: Final = (0.80, 0.55, 0.40)

# --- hours of the day, from midnight on, as relative weights (all (a)) ------------------------------------------------
# Shops of all kinds are closed from NIGHT_BEGINS to NIGHT_ENDS: whoever travels, arrives in between.
NIGHT_BEGINS: Final = 1
NIGHT_ENDS: Final = 5
# fmt: off
HOURS_IN_SHOPS: Final = (1, 0, 0, 0, 0, 1, 4, 12, 16, 18, 26, 46, 52, 34, 26, 26, 30, 46, 62, 58, 42, 24, 8, 3)
HOURS_IN_SHOPS_AT_WEEKENDS: Final = (
    2, 0, 0, 0, 0, 0, 2, 6, 14, 26, 42, 50, 46, 40, 46, 52, 54, 52, 52, 50, 40, 26, 12, 4,
)
HOURS_OF_MEALS: Final = (2, 0, 0, 0, 0, 1, 6, 22, 16, 6, 6, 44, 70, 26, 8, 7, 10, 30, 66, 56, 26, 14, 8, 4)
HOURS_OF_MEALS_AT_WEEKENDS: Final = (
    3, 0, 0, 0, 0, 0, 2, 10, 16, 12, 14, 46, 68, 38, 18, 16, 18, 36, 68, 58, 30, 18, 11, 5,
)
HOURS_OF_COMMUTE: Final = (2, 0, 0, 0, 0, 2, 10, 46, 70, 30, 12, 10, 14, 12, 10, 10, 14, 36, 72, 46, 22, 16, 12, 5)
HOURS_OF_TRIPS: Final = (3, 0, 0, 0, 0, 1, 4, 10, 20, 32, 38, 34, 28, 30, 32, 32, 34, 38, 38, 32, 28, 26, 18, 8)
# People look at their phones at lunch, in the evening and in bed; they buy when they do, and sleep longer when free.
HOURS_ON_THE_PHONE: Final = (22, 10, 5, 3, 2, 3, 8, 16, 26, 38, 48, 46, 44, 38, 36, 38, 40, 38, 40, 50, 64, 72, 62, 40)
HOURS_ONLINE_AT_WEEKENDS: Final = (
    26, 13, 6, 3, 2, 2, 4, 8, 16, 30, 46, 50, 46, 42, 42, 44, 46, 44, 42, 50, 62, 68, 60, 42,
)
# fmt: on
# A hotline is staffed round the clock, but few call at night.
HOURS_OF_CALLS: Final = (1, 1, 0, 0, 0, 0, 1, 4, 16, 44, 52, 40, 26, 30, 42, 44, 40, 32, 22, 20, 18, 12, 6, 2)
# Applications: with somebody of the bank, and alone. The machines that decide rest at night, and so do those who apply.
HOURS_IN_OFFICES: Final = (0,) * 9 + (9, 12, 11, 5, 6, 10, 11, 9) + (0,) * 7
HOURS_OF_FORMS: Final = (0, 0, 0, 0, 0, 0, 0, 2, 5, 7, 8, 8, 9, 8, 7, 7, 7, 7, 8, 10, 12, 9, 0, 0)
