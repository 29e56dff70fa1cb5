"""What must hold between the tables about people: nobody contacted against their will, one address a household.

Each identity is asked of a block's files alone, which hold the same customers: memory is that of a block.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from generators import manifest
from generators.schema import TABLES
from generators.sql import literally


@dataclass(frozen=True)
class Identity:
    """Rows that must not be: a query that counts them, with $name for each table, and what they break."""

    where: str
    tables: tuple[str, ...]
    query: str
    en: str
    zh: str


_CONTACTS: Final = "FROM read_parquet($touches) AS made LEFT JOIN read_parquet($contacts) AS said USING (customer_id)"
IDENTITIES: Final = (
    Identity(
        "touches.date",
        ("touches", "contacts"),
        f"SELECT count(*) {_CONTACTS} WHERE said.consent_date IS NULL OR said.consent_date > made.date",
        "are of customers who had not allowed marketing",
        "触达了尚未授权营销的客户",
    ),
    Identity(
        "touches.channel",
        ("touches", "contacts"),
        f"SELECT count(*) {_CONTACTS} WHERE CASE made.channel WHEN 'sms' THEN said.sms_opt_out "
        "WHEN 'call' THEN said.call_opt_out WHEN 'wecom' THEN said.wecom_opt_out ELSE false END",
        "use a channel that the customer has refused",
        "使用了客户已拒绝的渠道",
    ),
    Identity(
        "limit_offers.date",
        ("limit_offers", "contacts"),
        "SELECT count(*) FROM read_parquet($limit_offers) AS made LEFT JOIN read_parquet($contacts) AS said "
        "USING (customer_id) WHERE said.consent_date IS NULL OR said.consent_date > made.date OR said.sms_opt_out",
        "are of customers who had not allowed marketing, or had refused SMS",
        "涉及尚未授权营销或已拒收短信的客户",
    ),
    Identity(
        "referral_asks.date",
        ("referral_asks", "contacts"),
        "SELECT count(*) FROM read_parquet($referral_asks) AS made LEFT JOIN read_parquet($contacts) AS said "
        "USING (customer_id) WHERE said.consent_date IS NULL OR said.consent_date > made.date",
        "are of customers who had not allowed marketing",
        "涉及尚未授权营销的客户",
    ),
    Identity(
        "contacts.household_id",
        ("contacts",),
        "SELECT count(*) FROM (SELECT household_id FROM read_parquet($contacts) GROUP BY household_id "
        "HAVING count(DISTINCT address) > 1)",
        "are of households with more than one address",
        "同一家庭有多个地址",
    ),
)


def broken(database: duckdb.DuckDBPyConnection, out: Path) -> Iterator[tuple[Identity, int]]:
    """Each identity that a dataset breaks, with how many rows do."""
    for identity in IDENTITIES:
        count = 0
        for path in manifest.files(out, identity.tables[0]):
            files = {name: literally([out / TABLES[name].folder / path.name]) for name in identity.tables}
            found = database.execute(identity.query, files).fetchone()
            count += found[0] if found else 0
        if count:
            yield identity, count
