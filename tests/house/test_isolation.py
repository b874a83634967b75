"""The rules of tests/conftest.py bite: small tests that each break one are run by a pytest of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import keyring
import keyring.errors
import pytest
from platformdirs import user_data_path

from tests.house.code import ROOT
from tests.keyrings import LONGEST_ENTRY

BREAKING = '''
import logging, os, socket, threading, warnings
from PySide6.QtCore import qWarning
from tests import conftest

conftest.PATIENCE = 0.05

def test_good(expect_log, tmp_path):
    expect_log("WARNING app.store: the disk is nearly full")
    logging.getLogger("app.store").warning("the disk is nearly full")
    logging.getLogger("app.store").info("opened")
    threading.Thread(target=int).start()

def test_good_kept_pool():
    threading.Thread(target=threading.Event().wait, name="leerspoor-kept-reader", daemon=True).start()

def test_bad_warning(): warnings.warn("old way", DeprecationWarning)
def test_bad_log(): logging.getLogger("app").error("lost")
def test_bad_missing_log(expect_log): expect_log("never said")
def test_bad_qt_message(): qWarning("QPainter: not active")
def test_bad_thread(): threading.Thread(target=threading.Event().wait, name="forgotten", daemon=True).start()
def test_bad_network(): socket.create_connection(("192.0.2.1", 443), timeout=1)
def test_bad_name_lookup(): socket.getaddrinfo("leerspoor.example", 443)
'''


def test_a_test_that_breaks_a_rule_fails(tmp_path: Path) -> None:
    module = tmp_path / "test_breaking.py"
    module.write_text(BREAKING, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-c", ROOT / "pyproject.toml", module]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    broken = set(re.findall(r"^(?:FAILED|ERROR) \S*::(test_\w+)", done.stdout, re.MULTILINE))
    assert broken == set(re.findall(r"def (test_bad_\w+)", BREAKING)), done.stdout


def test_home_is_the_tests_own(home: Path) -> None:
    assert Path.home() == home
    assert user_data_path("Leerspoor", appauthor=False).is_relative_to(home)


def test_a_long_entry_does_not_fit_as_on_windows() -> None:
    keyring.set_password("leerspoor", "longest", "x" * LONGEST_ENTRY)
    with pytest.raises(keyring.errors.PasswordSetError):
        keyring.set_password("leerspoor", "too long", "x" * (LONGEST_ENTRY + 1))
    assert keyring.get_password("leerspoor", "longest") == "x" * LONGEST_ENTRY
    assert keyring.get_password("leerspoor", "too long") is None


def test_a_missing_keyring_says_so(no_keyring: None) -> None:
    with pytest.raises(keyring.errors.NoKeyringError):
        keyring.get_password("leerspoor", "key")


def test_a_locked_keyring_says_so(locked_keyring: None) -> None:
    with pytest.raises((keyring.errors.InitError, keyring.errors.KeyringLocked)):
        keyring.set_password("leerspoor", "key", "secret")
