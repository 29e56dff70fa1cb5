"""Files are written whole or not at all, whoever else writes or reads them meanwhile."""

import errno
import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from generators.files import PARTS, part_of, whole_file, write_whole
from twinline.base.files import write


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "课程" / "lesson.ipynb"
    write_whole(path, b"old")
    return path


def left(path):
    return [each.name for each in path.parent.iterdir() if each != path]


def test_a_block_that_fails_leaves_the_old_file_and_nothing_else(file):
    def stopped():
        with whole_file(file) as part:
            part.write_bytes(b"ha")
            assert file.read_bytes() == b"old"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert file.read_bytes() == b"old"
    assert left(file) == []


def test_a_file_that_cannot_be_replaced_is_kept_and_said(file, monkeypatch):
    """Windows does so while another program has it open."""

    def taken(source, target):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))

    monkeypatch.setattr("os.replace", taken)
    with pytest.raises(PermissionError, match="lesson"):
        write_whole(file, b"new")
    assert file.read_bytes() == b"old"
    assert left(file) == []


def test_a_block_that_wrote_nothing_is_an_error_and_no_loss(file):
    with pytest.raises(FileNotFoundError), whole_file(file):
        pass
    assert file.read_bytes() == b"old"


def test_threads_that_write_one_file_do_not_meet(file):
    contents = [bytes([65 + number]) * 50_000 for number in range(16)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda content: write_whole(file, content), contents))
    assert file.read_bytes() in contents
    assert left(file) == []


def test_a_part_is_hidden_found_by_its_pattern_and_fits_any_name(tmp_path):
    longest = tmp_path / ("银" * 83 + ".csv")  # 253 bytes; systems take 255
    write_whole(longest, b"whole")
    assert longest.read_bytes() == b"whole"
    part = part_of(longest)
    assert part.name.startswith(".")
    part.write_bytes(b"half")
    assert list(tmp_path.rglob(PARTS)) == [part]


def test_a_dataset_follows_the_umask_and_what_the_kit_shares_does_not(tmp_path):
    before = os.umask(0o077)
    try:
        write_whole(tmp_path / "mine", b"")
        write(tmp_path / "ours", b"")
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("mine", "ours")]
    assert modes == [0o600, 0o644]
