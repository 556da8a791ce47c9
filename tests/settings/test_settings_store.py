"""Settings survive bad files, bad disks and bad callers."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from massage_desktop.settings.glance import settings_path
from massage_desktop.settings.model import ALLOWED, Settings
from massage_desktop.settings.repair import settings_from
from massage_desktop.settings.store import SettingsFile, load, save

resource = pytest.importorskip("resource", reason="the disk faults are made with POSIX limits")
DEFAULT = Settings()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_no_file_gives_defaults_without_a_word(path: Path) -> None:
    assert load(path) == (DEFAULT, ())
    assert (DEFAULT.get_ready_s, DEFAULT.rest_s, DEFAULT.ceiling_db) == (20, 180, 40.0)
    assert DEFAULT.ambience == "warm_chords"
    assert not DEFAULT.receiver_likes_nature


def test_everything_that_is_saved_comes_back(path: Path) -> None:
    settings = Settings(
        text_size=1.4,
        theme="contrast",
        reduced_motion=True,
        ceiling_db=36.5,
        offset_db={"Kopfhörer \N{HEADPHONE}": 92.25, "AirPods\u00a0Pro": 80.0},
        last_routine="back_six_step",
        last_minutes=15,
        ambience="rain",
        receiver_likes_nature=True,
        oil="apricot",
        get_ready_s=0,
        rest_s=0,
        keys={"PgDown": "softer"},
    )
    assert save(settings, path) is None
    assert load(path) == (settings, ())
    assert load(path)[0].offset_for("AirPods\u00a0Pro") == 80.0
    assert load(path)[0].offset_for("unknown") is None


def test_every_setting_has_words_for_what_it_may_be() -> None:
    assert set(ALLOWED) == set(Settings.__struct_fields__)


@pytest.mark.skipif(os.name != "posix", reason="POSIX modes")
def test_file_and_new_folder_are_private(tmp_path: Path) -> None:
    path = tmp_path / "new" / "massage-desktop" / "settings.json"
    assert save(DEFAULT, path) is None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [p.name for p in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text_size", 9),
        ("text_size", "large"),
        ("theme", "pink"),
        ("reduced_motion", 1),
        ("ceiling_db", 90),
        ("ceiling_db", float("inf")),
        ("ceiling_db", float("nan")),
        ("ceiling_db", 10**400),
        ("offset_db", [90]),
        ("last_minutes", True),
        ("last_minutes", 25),
        ("ambience", ""),
        ("ambience", None),
        ("get_ready_s", 3.5),
        ("rest_s", -1),
        ("keys", "Space"),
    ],
)
def test_one_bad_value_costs_only_itself(path: Path, name: str, value: object) -> None:
    other = "oil" if name != "oil" else "theme"
    path.write_text(json.dumps({name: value, other: "olive"}))
    settings, notices = load(path)
    assert settings == Settings(oil="olive")
    assert len(notices) == 2
    assert notices[0].startswith(f'{path}: "{name}" is ')
    assert ALLOWED[name] in notices[0]
    assert notices[1] == f"The file as it was is kept as {path.with_name('settings.bad-1.json')}."


def test_one_bad_calibration_does_not_cost_the_others(path: Path) -> None:
    path.write_text('{"offset_db": {"good": 90.0, "bad": 1e999, "loud": 5}}')
    settings, notices = load(path)
    assert settings.offset_db == {"good": 90.0}
    assert sum("offset_db" in n for n in notices) == 2


def test_unknown_setting_is_named_with_the_likely_one(path: Path) -> None:
    path.write_text('{"thme": "light", "theme": "light"}')
    settings, notices = load(path)
    assert settings.theme == "light"
    assert "thme" in notices[0]
    assert 'Did you mean "theme"?' in notices[0]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "line 1"),
        (b'{"text_size": 1.2,', "line 1"),
        (b"[]", "no table"),
        (b'{"oil": "\xff"}', "not UTF-8"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"rest_s": ' + b"9" * 10_000 + b"}", "too many digits"),
        (b"x" * 300_000, "larger than 256 kB"),
    ],
)
def test_damaged_file_gives_defaults_and_is_named(path: Path, raw: bytes, says: str) -> None:
    path.write_bytes(raw)
    settings, notices = load(path)
    assert settings == DEFAULT
    assert says in notices[0]
    assert all("\n" not in n for n in notices)


def test_byte_order_mark_is_no_damage(path: Path) -> None:
    path.write_bytes(b'\xef\xbb\xbf{"oil": "olive"}\r\n')
    assert load(path) == (Settings(oil="olive"), ())


def test_bad_copy_is_kept_once_per_content_and_only_nine_times(path: Path) -> None:
    for n in range(12):
        path.write_text(f'{{"rest_s": "{n}"}}')
        load(path)
        load(path)
    kept = sorted(path.parent.glob("settings.bad-*.json"))
    assert [p.name for p in kept] == [f"settings.bad-{n}.json" for n in range(1, 10)]
    assert '{"rest_s": "11"}' in [p.read_text() for p in kept]


def test_saving_over_a_damaged_file_keeps_it(path: Path) -> None:
    path.write_text("my precious")
    assert save(DEFAULT, path) is None
    assert path.with_name("settings.bad-1.json").read_text() == "my precious"
    assert load(path) == (DEFAULT, ())


def test_folder_in_the_place_of_the_file(path: Path) -> None:
    path.mkdir()
    settings, notices = load(path)
    assert settings == DEFAULT
    assert "is a folder" in notices[0]
    notice = save(DEFAULT, path)
    assert notice is not None
    assert "it is a folder" in notice
    assert path.is_dir()


def test_pipe_in_the_place_of_the_file_does_not_hang(path: Path) -> None:
    os.mkfifo(path)
    _, notices = load(path)
    assert "not a regular file" in notices[0]
    assert save(Settings(rest_s=60), path) is None
    assert load(path) == (Settings(rest_s=60), ())


def test_link_in_dotfiles_stays_a_link(path: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.json"
    path.symlink_to(real)
    assert save(Settings(oil="jojoba"), path) is None
    assert path.is_symlink()
    assert load(real)[0].oil == "jojoba"


def test_link_to_itself_is_one_line(path: Path) -> None:
    path.symlink_to(path)
    settings, notices = load(path)
    assert settings == DEFAULT
    assert "cannot be read" in notices[0]


def test_full_disk_keeps_the_old_file(path: Path) -> None:
    save(Settings(oil="olive"), path)
    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        notice = save(Settings(oil="peach"), path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert notice is not None
    assert "cannot be saved" in notice
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["settings.json"]


def test_no_space_for_the_bad_copy_is_told(path: Path) -> None:
    path.write_text("x" * 100)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        _, notices = load(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "no copy" in notices[-1]
    assert path.read_text() == "x" * 100


READ_ONLY_HOME = """
import os, sys
from pathlib import Path
from massage_desktop.settings.store import SettingsFile
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
file = SettingsFile(Path(sys.argv[1]))
print(len(file.notices), file.change(oil="olive"), sep="|")
print(file.change(rest_s=60), file.current.oil, file.current.rest_s, sep="|")
"""


def test_read_only_home_goes_on_in_memory_with_one_notice(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o555)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid():
            folder.chmod(folder.stat().st_mode | 0o005)
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    run = subprocess.run(
        [sys.executable, "-c", READ_ONLY_HOME, str(home / "conf" / "settings.json")],
        capture_output=True,
        text=True,
        env=env,
        check=False,
    )
    first, second = run.stdout.splitlines()
    assert first.startswith("0|")
    assert "cannot be saved (permission denied)" in first
    assert second == "None|olive|60"


def test_settings_file_tells_again_after_saving_worked(tmp_path: Path) -> None:
    folder = tmp_path / "conf"
    folder.write_text("in the way")
    file = SettingsFile(folder / "settings.json")
    assert file.change(rest_s=61) is not None
    assert file.change(rest_s=62) is None
    folder.unlink()
    assert file.change(rest_s=63) is None
    assert load(folder / "settings.json")[0].rest_s == 63
    (folder / "settings.json").unlink()
    folder.rmdir()
    folder.write_text("in the way again")
    assert file.change(rest_s=64) is not None


def test_values_out_of_range_cannot_be_made_or_saved(path: Path) -> None:
    file = SettingsFile(path)
    for bad in (
        {"ceiling_db": float("nan")},
        {"offset_db": {"x": float("inf")}},
        {"keys": {"\ud800": "next"}},
    ):
        with pytest.raises(msgspec.ValidationError):
            file.change(**bad)
    with pytest.raises(TypeError):
        file.change(volume=11)
    assert file.current == DEFAULT
    assert not path.exists()


def test_default_path_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path))
    assert settings_path().name == "settings.json"
    assert "massage-desktop" in settings_path().parts


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(ALLOWED)) | st.text(max_size=8), JSON, max_size=6))
def test_any_json_gives_settings_in_range_that_can_be_written(values: dict[str, object]) -> None:
    settings, notices = settings_from(json.dumps(values).encode(), "f")
    again, more = settings_from(msgspec.json.encode(settings), "f")
    assert again == settings
    assert more == ()
    assert all(n.startswith("f: ") and n.isprintable() for n in notices)


@given(st.binary(max_size=60))
def test_any_bytes_give_settings(raw: bytes) -> None:
    settings, _ = settings_from(raw, "f")
    assert 25 <= settings.ceiling_db <= 45
