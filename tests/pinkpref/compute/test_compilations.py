"""Compiled programs on disk: for whom they are, and how many there may be."""

import os
import stat

import pytest

from pinkpref.compute import compilations


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(compilations, "user_cache_path", lambda _: tmp_path / "cache")


def test_the_folder_is_the_user_s_alone():
    assert stat.S_IMODE(compilations.folder().stat().st_mode) == 0o700


@pytest.mark.parametrize("line", ["flags\t\t: fpu avx2\n", "model name\t: another\n"])
def test_another_processor_has_another_folder(tmp_path, monkeypatch, line):
    cpu = tmp_path / "cpuinfo"
    monkeypatch.setattr(compilations, "CPU", cpu)
    cpu.write_text("flags\t\t: fpu avx2 avx512f\nmodel name\t: one\ncpu MHz\t\t: 2100.1\n")
    first = compilations.folder()
    cpu.write_text("flags\t\t: fpu avx2 avx512f\nmodel name\t: one\ncpu MHz\t\t: 3500.7\n")
    assert compilations.folder() == first
    cpu.write_text(f"flags\t\t: fpu avx2 avx512f\nmodel name\t: one\n{line}")
    assert compilations.folder() != first


def test_a_flag_that_is_set_already_stays():
    assert compilations.flags("--tf_xla_auto_jit=1").split() == [
        "--tf_xla_auto_jit=1",
        f"--tf_xla_persistent_cache_directory={compilations.folder()}",
    ]
    assert compilations.flags("") == f"--tf_xla_persistent_cache_directory={compilations.folder()}"


def written(folder, sizes):
    for at, size in enumerate(sizes):
        file = folder / str(at)
        file.write_bytes(b"x" * size)
        os.utime(file, (at, at))


@pytest.mark.parametrize(("most", "left"), [(10, ["0", "1", "2", "3"]), (9, ["2", "3"]), (7, ["3"]), (1, []), (0, [])])
def test_what_was_made_longest_ago_goes_first_and_only_if_there_is_too_much(tmp_path, most, left):
    """Four files of 4, 2, 3 and 1 bytes; down to half of what may be there."""
    written(tmp_path, (4, 2, 3, 1))
    compilations.prune(tmp_path, most)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == left
