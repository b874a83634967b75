"""The same certificate by other generators: run by itself, in an environment of its own, by `peer_environment`.

    python certificate_peers.py PEER SHEETS.json FOLDER each|one

`SHEETS.json` holds the sheets and where the fonts lie. A QR code is made by zxing-cpp for every one of them, which is
faster than what they bring themselves. The first certificate is made beforehand and does not count. Prints seconds of
CPU and on the clock as JSON.
"""

from __future__ import annotations

import base64
import html
import importlib
import io
import json
import sys
import time
from collections.abc import Callable, Sequence
from math import pi, sin, tau
from pathlib import Path
from typing import Any

WIDTH, HEIGHT, MM = 841.89, 595.28, 72 / 25.4
Sheet = dict[str, str]
Line = tuple[str, str, float, float]
"""Text, face, size in points, and how far its baseline is from the top in millimetres."""


def lines(sheet: Sheet) -> list[Line]:
    return [
        (sheet["organisation"], "sans", 12, 40), ("Certificaat", "serif", 44, 70),
        (sheet["name"], "serif-bold", 31, 92),
        ("heeft alle oefeningen gemaakt van", "serif", 14, 106), (sheet["programme"], "serif-bold", 21, 120),
        (f"{sheet['place']}, {sheet['day']}", "serif", 12, 140), ("Handtekening", "sans", 9, 172),
        (f"Nummer {sheet['serial']}", "sans", 9, 182)]


def border() -> list[list[tuple[float, float]]]:
    """A woven band along the four sides, as in `plain_reportlab`: points from the upper left corner."""
    found = []
    for start, end, place in (
        (17 * MM, WIDTH - 17 * MM, lambda along, off: (along, 12.5 * MM + off)),
        (17 * MM, WIDTH - 17 * MM, lambda along, off: (along, HEIGHT - 12.5 * MM + off)),
        (17 * MM, HEIGHT - 17 * MM, lambda along, off: (12.5 * MM + off, along)),
        (17 * MM, HEIGHT - 17 * MM, lambda along, off: (WIDTH - 12.5 * MM + off, along)),
    ):
        steps = round((end - start) / MM)
        for shift in (0, pi / 2):
            for swing in (9, -9, 7, -7, 5, -5, 3, -3):
                found.append([
                    place(start + step * (end - start) / steps, swing * sin(tau * step / 8.6 + shift))
                    for step in range(steps + 1)])
    return found


def border_svg() -> str:
    drawn = "".join(
        f'<polyline fill="none" stroke="#000" stroke-width="0.35" points="'
        f'{" ".join(f"{x:.1f},{y:.1f}" for x, y in line)}"/>' for line in border())
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}pt" height="{HEIGHT}pt" '
            f'viewBox="0 0 {WIDTH} {HEIGHT}">{drawn}</svg>')


def qr_png(code: str) -> bytes:
    import zxingcpp
    from PIL import Image

    made = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    target = io.BytesIO()
    Image.fromarray(made.to_image(scale=1)).convert("1").save(target, "PNG")
    return target.getvalue()


class Typst:
    def __init__(self, given: dict[str, Any], folder: Path) -> None:
        typst = importlib.import_module("typst")
        self.folder = folder / ".typst"
        self.folder.mkdir()
        (self.folder / "border.svg").write_text(border_svg())
        (self.folder / "logo.png").write_bytes(base64.b64decode(given["logo"]))
        (self.folder / "sheet.typ").write_text(_TYPST)
        self.compiler = typst.Compiler(
            str(self.folder / "sheet.typ"), root=str(self.folder), font_paths=[given["fonts"]],
            ignore_system_fonts=True)

    def make(self, sheets: Sequence[Sheet], path: Path) -> None:
        for number, sheet in enumerate(sheets):
            (self.folder / f"qr{number}.png").write_bytes(qr_png(sheet["code"]))
        said = [[[text, face, size, at] for text, face, size, at in lines(sheet)] for sheet in sheets]
        self.compiler.compile(output=str(path), sys_inputs={"sheets": json.dumps(said)}, pdf_standards=["a-2a", "ua-1"])


_TYPST = """
#let sheets = json(bytes(sys.inputs.sheets))
#set document(title: "Certificaat")
#set text(lang: "nl")
#set page(width: 841.89pt, height: 595.28pt, margin: 0pt,
  background: pdf.artifact(image("border.svg", width: 100%, height: 100%)))
#for (number, sheet) in sheets.enumerate() {
  if number > 0 { pagebreak() }
  for (words, face, size, at) in sheet {
    place(top + center, dy: at * 1mm - size * 0.75pt, text(
      font: if face == "sans" { "Noto Sans" } else { "Noto Serif" },
      weight: if face == "serif-bold" { "bold" } else { "regular" }, size: size * 1pt, words))
  }
  place(top + center, dy: 18mm, image("logo.png", height: 16mm, alt: "Logo"))
  place(bottom + right, dx: -28mm, dy: -22mm, image("qr" + str(number) + ".png", width: 29mm, scaling: "pixelated",
    alt: "QR-code"))
}
"""


class Fpdf2:
    def __init__(self, given: dict[str, Any], folder: Path) -> None:
        self.fpdf, self.given = importlib.import_module("fpdf"), given
        self.logo = base64.b64decode(given["logo"])

    def make(self, sheets: Sequence[Sheet], path: Path) -> None:
        pdf = self.fpdf.FPDF(orientation="L", unit="pt", format="A4")
        pdf.set_auto_page_break(False)
        for face, style, file in (
            ("sans", "", "NotoSans-Regular"), ("serif", "", "NotoSerif-Regular"), ("serif", "B", "NotoSerif-Bold")):
            pdf.add_font(face, style, str(Path(self.given["fonts"]) / f"{file}.ttf"))
        for sheet in sheets:
            pdf.add_page()
            pdf.set_line_width(0.35)
            for line in border():
                pdf.polyline(line)
            pdf.image(io.BytesIO(self.logo), x=WIDTH / 2 - 8 * MM, y=18 * MM, h=16 * MM, alt_text="Logo")
            for text, face, size, at in lines(sheet):
                pdf.set_font(face.removesuffix("-bold"), "B" if face.endswith("-bold") else "", size)
                pdf.text((WIDTH - pdf.get_string_width(text)) / 2, at * MM, text)
            pdf.image(io.BytesIO(qr_png(sheet["code"])), x=WIDTH - 57 * MM, y=HEIGHT - 51 * MM, w=29 * MM)
        pdf.output(str(path))


class WeasyPrint:
    def __init__(self, given: dict[str, Any], folder: Path) -> None:
        self.weasyprint = importlib.import_module("weasyprint")
        fonts = importlib.import_module("weasyprint.text.fonts")
        self.config, held = fonts.FontConfiguration(), folder / ".weasyprint"
        held.mkdir()
        (held / "border.svg").write_text(border_svg())
        self.logo = given["logo"]
        faces = "".join(
            f"@font-face{{font-family:{family};font-weight:{weight};src:url(file://{given['fonts']}/{file}.ttf)}}"
            for family, weight, file in (
                ("Sans", 400, "NotoSans-Regular"), ("Serif", 400, "NotoSerif-Regular"),
                ("Serif", 700, "NotoSerif-Bold")))
        self.css = self.weasyprint.CSS(string=faces + (
            f"@page{{size:A4 landscape;margin:0;background:url(file://{held}/border.svg);background-size:100% 100%}}"
            "body{margin:0}section{position:relative;height:209mm;break-after:page;overflow:hidden}"
            "p,img{position:absolute;margin:0;line-height:1;left:0;right:0;text-align:center}"),
            font_config=self.config)

    def make(self, sheets: Sequence[Sheet], path: Path) -> None:
        body = "".join(map(self._section, sheets))
        document = self.weasyprint.HTML(
            string=f"<html lang=nl><head><title>Certificaat</title></head><body>{body}</body></html>")
        document.write_pdf(str(path), stylesheets=[self.css], font_config=self.config)

    def _section(self, sheet: Sheet) -> str:
        said = "".join(
            f'<p style="top:{at * MM - size * 0.75:.1f}pt;font:{"bold " if face.endswith("bold") else ""}{size}pt '
            f'{"Sans" if face == "sans" else "Serif"}">{html.escape(text)}</p>'
            for text, face, size, at in lines(sheet))
        code = base64.b64encode(qr_png(sheet["code"])).decode()
        return (f'<section><img alt=Logo style="height:16mm;top:18mm;margin:auto" '
                f'src="data:image/png;base64,{self.logo}">{said}<img alt=QR style="width:29mm;left:auto;right:28mm;'
                f'top:159mm;image-rendering:pixelated" src="data:image/png;base64,{code}"></section>')


PEERS: dict[str, Callable[[dict[str, Any], Path], Any]] = {
    "typst": Typst, "fpdf2": Fpdf2, "WeasyPrint": WeasyPrint}


def main(peer: str, sheets_file: str, folder: str, way: str) -> None:
    given = json.loads(Path(sheets_file).read_text("utf-8"))
    maker, sheets, out = PEERS[peer](given, Path(folder)), given["sheets"], Path(folder)
    maker.make(sheets[:1], out / "warm.pdf")
    cpu, clock = time.process_time(), time.perf_counter()
    if way == "one":
        maker.make(sheets, out / "all.pdf")
    else:
        for sheet in sheets:
            maker.make([sheet], out / f"{sheet['serial']}.pdf")
    print(json.dumps({"cpu": time.process_time() - cpu, "clock": time.perf_counter() - clock}))


if __name__ == "__main__":
    main(*sys.argv[1:])
