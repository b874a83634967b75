"""A device that was withdrawn (S14): its data go at the next contact, and the server hears that they are gone."""

from __future__ import annotations

import shutil

from app.actions.desk import Desk
from app.domain.errors import Refusal
from app.store.keys import KEYS_FILE
from app.sync import tokens
from app.sync.talk import Talk
from app.sync.wire import Refresh


def wipe(desk: Desk, talk: Talk) -> None:
    """Take the keys first: without them what is left cannot be read, whatever happens next."""
    folder = desk.folder
    with desk.database.reading() as connection:
        token = tokens.read_refresh(connection, desk.device_id)
    desk.database.close()
    (folder / KEYS_FILE).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    tokens.forget_in_keyring(desk.device_id)
    try:
        talk.say("/v1/wiped", Refresh(token))
    except Refusal:
        return
