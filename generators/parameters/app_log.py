"""The app's technical log: phones, versions, networks, how long pages load, what breaks. All of it is (a)."""

from typing import Final

# A bank must keep network logs for six months at least (Cybersecurity Law of the PRC, article 21), and ours keeps no more.
LOG_MONTHS: Final = 6
# Systems by device, with their shares.
APP_SYSTEMS: Final[dict[str, dict[str, float]]] = {
    "android": {"android_12": 0.22, "android_13": 0.30, "android_14": 0.48},
    "iphone": {"ios_16": 0.24, "ios_17": 0.76},
    "harmony": {"harmony_3": 0.35, "harmony_4": 0.65},
}
# Releases of the app: version, months before the end of the history, day of that month.
APP_RELEASES: Final = (("7.2.0", 12, 1), ("7.3.0", 6, 6), ("7.4.0", 5, 6), ("7.5.0", 2, 13))
UPDATE_LAG: Final = 6.0  # mean days from a release until a customer has it
# One version breaks one kind of phone at the identity check, until its successor is forced on everybody.
BROKEN_VERSION: Final = "7.4.0"
BROKEN_DEVICE: Final = "harmony"
FIX_VERSION: Final = "7.4.1"
FIX_AFTER: Final = 20  # days from the release of the broken version
BROKEN_ATTEMPTS: Final = 1.5  # crashes per visit that would be expected
MOST_ATTEMPTS: Final = 10  # of them, in a month
# Visits that are preceded by a failed attempt, for everybody and always: by what made it fail.
FAILED_BEFORE: Final = {"crash": 0.006, "server_busy": 0.005, "network": 0.009}
RETRY_SECONDS: Final = (20, 160)  # from a failed attempt to the visit: least, and how many more by luck
IDENTITY_SECONDS: Final = (3, 18)  # from the identity check to the first page
CARRIERS: Final = ("mobile", "telecom", "unicom")
CARRIER_SHARES: Final = (0.52, 0.26, 0.22)
# Addresses that are set aside for documentation (RFC 5737), one network a carrier: nobody in the world has them.
CARRIER_NETWORKS: Final = ("192.0.2", "198.51.100", "203.0.113")
HOSTS: Final = 254  # of each network
APP_SOURCES: Final = {"icon": 0.56, "push": 0.15, "sms_link": 0.09, "wecom_link": 0.08, "mini_program": 0.12}
VISITING: Final = 0.06  # share of visits from another city than one's own
# Milliseconds until a page is there: median, spread of the log, and factors by device and page.
LOAD_MS: Final = 620
LOAD_SIGMA: Final = 0.5
LOAD_BY_DEVICE: Final = {"android": 1.12, "iphone": 0.86, "harmony": 0.98}
LOAD_BY_CARRIER: Final = (0.98, 1.0, 1.05)
HEAVY_PAGES: Final = {"points_mall": 1.45, "offers": 1.30, "home": 1.10, "identity": 0.80}
LONGEST_LOAD_MS: Final = 20_000
# The slow-down by lot: for some months each customer's pages are held back by what they drew, equally likely.
SLOW_MONTHS: Final = (3, 2)  # months before the end of the history, first and last
SLOW_MS: Final = (0, 500, 1_000, 2_000)
# A visit that did not end by logging out asked for one page more, this often; and with every second that a page loads,
# this share of those who still wait gives up.
ASKS_FOR_MORE: Final = 0.6
GIVES_UP: Final = 0.10
MORE_AFTER: Final = (4, 50)  # seconds from the last page to the one that never came
