"""The same certificate as most programs with ReportLab make it: the yardstick of `bench_certificates`.

For each file it registers the fonts, lays out paragraphs with Platypus, opens the logo, draws the border and makes the
QR code with ReportLab's own widget. It makes no tags and no metadata.
"""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Sequence
from math import pi, sin, tau
from pathlib import Path

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Image, Paragraph, SimpleDocTemplate, Spacer

from app.domain.certificates import CertificateSheet, written_date
from app.store.resources import resource_path

WIDTH, HEIGHT = 297 * mm, 210 * mm
FACES = {"Serif": "NotoSerif-Regular.ttf", "SerifBold": "NotoSerif-Bold.ttf", "Sans": "NotoSans-Regular.ttf"}


def write_plainly(sheets: Sequence[CertificateSheet], folder: Path) -> None:
    """One file for each certificate."""
    for sheet in sheets:
        for name, file in FACES.items():
            pdfmetrics.registerFont(TTFont(name, str(resource_path("fonts", file))))
        document = SimpleDocTemplate(
            str(folder / f"{sheet.serial}.pdf"), pagesize=(WIDTH, HEIGHT), topMargin=20 * mm, bottomMargin=10 * mm)
        document.build(_story(sheet), onFirstPage=lambda canvas, _: _border(canvas))


def _story(sheet: CertificateSheet) -> list[Flowable]:
    code = Drawing(82, 82)
    code.add(QrCodeWidget(sheet.code, barLevel="M", barWidth=82, barHeight=82, barBorder=0))
    day = written_date(sheet.issued_on, sheet.language)
    lines = [
        (sheet.organisation, "Sans", 12), ("Certificaat", "Serif", 44), (sheet.name, "SerifBold", 31),
        ("heeft alle oefeningen gemaakt van", "Serif", 14), (sheet.programme, "SerifBold", 21),
        (f"{sheet.place}, {day}", "Serif", 12), ("Handtekening", "Sans", 9), (f"Nummer {sheet.serial}", "Sans", 9),
    ]
    return [Image(io.BytesIO(sheet.logo), 40 * mm, 20 * mm), *(_line(*line) for line in lines), Spacer(1, 6), code]


def _line(text: str, face: str, size: int) -> Paragraph:
    style = ParagraphStyle(face, fontName=face, fontSize=size, leading=size * 1.4, alignment=TA_CENTER)
    return Paragraph(html.escape(text), style)


def _border(canvas: Canvas) -> None:
    """Two frames and a woven band along the four sides."""
    for edge in (8 * mm, 17 * mm):
        canvas.rect(edge, edge, WIDTH - 2 * edge, HEIGHT - 2 * edge)
    canvas.setLineWidth(0.35)
    for y in (12.5 * mm, HEIGHT - 12.5 * mm):
        _band(canvas, 17 * mm, WIDTH - 17 * mm, lambda along, off, y=y: (along, y + off))
    for x in (12.5 * mm, WIDTH - 12.5 * mm):
        _band(canvas, 17 * mm, HEIGHT - 17 * mm, lambda along, off, x=x: (x + off, along))


def _band(canvas: Canvas, start: float, end: float, place: Callable[[float, float], tuple[float, float]]) -> None:
    steps = round((end - start) / mm)
    for shift in (0, pi / 2):
        for swing in (9, -9, 7, -7, 5, -5, 3, -3):
            path = canvas.beginPath()
            path.moveTo(*place(start, swing * sin(shift)))
            for step in range(1, steps + 1):
                path.lineTo(*place(start + step * (end - start) / steps, swing * sin(tau * step / 8.6 + shift)))
            canvas.drawPath(path)
