"""From files to a plan: reading what was given, matching it, and doing it; the same for the window and the command line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.actions.desk import Desk
from app.domain.permissions import Permission, require
from app.domain.plan import ImportPlan
