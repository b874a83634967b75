"""Pages of the manual on paper: the same words as in the Help panel, one page after the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.documents.paper import Block, Heading, Paragraph, paper_pdf
from app.domain.manuals import Manual, parts
from app.store.files import write_atomically


def write_manual(pages: Sequence[Manual], title: str, path: Path, language: str, day: date) -> Path:
    """Write these pages and give the path back. Raises Refusal."""
    write_atomically(path, manual_pdf(pages, title, language, day))
    return path


def manual_pdf(pages: Sequence[Manual], title: str, language: str, day: date) -> bytes:
    """As PDF/A-2a and PDF/UA-1. Of several pages `title` is the title of the whole."""
    several = len(pages) > 1
    blocks: list[Block] = [Heading(title)] if several else []
    for page in pages:
        blocks += [_block(kind, text, several) for kind, text in parts(page.markdown)]
    return paper_pdf(blocks, title, language, day)


def _block(kind: str, text: str, several: bool) -> Block:
    if kind == "#":
        return Heading(text, 2 if several else 1)
    if kind == "##":
        return Paragraph(text) if several else Heading(text, 2)
    return Paragraph(f"• {text}" if kind == "-" else text)
