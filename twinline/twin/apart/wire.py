"""How a policy's process is spoken to: messages of JSON and bytes; tables go as Arrow streams."""

import io
import json
import struct
from typing import Any, BinaryIO

HEADER = struct.Struct(">IQ")  # length of the JSON, length of the bytes
MOST_BYTES = 256 << 20  # of a message: a table of all customers of the biggest bank that is played has a tenth of it
_PART = 1 << 20


def send(out: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    """Write one message. Raises `OSError` where the other side has gone."""
    text = json.dumps(head, ensure_ascii=False).encode()
    out.write(HEADER.pack(len(text), len(body)) + text)
    out.write(body)
    out.flush()


def receive(source: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """Read one message; None where the other side has gone, or says what is no message."""
    lengths = _exactly(source, HEADER.size)
    if lengths is None:
        return None
    text_length, body_length = HEADER.unpack(lengths)
    if text_length > MOST_BYTES or body_length > MOST_BYTES:
        return None
    text, body = _exactly(source, text_length), _exactly(source, body_length)
    if text is None or body is None:
        return None
    try:
        head = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return (head, body) if isinstance(head, dict) else None


def _exactly(source: BinaryIO, length: int) -> bytes | None:
    parts = []
    while length:
        part = source.read(min(length, _PART))
        if not part:
            return None
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def to_bytes(frame: Any) -> bytes:
    """A frame as an Arrow stream."""
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False)
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def to_frame(body: bytes, *, threads: bool = True) -> Any:
    """The frame of an Arrow stream. Raises `ValueError` where it is none: what comes from a policy may be anything."""
    import pyarrow as pa

    with pa.ipc.open_stream(body) as reader:
        table = reader.read_all()
    table.validate(full=True)
    return table.to_pandas(use_threads=threads)
