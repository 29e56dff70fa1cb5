"""What holds between the rows of several tables, as conditions that `twinline data check` counts the breaches of.

The tables of an identity are made block by block, and so asked block by block: its rows may look at those of the same
customers, or of applications beside them, and at nobody else's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from generators import parameters as p


@dataclass(frozen=True)
class Identity:
    """A statement about some tables, and the SQL that counts where it does not hold.

    `broken(months, start)` makes the SQL for a history of so many months from that first day.
    """

    tables: tuple[str, ...]
    en: str
    zh: str
    broken: Callable[[int, str], str]


def _log_since(months: int, start: str) -> str:
    return f"DATE '{start}' + INTERVAL {max(months - p.LOG_MONTHS, 0)} MONTH"


IDENTITIES: Final = (
    Identity(
        ("app_log", "app_events"),
        "Each page of app_events is logged once, at its moment",
        "app_events 的每个页面在日志中恰有一条、时间一致",
        # Hashed, so that the join needs little memory.
        lambda months, start: (
            f"""
        SELECT count(*) FROM (
            SELECT event_id, hash(customer_id, session_id, timestamp, page::VARCHAR, device::VARCHAR) AS seen
            FROM app_events WHERE timestamp >= {_log_since(months, start)}
        ) FULL JOIN (
            SELECT event_id, hash(customer_id, session_id, timestamp, step::VARCHAR, device::VARCHAR) AS logged
            FROM app_log WHERE event_id IS NOT NULL
        ) USING (event_id) WHERE seen IS DISTINCT FROM logged
        """
        ),
    ),
    Identity(
        ("app_log",),
        "A visit has one entry, which is its identity check, and one exit",
        "一次访问只有一个入口（身份核验）和一个出口",
        lambda months, start: (
            """
        SELECT count(*) FROM (
            SELECT session_id FROM app_log GROUP BY session_id
            HAVING count(*) FILTER (entry) <> 1 OR count(*) FILTER (exit) <> 1
                OR count(*) FILTER (step = 'identity') <> 1 OR count(*) FILTER (entry AND step = 'identity') <> 1
                OR min(timestamp) FILTER (entry) > min(timestamp) OR max(timestamp) FILTER (exit) < max(timestamp)
        )
        """
        ),
    ),
    Identity(
        ("app_log",),
        "Whatever failed says why, and nothing follows it in its visit",
        "失败的步骤都注明原因，且之后不再有步骤",
        lambda months, start: (
            """
        SELECT count(*) FROM app_log
        WHERE (error_code IS NULL) <> (error_text IS NULL) OR (error_code IS NOT NULL AND NOT exit)
            OR (event_id IS NULL AND step <> 'identity' AND error_code IS DISTINCT FROM 'given_up')
        """
        ),
    ),
)
