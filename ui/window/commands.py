"""Everything the window can be told to do: the same list fills the menus and the finder."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from app.domain.names import fold
from ui.words import tr


class Command(NamedTuple):
    """`label` may hold a mnemonic. `is_on` marks a choice that is in force, None what is not a choice."""

    code: str
    label: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    picture: str = ""
    is_on: bool | None = None
    enabled: bool = True

    @property
    def plain(self) -> str:
        """The label without its mnemonic and dots."""
        return self.label.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")

    def answers(self, typed: str) -> bool:
        """True if every typed word begins a word of the label."""
        words = fold(self.plain).split()
        return all(any(word.startswith(part) for word in words) for part in fold(typed).split())


class CommandGroup(NamedTuple):
    """One menu; None among its commands is a separator."""

    title: str
    commands: tuple[Command | None, ...]

    def offered(self) -> list[Command]:
        return [command for command in self.commands if command is not None and command.enabled]


class CommandTarget(NamedTuple):
    """What the window does for each command; made by the window itself."""

    bring_in: Callable[[], object]
    give_out: Callable[[], object]
    back_up: Callable[[], object]
    other_organisation: Callable[[], object]
    quit: Callable[[], object]
    sync_now: Callable[[], object]
    connect_desk: Callable[[], object]
    change_password: Callable[[], object]
    log_out: Callable[[], object]
    undo: Callable[[], object]
    find: Callable[[], object]
    go: Callable[[str], object]
    theme: Callable[[str], object]
    language: Callable[[str], object]
    present: Callable[[], object]
    look_together: Callable[[], object]
    settings: Callable[[], object]
    manual: Callable[[], object]
    help: Callable[[], object]
    help_desk: Callable[[], object]
    report: Callable[[], object]
    check: Callable[[], object]
    about: Callable[[], object]


class CommandState(NamedTuple):
    """What the list of commands depends on."""

    panels: tuple[tuple[str, str, str], ...] = ()
    language: str = "nl"
    theme: str = "system"
    presenting: bool = False
    together: bool = False
    is_open: bool = False
    is_connected: bool = False
    may_connect: bool = False
    has_help_desk: bool = False
    may_report: bool = False
    may_import: bool = False
    may_export: bool = False
    may_back_up: bool = False


def command_groups(state: CommandState, target: CommandTarget) -> tuple[CommandGroup, ...]:
    """The menus, in order."""
    return (
        CommandGroup(tr("&File"), _file(state, target)),
        CommandGroup(tr("&Edit"), _edit(state, target)),
        CommandGroup(tr("&View"), (*_panels(state, target), None, *_look(state, target))),
        CommandGroup(tr("&Help"), _help(state, target)),
    )


def _file(state: CommandState, target: CommandTarget) -> tuple[Command | None, ...]:
    return (
        Command("import", tr("&Import…"), target.bring_in, ("Ctrl+I",), "import", enabled=state.may_import),
        Command("export", tr("&Export…"), target.give_out, ("Ctrl+E",), "export", enabled=state.may_export),
        Command("back_up", tr("&Back up…"), target.back_up, (), "archive", enabled=state.may_back_up),
        None,
        *_server(state, target),
        None,
        Command("organisation", tr("&Switch {organisation}…"), target.other_organisation, (), "switch"),
        Command("settings", tr("Se&ttings…"), target.settings, ("Ctrl+,",), "gear"),
        None,
        Command("quit", tr("&Quit"), target.quit, ("Ctrl+Q",)),
    )


def _server(state: CommandState, target: CommandTarget) -> tuple[Command, ...]:
    if not state.is_connected:
        return (Command("connect", tr("&Connect with a server…"), target.connect_desk, (), "link",
                        enabled=state.may_connect),)
    return (
        Command("sync", tr("&Synchronise now"), target.sync_now, ("F5",), "sync"),
        Command("change_password", tr("Change &password…"), target.change_password, (), "key"),
        Command("log_out", tr("&Log out…"), target.log_out, (), "leave"),
    )


def _edit(state: CommandState, target: CommandTarget) -> tuple[Command | None, ...]:
    return (
        Command("undo", tr("&Undo"), target.undo, ("Ctrl+Z",), "undo", enabled=state.is_open),
        None,
        Command("find", tr("&Find"), target.find, ("Ctrl+K", "Ctrl+F"), "search", enabled=not state.together),
    )


def _panels(state: CommandState, target: CommandTarget) -> tuple[Command, ...]:
    return tuple(
        Command(code, title.replace("&", "&&"), partial(target.go, code), (f"Ctrl+{number}", f"Alt+{number}"),
                picture, enabled=state.is_open and not state.together)
        for number, (code, title, picture) in enumerate(state.panels, 1)
    )


def _look(state: CommandState, target: CommandTarget) -> tuple[Command | None, ...]:
    themes = (("light", tr("&Light"), "sun"), ("dark", tr("&Dark"), "moon"), ("system", tr("&As the system"), ""))
    languages = (("nl", "&Nederlands"), ("en", "&English"))
    return (
        *(Command(f"theme-{code}", words, partial(target.theme, code), (), picture, state.theme == code)
          for code, words, picture in themes),
        None,
        *(Command(f"language-{code}", words, partial(target.language, code), (), "", state.language == code)
          for code, words in languages),
        None,
        Command("present", tr("&Presentation mode"), target.present, ("F9",), "eye-off", state.presenting,
                enabled=state.is_open),
        Command("together", tr("Look &together"), target.look_together, ("F10",), "together", state.together,
                enabled=state.is_open),
    )


def _help(state: CommandState, target: CommandTarget) -> tuple[Command | None, ...]:
    return (
        Command("manual", tr("&Manual"), target.manual, ("F1",), "help"),
        Command("help", tr("&Keys and help"), target.help, ("Shift+F1",)),
        Command("help_desk", tr("&Help desk and faults"), target.help_desk, (), "message",
                enabled=state.is_open and not state.together and state.has_help_desk),
        Command("report", tr("&Report an infringement…"), target.report, (), "warning", enabled=state.may_report),
        Command("check", tr("&System check"), target.check, (), "check"),
        None,
        Command("about", tr("&About Leerspoor"), target.about),
    )
