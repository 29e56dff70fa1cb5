"""The data dictionary: complete in both languages, true to the code and to the files."""

import json
import re

import pyarrow.parquet as pq
import pytest

from generators import parameters as p
from generators.month.state import LEAVE_REASONS
from generators.policy import CAMPAIGNS
from generators.schema import REFERENCE_TABLES, TABLES, datapackage, levels
from generators.schema.model import Column
from twinline.base.paths import DICTIONARY

COLUMNS = [(name, column) for name, table in TABLES.items() for column in table.columns]
IDS = [f"{name}.{column.name}" for name, column in COLUMNS]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
VERSION = re.compile(r"(\w+ )?\d+(\.\d+)*")  # of an app or a system: the same in every language


def speaks(en: str, zh: str, *, short: bool = False) -> None:
    """English without Chinese, Chinese with it (or a term or version that both share), and neither left empty."""
    assert en.strip() == en
    assert zh.strip() == zh
    assert en
    assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", en)
    assert CHINESE.search(zh) or (short and zh in {"MCC"}) or (VERSION.fullmatch(zh) and zh == en)
    assert not re.search(r"[\u4e00-\u9fff] ?[,.:;?!] ?", zh), "half-width punctuation after Chinese"


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_says_what_it_is_in_both_languages(table):
    speaks(table.en, table.zh)
    speaks(table.row_en, table.row_zh)
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)
    assert set(table.key) <= set(names)
    assert table.truth == table.name.startswith("truth_")


@pytest.mark.parametrize(("name", "column"), COLUMNS, ids=IDS)
def test_a_column_says_what_it_is_in_both_languages(name: str, column: Column):
    speaks(column.en, column.zh, short=True)
    speaks(column.meaning_en, column.meaning_zh)
    assert column.privacy in ("none", "personal", "sensitive", "identifier")
    if column.kind in ("money", "rate", "date", "datetime", "month"):
        speaks(*column.units)
    assert (column.kind == "money") == column.name.endswith("_fen")
    assert (column.kind == "category") == bool(column.levels)
    for en, zh in column.levels.values():
        speaks(en, zh)
    assert len({zh for _, zh in column.levels.values()}) == len({en for en, _ in column.levels.values()})
    assert len({en for en, _ in column.levels.values()}) == len(column.levels)
    if column.key:
        other, key = column.key
        assert TABLES[other].key == (key,)


def test_personal_data_is_marked():
    for name, column in COLUMNS:
        if column.name in ("name",):
            assert column.privacy == "identifier"
        if column.name in ("customer_id", "birth_year", "gender", "timestamp"):
            assert column.privacy in ("personal", "sensitive"), name
        if column.name in ("income_fen", "limit_fen", "closing_fen", "bucket", "amount_fen", "account_id"):
            assert column.privacy == "sensitive", name


def test_titles_do_not_repeat_within_a_table():
    for table in TABLES.values():
        for titles in ([column.en for column in table.columns], [column.zh for column in table.columns]):
            assert len(set(titles)) == len(titles), table.name


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (levels.PRODUCT, p.PRODUCTS),
        (levels.ACQUISITION, p.ACQUISITION),
        (levels.CATEGORY, p.CATEGORY_NAMES),
        (levels.PURCHASE_CHANNEL, p.PURCHASE_CHANNELS),
        (levels.CONTACT_CHANNEL, p.CHANNEL_NAMES),
        (levels.OFFER, p.OFFER_NAMES),
        (levels.ACTION, p.ACTION_NAMES),
        (levels.CAMPAIGN, CAMPAIGNS),
        (levels.SEGMENT, p.SEGMENTS),
        (levels.LATENT_TYPE, p.TYPE_NAMES),
        (levels.LEAVE_REASON, LEAVE_REASONS),
    ],
)
def test_levels_are_the_engines_names(titles, names):
    assert set(titles) == set(names)


def test_codes_that_are_written_as_they_are_have_the_dictionarys_order():
    # The journal writes categories and channels by the engine's own codes.
    assert tuple(levels.CATEGORY) == p.CATEGORY_NAMES
    assert tuple(levels.PURCHASE_CHANNEL) == p.PURCHASE_CHANNELS
    assert tuple(levels.SIDE) == ("online", "offline")
    assert tuple(levels.GENDER) == ("f", "m")
    assert set(levels.ARM) == set(p.ARM_NAMES)
    assert tuple(levels.ASSIGNMENT) == ("targeted", "randomised")


def test_stored_files_have_the_dictionarys_columns(tiny_folder):
    for name, table in TABLES.items():
        for path in sorted((tiny_folder / table.folder).glob("*.parquet")):
            assert pq.read_schema(path).equals(table.arrow()), name


def test_stored_files_are_packed_as_designed(tiny_folder):
    columns = pq.read_metadata(tiny_folder / "transactions" / "part-00000.parquet").row_group(0)
    packed = {columns.column(i).path_in_schema: columns.column(i) for i in range(columns.num_columns)}
    # Codes, moments and amounts are as small as they get: packing them again only costs time.
    as_small = {"timestamp", "amount_fen", *(column.name for column in TABLES["transactions"].columns if column.levels)}
    assert {name for name, column in packed.items() if column.compression == "UNCOMPRESSED"} == as_small
    assert {column.compression for name, column in packed.items() if name not in as_small} == {"ZSTD"}
    for name in ("transaction_id", "merchant_id", "timestamp", "amount_fen"):
        assert "DELTA_BINARY_PACKED" in packed[name].encodings
    assert "RLE_DICTIONARY" in packed["category"].encodings


def test_every_level_occurs_in_the_tiny_bank(tiny):
    """A level that never occurs is a promise that the data does not keep."""
    never = {
        f"{name}.{column.name}": missing
        for name, column in COLUMNS
        if (missing := set(column.levels) - set(tiny[name][column.name].dropna().astype(str).unique()))
    }
    # Business as usual has no use yet for these: they are the learner's to try on the twin.
    assert never == {"touches.channel": {"app_push", "wecom", "branch"}}


def test_the_descriptor_on_disk_is_the_codes():
    assert json.loads(DICTIONARY.read_text(encoding="utf-8")) == datapackage()


def test_the_descriptor_is_a_frictionless_package(tiny_folder):
    package = datapackage()
    names = [resource["name"] for resource in package["resources"]]
    assert len(set(names)) == len(TABLES)
    for resource, (name, table) in zip(package["resources"], TABLES.items(), strict=True):
        assert re.fullmatch(r"[a-z0-9._-]+", resource["name"])
        paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
        assert paths[0] == f"course/{table.folder}/part-00000.parquet"
        blocks = p.world("course").blocks()
        assert len(paths) == (1 if name in REFERENCE_TABLES else len(blocks))
        assert [field["name"] for field in resource["schema"]["fields"]] == [column.name for column in table.columns]
        for key in resource["schema"].get("foreignKeys", []):
            assert key["reference"]["resource"] in names
