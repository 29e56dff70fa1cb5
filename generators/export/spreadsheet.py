"""CSV files for people with a spreadsheet: a byte-order mark for Excel, and on request titles instead of codes."""

from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from generators.export.forms import CODE, HEADERS
from generators.files import whole_file
from generators.manifest import CSV_FOLDER, files
from generators.schema import TABLES, Column, Table

_BOM = b"\xef\xbb\xbf"  # without it, Excel reads Chinese text as another encoding
_ROWS_AT_A_TIME = 1 << 16  # memory stays bounded whatever the scale
_A_FEN = pa.scalar(Decimal("0.01"), pa.decimal128(3, 2))
_FEN_DIGITS = 19  # of the largest 64-bit integer
_YES_NO = {"en": ("yes", "no"), "zh": ("是", "否")}


def write_csv(out: Path, headers: str = CODE) -> Path:
    """Write every table of a finished dataset as one CSV file below `out`; returns their folder.

    With "code" headers, columns and values are as stored, money in fen. With "en" or "zh", columns have their titles,
    categories the titles of their codes, and money is in yuan with two decimals, exact to the fen.
    """
    folder = out / CSV_FOLDER
    for name, table in TABLES.items():
        with whole_file(folder / f"{name}.csv") as part, part.open("wb") as file:
            file.write(_BOM)
            with pyarrow.csv.CSVWriter(file, _nothing(table, headers).schema) as writer:
                for path in files(out, name):
                    for batch in pq.ParquetFile(path).iter_batches(_ROWS_AT_A_TIME):
                        writer.write_batch(_spoken(table, batch, headers))
    return folder


def as_csv(table: Table, rows: pa.Table) -> bytes:
    """Rows of a table as the bytes of a CSV file with "code" headers."""
    text = pa.BufferOutputStream()
    text.write(_BOM)
    with pyarrow.csv.CSVWriter(text, _nothing(table, CODE).schema) as writer:
        for batch in rows.to_batches():
            writer.write_batch(_spoken(table, batch, CODE))
    return bytes(text.getvalue())


def _nothing(table: Table, headers: str) -> pa.RecordBatch:
    """No rows, as the file would show them."""
    return _spoken(table, pa.RecordBatch.from_pylist([], table.arrow()), headers)


def header(column: Column, headers: str) -> str:
    """A column's name in the first line of a CSV file: "amount_fen", "Amount (yuan)" or "金额（元）"."""
    if headers == CODE:
        return column.name
    title, unit = (column.zh, "元") if headers == "zh" else (column.en, "yuan")
    if column.kind != "money":
        unit = column.units[HEADERS.index(headers) - 1] if column.unit else ""
    if not unit:
        return title
    return f"{title}（{unit}）" if headers == "zh" else f"{title} ({unit})"


def _spoken(table: Table, batch: pa.RecordBatch, headers: str) -> pa.RecordBatch:
    """A batch of rows as the file shows them."""
    values = [_values(column, batch.column(place), headers) for place, column in enumerate(table.columns)]
    return pa.RecordBatch.from_arrays(values, names=[header(column, headers) for column in table.columns])


def _values(column: Column, values: pa.Array, headers: str) -> pa.Array:
    if column.kind == "category":
        return _words(column, values, headers)
    if headers == CODE:
        return values
    if column.kind == "money":
        return pc.multiply(values.cast(pa.decimal128(_FEN_DIGITS, 0)), _A_FEN)
    if column.kind == "flag":
        return pc.if_else(values, *_YES_NO[headers])
    if column.kind == "datetime":
        return values.cast(pa.timestamp("s"), safe=False)
    return values


def _words(column: Column, values: pa.Array, headers: str) -> pa.Array:
    """A category's codes or their titles, as text: the files of a table may number their categories differently."""
    codes = values if pa.types.is_string(values.type) else values.cast(pa.string())
    if headers == CODE:
        return codes
    titles = {code: pair[HEADERS.index(headers) - 1] for code, pair in column.levels.items()}
    places = pc.index_in(codes, pa.array(list(titles), pa.string()))
    return pa.array(list(titles.values()), pa.string()).take(places)
