"""What the server says of a certificate to whoever holds its code, on both databases and without an account."""

from __future__ import annotations


