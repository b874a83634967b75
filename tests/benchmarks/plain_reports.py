"""The same group report drawn without tags on ReportLab's canvas, and set by typst: yardsticks of `bench_reports`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from app.store.resources import resource_path

WIDTH, HEIGHT = 841.89, 595.28
FACES = {"Sans": "NotoSans-Regular.ttf", "SansBold": "NotoSans-Bold.ttf"}
COLOURS = ((1, 1, 1), (0.74, 0.85, 0.92), (0.11, 0.42, 0.35), (0.96, 0.81, 0.49))
SIGNS = ("–", "", "✓ ", "! ")


def write_plainly(reports: Sequence[Any], folder: Path) -> None:
    """One file for each report: a page with the matrix, a page with bars and weeks. The fonts are registered once."""
    if "Sans" not in pdfmetrics.getRegisteredFontNames():
        for name, file in FACES.items():
            pdfmetrics.registerFont(TTFont(name, str(resource_path("fonts", file))))
    for number, report in enumerate(reports):
        canvas = Canvas(str(folder / f"plain-{number}.pdf"), pagesize=(WIDTH, HEIGHT), initialFontName="Sans")
        _matrix(canvas, report)
        canvas.showPage()
        _charts(canvas, report)
        canvas.save()


def _matrix(canvas: Canvas, report: Any) -> None:
    matrix = report.matrix
    canvas.setFont("SansBold", 18)
    canvas.drawString(46, HEIGHT - 70, matrix.group_name)
    canvas.setFont("SansBold", 8)
    for at, column in enumerate(matrix.columns):
        canvas.saveState()
        canvas.translate(240 + 55 * at + 30, HEIGHT - 180)
        canvas.rotate(90)
        canvas.drawString(0, 0, column.title)
        canvas.restoreState()
    y = HEIGHT - 195.0
    for row in matrix.rows:
        canvas.setFont("Sans", 8)
        canvas.setFillColorRGB(0.1, 0.1, 0.1)
        canvas.drawString(46, y, row.full)
        for at, state in enumerate(row.states):
            canvas.setFillColorRGB(*COLOURS[state])
            canvas.rect(240 + 55 * at, y - 3, 53, 11, fill=1)
            canvas.setFillColorRGB(*((1, 1, 1) if state == 2 else (0.1, 0.1, 0.1)))
            canvas.drawCentredString(266 + 55 * at, y, f"{SIGNS[state]}{row.done[at]}/20" if state else "–")
        y -= 12.5


def _charts(canvas: Canvas, report: Any) -> None:
    matrix, y = report.matrix, HEIGHT - 70.0
    for at, column in enumerate(matrix.columns):
        canvas.setFont("Sans", 9)
        canvas.setFillColorRGB(0.1, 0.1, 0.1)
        canvas.drawString(46, y, column.title)
        x = 340.0
        for state in (2, 1, 3, 0):
            number = sum(row.states[at] == state for row in matrix.rows)
            canvas.setFillColorRGB(*COLOURS[state])
            canvas.rect(x, y - 2, 400 * number / len(matrix.rows), 9, fill=1)
            canvas.setFillColorRGB(0.1, 0.1, 0.1)
            canvas.drawString(x + 3, y, str(number))
            x += 400 * number / len(matrix.rows)
        y -= 17
    for at, value in enumerate(report.weeks[-13:]):
        canvas.setFillColorRGB(*COLOURS[1])
        canvas.rect(50 + 57 * at, 90, 36, 2 * value, fill=1)
        canvas.setFillColorRGB(0.1, 0.1, 0.1)
        canvas.drawCentredString(68 + 57 * at, 94 + 2 * value, str(value))


def write_by_typst(reports: Sequence[Any], folder: Path) -> None:
    """One file for each report, with the tags that typst makes by itself."""
    import typst

    fonts = [str(resource_path("fonts", FACES["Sans"]).parent)]
    for number, report in enumerate(reports):
        source = folder / "report.typ"
        source.write_text(_typst(report), encoding="utf-8")
        typst.compile(source, output=folder / f"typst-{number}.pdf", font_paths=fonts, ignore_system_fonts=True,
                      pdf_standards=["a-2a", "ua-1"])
        source.unlink()


def _typst(report: Any) -> str:
    matrix = report.matrix
    heads = ", ".join(f"[*{_safe(column.title)}*]" for column in matrix.columns)
    rows = "\n".join(
        f"[{_safe(row.full)}], " + ", ".join(
            f"[{SIGNS[state]}{row.done[at]}/20]" if state else "[–]" for at, state in enumerate(row.states)) + ","
        for row in matrix.rows)
    bars = "\n".join(_typst_bar(matrix, at) for at in range(len(matrix.columns)))
    weeks = ", ".join(f"rect(width: 14pt, height: {value}pt)" for value in report.weeks[-13:])
    return (
        f'#set document(title: "Overzicht", date: datetime(year: 2026, month: 11, day: 23))\n#set text(lang: "nl", '
        f'font: "Noto Sans", size: 7pt)\n#set page(paper: "a4", flipped: true)\n= {matrix.group_name}\n#table(columns: '
        f"{len(matrix.columns) + 1}, table.header([*Naam*], {heads}),\n{rows}\n)\n#pagebreak()\n== Per programma\n"
        f'{bars}\n== Per week\n#figure(alt: "Oefeningen per week: {report.weeks[-13:]}", stack(dir: ltr, spacing: 4pt, '
        f"{weeks}))\n")


def _typst_bar(matrix: Any, at: int) -> str:
    counts = [sum(row.states[at] == state for row in matrix.rows) for state in (2, 1, 3, 0)]
    parts = ", ".join(f"rect(width: {8 * number}pt, height: 8pt)" for number in counts)
    title = _safe(matrix.columns[at].title)
    return f'#figure(alt: "{title}: {counts}", stack(dir: ltr, [{title} ], {parts}))'


def _safe(text: str) -> str:
    return text.replace("&", "en").replace("#", "")
