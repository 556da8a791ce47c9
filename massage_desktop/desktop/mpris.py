"""The session as a media player on the session bus (MPRIS 2.2), for media keys, remotes and lock screens.

Most desktops keep media keys to themselves and hand them on by MPRIS. The program is a player only while a
session is shown, so that at other times the keys go to whatever plays music.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any, Final, cast, get_args

from massage_desktop.controls.media import MediaRequest

from .bus import Bus, Incoming, Line
from .playing import Playing

NAME: Final = "org.mpris.MediaPlayer2.massage_desktop"
PATH: Final = "/org/mpris/MediaPlayer2"
ROOT: Final = "org.mpris.MediaPlayer2"
PLAYER: Final = "org.mpris.MediaPlayer2.Player"
PROPERTIES: Final = "org.freedesktop.DBus.Properties"

JUMP_US: Final = 1_000_000
"""A place that is off by more than this has jumped, and listeners are told (Seeked)."""

_REQUESTS: tuple[str, ...] = get_args(MediaRequest)
_BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
_NAME_TAKEN, _NAME_OWNED = 3, (1, 4)
_DO_NOT_QUEUE = 4

Variant = tuple[str, Any]

_ROOT_PROPERTIES: dict[str, Variant] = {
    "CanQuit": ("b", False),
    "CanRaise": ("b", False),
    "HasTrackList": ("b", False),
    "Identity": ("s", "Massage Desktop"),
    "DesktopEntry": ("s", "massage-desktop"),
    "SupportedUriSchemes": ("as", []),
    "SupportedMimeTypes": ("as", []),
}
_STEADY: dict[str, Variant] = {
    "Rate": ("d", 1.0),
    "MinimumRate": ("d", 1.0),
    "MaximumRate": ("d", 1.0),
    "Volume": ("d", 1.0),
    "CanGoNext": ("b", True),
    "CanGoPrevious": ("b", True),
    "CanPlay": ("b", True),
    "CanPause": ("b", True),
    "CanSeek": ("b", False),
    "CanControl": ("b", True),
}


class MediaControls:
    """Shows a session to the desktop and hears what its media controls ask. All methods return at once.

    Args:
        asked: told ``PlayPause``, ``Play``, ``Pause``, ``Stop``, ``Next`` or ``Previous``, in a thread of its
            own: the ``emit`` of a Qt signal is meant to be given here.
        clock_s: any steady clock, in seconds.
    """

    def __init__(
        self, asked: Callable[[MediaRequest], object], clock_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._asked = asked
        self._clock_s = clock_s
        self._bus = Bus("media-controls", self._heard)
        self._line: Line | None = None
        self._shown: tuple[Playing | None, float] = None, 0.0
        self._name = NAME
        self._told: Playing | None = None

    def show(self, now: Playing | None) -> None:
        """Show this moment; None: nothing is played any more. Cheap enough for every picture."""
        before, expected_us = self._shown[0], self._place_us()
        self._shown = now, self._clock_s()
        jumped = now is not None and abs(now.position_us - expected_us) > JUMP_US
        if jumped or _steady_part(now) != _steady_part(before):
            self._bus.do(lambda line: self._tell(line, now, jumped=jumped))

    def close(self, wait_s: float = 0.3) -> None:
        """Leave the bus for good, waiting at most ``wait_s`` seconds."""
        self._bus.close(wait_s)

    def _place_us(self) -> int:
        """Where the moment that was shown last has got to by now."""
        now, at_s = self._shown
        if now is None:
            return 0
        gone_us = round((self._clock_s() - at_s) * 1e6) if now.status == "Playing" else 0
        return min(now.position_us + max(0, gone_us), now.length_us)

    # -- in the thread of the bus ----------------------------------------------------------------------------

    def _tell(self, line: Line | None, now: Playing | None, *, jumped: bool) -> None:
        if line is None:
            return
        if now is None:
            if self._line is line:
                self._leave(line)
            return
        before = self._told
        self._told = now
        if self._line is not line:
            self._line = line
            self._enter(line)
            return
        changed = {
            name: value
            for name, value in _moving(now).items()
            if before is None or value != _moving(before)[name]
        }
        if changed:
            line.signal(PATH, PROPERTIES, "PropertiesChanged", "sa{sv}as", (PLAYER, changed, []))
        if jumped and before is not None and before.track == now.track:
            line.signal(PATH, PLAYER, "Seeked", "x", (now.position_us,))

    def _enter(self, line: Line) -> None:
        for name in (NAME, f"{NAME}.instance{os.getpid()}"):  # a second program has a name of its own
            answer = line.ask(_BUS, "RequestName", "su", (name, _DO_NOT_QUEUE))
            if answer[0] in _NAME_OWNED:
                self._name = name
                return

    def _leave(self, line: Line) -> None:
        self._line = self._told = None
        stopped = {"PlaybackStatus": ("s", "Stopped")}
        line.signal(PATH, PROPERTIES, "PropertiesChanged", "sa{sv}as", (PLAYER, stopped, []))
        line.ask(_BUS, "ReleaseName", "s", (self._name,))

    def _heard(self, line: Line, call: Incoming) -> None:
        if not call.wants_reply and call.interface != PLAYER:
            return
        if call.interface == PLAYER and call.member in _REQUESTS:
            line.reply(call)
            self._asked(cast(MediaRequest, call.member))
        elif call.interface in (PLAYER, ROOT) and call.member in ("Seek", "SetPosition", "Raise", "Quit"):
            line.reply(call)  # without effect, as the properties say
        elif call.interface == PROPERTIES:
            self._property(line, call)
        elif call.interface == "org.freedesktop.DBus.Introspectable":
            line.reply(call, "s", (introspection(),))
        elif call.interface == "org.freedesktop.DBus.Peer" and call.member == "Ping":
            line.reply(call)
        else:
            line.refuse(call, "UnknownMethod", f"{call.interface}.{call.member} is not offered here.")

    def _property(self, line: Line, call: Incoming) -> None:
        all_of = {ROOT: _ROOT_PROPERTIES, PLAYER: self._player_properties()}
        match call.member, call.body:
            case "GetAll", (str(interface),) if interface in all_of:
                line.reply(call, "a{sv}", (all_of[interface],))
            case "Get", (str(interface), str(name)) if name in all_of.get(interface, {}):
                line.reply(call, "v", (all_of[interface][name],))
            case "Set", (str(interface), str(name), _) if name in all_of.get(interface, {}):
                line.refuse(call, "PropertyReadOnly", f"{name} is not changed from outside.")
            case _:
                line.refuse(call, "InvalidArgs", "There is no such property.")

    def _player_properties(self) -> dict[str, Variant]:
        place: dict[str, Variant] = {"Position": ("x", self._place_us())}
        return _moving(self._shown[0]) | _STEADY | place


def _steady_part(playing: Playing | None) -> tuple[object, ...]:
    """What stays the same while a step is given."""
    if playing is None:
        return ()
    return playing.status, playing.track, playing.title, playing.album, playing.length_us


def _moving(playing: Playing | None) -> dict[str, Variant]:
    """The properties that change during a session."""
    if playing is None:
        return {"PlaybackStatus": ("s", "Stopped"), "Metadata": ("a{sv}", {})}
    about: dict[str, Variant] = {
        "mpris:trackid": ("o", f"/org/massage_desktop/{playing.track}"),
        "xesam:title": ("s", playing.title),
        "xesam:album": ("s", playing.album),
    }
    if playing.length_us:
        about["mpris:length"] = ("x", playing.length_us)
    return {"PlaybackStatus": ("s", playing.status), "Metadata": ("a{sv}", about)}


def introspection() -> str:
    """The description of the object, as ``Introspect`` gives it."""
    methods = {
        ROOT: ("Raise", "Quit"),
        PLAYER: (*_REQUESTS, "Seek:x", "SetPosition:ox"),
    }
    kinds = {ROOT: _ROOT_PROPERTIES, PLAYER: _moving(None) | _STEADY | {"Position": ("x", 0)}}
    parts = [_described(name, methods[name], kinds[name]) for name in (ROOT, PLAYER)]
    return f"<node>{_STANDARD}{''.join(parts)}</node>"


def _described(interface: str, methods: tuple[str, ...], properties: dict[str, Variant]) -> str:
    calls = ""
    for method in methods:
        name, _, takes = method.partition(":")
        inputs = "".join(f'<arg type="{kind}" direction="in"/>' for kind in takes)
        calls += f'<method name="{name}">{inputs}</method>'
    values = "".join(
        f'<property name="{name}" type="{kind}" access="read"/>' for name, (kind, _) in properties.items()
    )
    seeked = '<signal name="Seeked"><arg type="x"/></signal>' if interface == PLAYER else ""
    return f'<interface name="{interface}">{calls}{seeked}{values}</interface>'


_STANDARD = (
    '<interface name="org.freedesktop.DBus.Introspectable"><method name="Introspect">'
    '<arg type="s" direction="out"/></method></interface>'
    '<interface name="org.freedesktop.DBus.Peer"><method name="Ping"/></interface>'
    '<interface name="org.freedesktop.DBus.Properties">'
    '<method name="Get"><arg type="s" direction="in"/><arg type="s" direction="in"/>'
    '<arg type="v" direction="out"/></method>'
    '<method name="GetAll"><arg type="s" direction="in"/><arg type="a{sv}" direction="out"/></method>'
    '<method name="Set"><arg type="s" direction="in"/><arg type="s" direction="in"/>'
    '<arg type="v" direction="in"/></method>'
    '<signal name="PropertiesChanged"><arg type="s"/><arg type="a{sv}"/><arg type="as"/></signal>'
    "</interface>"
)
