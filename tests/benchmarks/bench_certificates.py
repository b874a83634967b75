"""Print runs: a thousand certificates as files and as one file, signed, and in two processes; the first one; checking.

Beside them, in the same run, plain ReportLab and the generators of others that can be installed (`peer_environment`).
"""

from __future__ import annotations

import io
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from nacl.signing import SigningKey
from PIL import Image, ImageDraw

from app.domain.certificates import CertificateSheet
from app.domain.serials import derive_serial
from app.domain.verification import IssuerKey, check, claims_for, encode, key_id
from tests.benchmarks.figures import Figure
from tests.benchmarks.peer_environment import COUNTS, made_by, peers

CERTIFICATES, PLAIN = 1000, 40
KEY = SigningKey(b"k" * 32)
DAY = date(2026, 11, 23)
FIRST = [
    "Zoë", "Daniël", "Noëlle", "José", "Łukasz", "Željko", "Håkon", "Çağla", "İrem", "Ayşe", "Sinéad", "Bjørn", "Ümit",
    "Nadia", "Tess", "Sem", "Şule", "Þóra",
]
LAST = [
    "van den Bergh-Łukasiewicz", "Özdemir", "Nguyễn", "de Vries", "Kovačević", "O’Sullivan", "Jansen", "El Amrani",
    "Szczęsny", "van ’t Hoff", "Đorđević", "Brånemark", "Bakker", "Yılmaz", "Dvořák", "ten Brinke", "Țepeș", "Visser",
]
TITLES = ["Klik & Tik: de basis", "Digitale vaardigheden: vervolg", "Oefenen met verhoudingen", "Samen leren – deel 3"]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one piece of work took: seconds of CPU, bytes written, and the memory of its process at its most."""

    seconds: float
    written: int
    memory: int


def measure() -> Iterable[Figure]:
    first, plain, files, single, signed = (
        alone(work) for work in (first_one, plainly, as_files, as_one_file, as_signed_files))
    of_plain = plain.seconds / PLAIN * CERTIFICATES
    against = "plain ReportLab, untagged"
    yield Figure("1,000 certificates, a file each", files.seconds, "s CPU", files.seconds / of_plain, against,
                 "at most 4 s, then 1.5 s; at most 0.04 x")
    yield Figure("one of those files", files.written / CERTIFICATES / 1024, "KB", target="at most 55 KB, then 40 KB")
    yield Figure("1,000 certificates in one file", single.seconds, "s CPU", single.seconds / of_plain, against,
                 "at most 2 s")
    yield Figure("that file", single.written / 1e6, "MB", target="at most 3 MB")
    if single.memory:
        yield Figure("memory while making it", single.memory / 1e6, "MB", target="at most 120 MB")
    yield Figure("first certificate and imports", first.seconds * 1000, "ms CPU", target="at most 500 ms, then 200")
    yield Figure("1,000 signed, a file each", signed.seconds, "s CPU", signed.seconds / files.seconds, "not signed",
                 "at most 5 s, then 2 s")
    yield Figure("one of those files", signed.written / CERTIFICATES / 1024, "KB",
                 signed.written / files.written, "not signed")
    yield from _in_two(as_files, "a file each")
    yield from _in_two(as_signed_files, "signed")
    yield from _beside_others(files, single)
    yield Figure("1,000 codes checked", checking(), "s CPU", target="at most 0.3 s, then 0.12 s")


def sheets(count: int) -> list[CertificateSheet]:
    """Certificates for made-up people with many kinds of letters, all with one logo."""
    chance, picture = random.Random(7), logo()
    made = []
    for number in range(count):
        name, title = f"{chance.choice(FIRST)} {chance.choice(LAST)}", chance.choice(TITLES)
        serial = derive_serial(b"o" * 16, number.to_bytes(16, "big"), b"v" * 16, DAY)
        claims = claims_for(serial, name, "Bibliotheek De IJsselvallei", title, DAY, DAY, "nl")
        made.append(CertificateSheet(
            serial, name, title, claims.organisation, "Zutphen", DAY, DAY, "nl", encode(claims, KEY), logo=picture))
    return made


def logo(side: int = 400) -> bytes:
    """A picture that compresses as badly as a logo may: a gradient with soft edges."""
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    for radius in range(side // 2, 0, -1):
        part, middle = 2 * radius / side, side / 2
        colour = (int(30 + 150 * part), int(70 + 90 * part), int(210 - 60 * part), 255)
        draw.ellipse((middle - radius, middle - radius, middle + radius, middle + radius), fill=colour)
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def as_files(folder: Path) -> float:
    from app.documents.print_run import write_files

    made = sheets(CERTIFICATES)
    write_files(made[:1], folder)  # what is imported and read once does not count here
    return cpu(lambda: write_files(made, folder))


def as_signed_files(folder: Path) -> float:
    """With a key of ECDSA P-256; pyHanko is imported and the form of the signature made beforehand."""
    from app.documents.print_run import write_files
    from app.documents.sealing import Sealer, read_seal
    from tests.seals import NOW, PASSWORD, given

    made = sheets(CERTIFICATES)
    sealer = Sealer(read_seal(given().file, PASSWORD), NOW)
    write_files(made[:1], folder, sealer=sealer)
    return cpu(lambda: write_files(made, folder, sealer=sealer))


def _in_two(work: Callable[[Path], float], what: str) -> Iterable[Figure]:
    """How much sooner two processes are done with twice as much as one with its own share, on the clock."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        one = max(pool.starmap(_on_the_clock, [(work,)]))
        two = max(pool.starmap(_on_the_clock, [(work,), (work,)], chunksize=1))
    yield Figure(f"certificates a second, {what}, two processes", 2 * CERTIFICATES / two, "/s", 2 * one / two,
                 "one process")


def _on_the_clock(work: Callable[[Path], float]) -> float:
    with tempfile.TemporaryDirectory() as name:
        work(Path(name))  # everything that is imported once
        began = time.perf_counter()
        work(Path(name))
        return time.perf_counter() - began


def _beside_others(files: Cost, single: Cost) -> Iterable[Figure]:
    """Certificates for each second of CPU, ours against each of theirs, and the bytes of one."""
    with peers() as python:
        for peer, count in COUNTS.items() if python is not None else ():
            assert python is not None
            each, one = (made_by(python, peer, sheets(count), way) for way in ("each", "one"))
            if each is None or one is None:
                continue
            ours, alone = CERTIFICATES / files.seconds, CERTIFICATES / single.seconds
            yield Figure("certificates a second, a file each", ours, "/s CPU", ours * each.cpu, peer)
            yield Figure("certificates a second, one file", alone, "/s CPU", alone * one.cpu, peer)
            size = files.written / CERTIFICATES
            yield Figure("bytes of a certificate", size / 1024, "KB", size / each.written, peer)


def as_one_file(folder: Path) -> float:
    from app.documents.print_run import write_single

    made = sheets(CERTIFICATES)
    return cpu(lambda: write_single(made, folder / "all.pdf"))


def first_one(folder: Path) -> float:
    made = sheets(1)

    def click() -> None:
        from app.documents.print_run import write_files

        write_files(made, folder)

    return cpu(click)


def plainly(folder: Path) -> float:
    from tests.benchmarks.plain_reportlab import write_plainly

    made = sheets(PLAIN)
    write_plainly(made[:1], folder)
    return cpu(lambda: write_plainly(made, folder))


def checking() -> float:
    public = bytes(KEY.verify_key)
    known, made = {key_id(public): IssuerKey(public, "Bibliotheek De IJsselvallei")}, sheets(CERTIFICATES)
    return cpu(lambda: [check(each.code, each.name, known) for each in made])


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def alone(work: Callable[[Path], float]) -> Cost:
    """Do the work in a process of its own, so that nothing is warm and its memory is its own."""
    with tempfile.TemporaryDirectory() as name, multiprocessing.get_context("spawn").Pool(1) as pool:
        seconds, memory = pool.apply(_measured, (work, Path(name)))
        written = sum(path.stat().st_size for path in Path(name).iterdir())
    return Cost(seconds, written, memory)


def _measured(work: Callable[[Path], float], folder: Path) -> tuple[float, int]:
    return work(folder), _memory_at_most()


def _memory_at_most() -> int:
    """Bytes; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
