"""Which other forms there are: known before anything that makes them is imported."""

from generators.errors import BilingualError, UnknownChoice

FORMATS = ("parquet", "csv", "duckdb")
CODE = "code"
HEADERS = (CODE, "en", "zh")


def known_format(name: str) -> str:
    """`name`, if it is a format that can be made; raises `UnknownChoice` otherwise."""
    if name not in FORMATS:
        raise UnknownChoice("format", "数据格式", name, list(FORMATS))
    return name


def known_headers(name: str, form: str = "csv") -> str:
    """`name`, if CSV files can have such headers; raises `UnknownChoice` or, where nothing has headers, `BilingualError`."""
    if name not in HEADERS:
        raise UnknownChoice("kind of headers", "表头", name, list(HEADERS))
    if form != "csv" and name != CODE:
        raise BilingualError(
            f"--headers {name} is for spreadsheets: use it with --format csv.",
            f"--headers {name} 只用于表格文件：请与 --format csv 一起使用。",
        )
    return name
