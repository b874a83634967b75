"""What the window does for each of its commands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ui.window import errands
from ui.window.commands import CommandTarget

if TYPE_CHECKING:
    from ui.window.main_window import MainWindow


def target_of(window: MainWindow) -> CommandTarget:
    return CommandTarget(
        bring_in=window.bring_in, give_out=partial(errands.give_out, window),
        back_up=partial(errands.back_up, window), other_organisation=window.choose_organisation, quit=window.close,
        sync_now=window.sync.now, connect_desk=window.sync.connect_desk,
        change_password=window.sync.change_password, log_out=window.sync.log_out,
        undo=window.undo, find=lambda: window.finder.begin(), go=window.go, theme=window.use_theme,
        language=window.use_language, present=window.present, look_together=window.look_together_here,
        settings=partial(errands.settings, window), manual=partial(errands.open_manual, window),
        help=partial(errands.give_help, window), help_desk=partial(window.go, "help", b"desk"),
        report=partial(errands.report_infringement, window), check=partial(errands.check, window),
        about=partial(errands.about, window))
