"""What `import_links.aside` holds: how later imports go about a row, or about one line of the source."""

from __future__ import annotations

FOLLOWED = 0
"""The line is followed, but for what was changed by hand."""
ALONE = 1
"""Whoever the link is of is left alone by every import, of whatever source."""
OUT = 2
"""The line with this key is not taken over: it was asked, and the answer was no."""
BY_HAND = "by hand"
"""The source of a link that says ALONE of somebody whom no import brought."""
