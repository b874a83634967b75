"""Reports of progress on paper: what stands in them for whom, what never does, and the standards they keep."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.documents.paper import Heading, Table, paper_pdf
from app.documents.print_run import Stopped
from app.documents.report_run import report_pdf, write_report, write_reports
from app.domain.errors import Refusal
from app.domain.reports import Receiver, Section
from app.views.progress import MatrixColumn, MatrixRow
from app.views.progress_values import NOT_STARTED
from app.views.reports import ReportJob
from tests.documents.sheets import picture_of, reader, standards_broken
from tests.reporting import (
    GROUP_NAME,
    ROUTE_NAME,
    STAFF_WORDS,
    WHY,
    cells_spoken,
    elements,
    group_job,
    group_of,
    head,
    job,
    points,
    report_of,
    told,
    whole_job,
)
from tests.ui import progress_values as values
from ui.progress.reading import prepared
from ui.progress.sources import PeopleSource

PARENTS, PARTICIPANT = Receiver.PARENTS, Receiver.PARTICIPANT
STRANGE = (
    "Maximiliaan-Alexander van Oranje tot en met de Lange Achternaam die er geen is Wolfeschlegelsteinhausenberger",
    "Þóra Nguyễn Ánh", "Żółć Đorđević-Țepeș", "İrem Çağla Ğül", "I", "Wolfeschlegelsteinhausenbergerdorff" * 3,
    "Zoë Brånemark", "O’Sullivan ff fi ffl",
)
KINDS = {
    "coach": job, "group": group_job, "organisation": whole_job,
    "parents": lambda **order: job(receiver=PARENTS, copies=2, **order),
    "adult": lambda **order: job(receiver=PARTICIPANT, **order),
    "pupil": lambda **order: job(report_of(is_pupil=True), receiver=PARTICIPANT, **order),
}  # fmt: skip


@pytest.mark.clause("O-annex 1", "A-1.15")
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_keeps_the_standards_in_both_languages(kind: str) -> None:
    for language in ("nl", "en"):
        data = report_pdf(KINDS[kind](language=language))
        assert standards_broken(data) == []
        opened = reader(data)
        assert opened.root_object["/Lang"] == {"nl": "nl-NL", "en": "en-GB"}[language]
        assert opened.outline, "bookmarks"
        assert "Yıldız" not in opened.metadata.title and "Brahim" not in opened.metadata.title
        numbers = [re.search(r"(\d+) / (\d+)", page.extract_text()) for page in opened.pages]
        assert all(numbers) and "23" in opened.pages[0].extract_text()


def test_a_figure_says_every_number_that_it_shows() -> None:
    spoken = [one["/Alt"] for one in elements(report_pdf(job(language="en"))) if one["/S"] == "/Figure"]
    assert "Logo of Bibliotheek Noord" in spoken
    (bars,) = [one for one in spoken if "Klik & Tik" in one]
    assert bars == "Klik & Tik: 16 of 16. Taal A1: 24 of 24. Taal A2: 13 of 24. DigiD aanvragen: 4 of 9."
    (weeks,) = [one for one in spoken if "weeks first" in one]
    assert weeks == ("Exercises done per week, the oldest of 13 weeks first: "
                     "3, 5, 4, 4, 6, 5, 3, 4, 6, 7, 5, 8 and 6")
    (growth,) = [one for one in spoken if "norm 2023" in one]
    assert growth.endswith("23 February 2026: 141 A (norm 2025). 12 August 2026: 148 A (norm 2025)."), growth
    assert [growth.count(f"norm {year}") for year in (2023, 2025)] == [3, 2]


def test_no_line_of_growth_crosses_to_another_norm() -> None:
    """Each norm has a line of its own: five points, two strokes of many points, and a dashed line between."""
    content = reader(report_pdf(job(sections=frozenset({Section.GROWTH})))).pages[0].get_contents().get_data().decode()
    lines = re.findall(r"1\.6 w 1 j ((?:[\d.]+ [\d.]+ [ml] ?)+)S", content)
    assert [line.count(" l") + line.count(" m") for line in lines] == [3, 2]
    assert content.count("[3 2] 0 d") == 1
    assert "vergelijken" in told(report_pdf(job()))


@pytest.mark.clause("O-annex 1")
def test_the_matrix_says_what_screen_and_csv_say() -> None:
    """Read back: every cell, who asks for help, and in which order they stand."""
    source = PeopleSource(prepared(values.matrix()), values.TODAY)
    data = report_pdf(group_job())
    shown = [source.line(row) for row in range(len(values.NAMES))]
    assert cells_spoken(data) == [row[3:] for row in shown]
    text = told(data)
    places = [text.index(full) for full, _ in values.NAMES]
    assert places == sorted(places)
    reasons = [row[1] for row in shown if row[1]]
    assert reasons and all(text.count(one) >= reasons.count(one) for one in reasons)
    headings = [one for one in elements(data) if one["/S"] == "/TH"]
    assert {one["/A"]["/Scope"] for one in headings} == {"/Row", "/Column"}


def test_each_programme_tells_how_many_are_where() -> None:
    from app.views.progress_words import tally_words
    from ui.words import show

    spoken = " ".join(one["/Alt"] for one in elements(report_pdf(group_job())) if one["/S"] == "/Figure")
    for at in range(len(values.PROGRAMMES)):
        assert show(tally_words(values.matrix(), at)) in spoken


def test_every_part_of_a_bar_shows_its_number_however_small() -> None:
    matrix = values.matrix(people=300)
    states = [b"\x02"] + [b"\x03"] + [b"\x01"] * 297 + [b"\x00"]
    rows = tuple(replace(row, states=one, done=(0,)) for row, one in zip(matrix.rows, states, strict=True))
    alone = replace(matrix, columns=matrix.columns[:1], rows=rows)
    text = told(report_pdf(group_job(replace(group_of(alone), growth=None))))
    assert "Klik & Tik de basis 1 297 1 1 1 van 300" in text


def test_it_says_what_is_here_since() -> None:
    """Of before that day only sums are here (S9); without such a day nothing is said."""
    since = "1 augustus 2025"
    assert f"Pogingen van vóór {since}" in told(report_pdf(group_job()))
    assert f"Van vóór {since} staan hier alleen de totalen: 12" in told(report_pdf(job()))
    complete = replace(group_job(), head=head(here_since=None))
    assert "totalen" not in told(report_pdf(complete))


def test_without_the_part_on_help_nobody_is_said_to_need_it() -> None:
    every = frozenset(Section) - {Section.HELP}
    for made in (group_job(sections=every), whole_job(sections=every)):
        assert "hulp" not in told(report_pdf(made)).lower().replace("hulp nodig 0", "")


def test_what_was_made_is_done_where_help_is_not_spoken_of() -> None:
    columns = tuple(MatrixColumn(b"e%d" % n, f"Les {n}", 1) for n in range(2))
    row = replace(values.matrix().rows[0], states=bytes([3, 3]), done=(1, 0))
    group = replace(group_of(replace(values.matrix(), columns=columns, rows=(row,))), programme="Taal A2")
    assert cells_spoken(report_pdf(group_job(group))) == [["hulp nodig", "hulp nodig"]]
    assert cells_spoken(report_pdf(group_job(group, sections=frozenset({Section.PROGRAMMES})))) == [["af", "bezig"]]


def test_parents_read_about_their_own_child_alone_and_nothing_of_the_staff() -> None:
    children = [report_of(number) for number in (2, 5, 9)]
    data = report_pdf(job(*children, receiver=PARENTS, copies=2))
    pages = [" ".join(page.extract_text().split()) for page in reader(data).pages]
    names = [one.progress.full for one in children]
    for page in pages:
        assert sum(name in page for name in names) == 1
    order = [(name, copy) for page in pages for name in names if name in page
             for copy in re.findall(r"Exemplaar (\d) van 2", page)[:1]]
    assert list(dict.fromkeys(order)) == [(name, copy) for name in names for copy in "12"]
    text = told(data)
    for hidden in (STAFF_WORDS, "les 7", "AB12-CD34", "moeder", "M. de Boer", "Hulp nodig"):
        assert hidden not in text
    assert "15:30" in text and "Lezen" in text


@pytest.mark.parametrize("young", [False, True])
def test_who_practises_reads_counts_in_large_type_and_not_why(young: bool) -> None:
    data = report_pdf(job(report_of(is_pupil=young), receiver=PARTICIPANT))
    text = told(data)
    for hidden in (WHY, GROUP_NAME, ROUTE_NAME, STAFF_WORDS, "%", "norm", "Schaal", "moeder", "les 7", "gemiddeld"):
        assert hidden.lower() not in text.lower(), hidden
    assert "16 van 16" in text and "13 van 24" in text and "66 oefeningen" in text and "1 december 2026" in text
    words = set(re.findall(r"[a-z]+", text.lower()))
    assert ("je" in words, "u" in words) == (young, not young)
    assert min(size for *_, size, _ in placed(data)) >= 14
    assert WHY not in str(reader(data).metadata) + str([one.title for one in reader(data).outline])


def test_files_of_their_own_have_names_that_tell_nothing(tmp_path: Path) -> None:
    people = [report_of(number) for number in (3, 1, 2)]
    paths = write_reports(job(*people, receiver=PARENTS, copies=2), tmp_path)
    assert [path.name for path in paths] == [f"overzicht-2026-11-23-{n:02}.pdf" for n in (1, 2, 3)]
    for path, one in zip(paths, people, strict=True):
        text = told(path.read_bytes())
        assert one.progress.full in text and "Exemplaar 2 van 2" in text
        assert not any(other.progress.full in text for other in people if other is not one)
        assert standards_broken(path) == []
    with pytest.raises(Refusal, match="is there already"):
        write_reports(job(*people, receiver=PARENTS), tmp_path)


def test_a_run_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    made, steps = job(*[report_of(number) for number in range(1, 6)]), []

    def cancelled() -> bool:
        return len(steps) >= 2

    for write, target in ((write_reports, tmp_path / "each"), (write_report, tmp_path / "all.pdf")):
        steps.clear()
        with pytest.raises(Stopped):
            write(made, target, progress=lambda done, total: steps.append(done), cancelled=cancelled)
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["محمد علي", "Zoë 🙂", "张伟"])
def test_a_sign_that_the_fonts_lack_is_an_error_before_anything_is_written(tmp_path: Path, name: str) -> None:
    made, folder = job(report_of(1), report_of(2, name)), tmp_path / "out"
    with pytest.raises(Refusal, match="cannot be printed"):
        write_report(made, folder / "all.pdf")
    with pytest.raises(Refusal, match="cannot be printed"):
        write_reports(made, folder)
    assert not folder.exists()


def test_combining_marks_are_printed_as_the_fonts_have_them() -> None:
    assert "Zoë Đặng" in told(report_pdf(job(report_of(1, "Zoe\u0308 Đă\u0323ng"))))


@pytest.mark.parametrize("receiver", list(Receiver))
def test_the_longest_and_strangest_names_stay_on_the_page(receiver: Receiver) -> None:
    data = report_pdf(job(*[report_of(1, name) for name in STRANGE], receiver=receiver))
    text = "".join(told(data).split())
    assert all("".join(name.split())[:30] in text for name in STRANGE)
    assert standards_broken(data) == [] and off_the_page(data) == []


def large_group(people: int, programmes: int) -> ReportJob:
    columns = tuple(MatrixColumn(b"p%d" % n, f"Programma {n} met een lange naam voor het werk", 20)
                    for n in range(programmes))
    rows = tuple(
        MatrixRow(values.person(n + 1), STRANGE[n % len(STRANGE)], "", bytes([NOT_STARTED] * programmes),
                  (0,) * programmes, None, False, True) for n in range(people))
    matrix = replace(values.matrix(), columns=columns, rows=rows)
    return group_job(replace(group_of(matrix), weeks=(0,) * 26, growth=None, certificates=(), talks=()))


@pytest.mark.parametrize(("people", "programmes"), [(0, 0), (0, 40), (60, 0), (60, 40), (1, 1)])
def test_a_group_of_any_size_of_which_nothing_was_started(people: int, programmes: int) -> None:
    data = report_pdf(large_group(people, programmes))
    assert standards_broken(data) == [] and off_the_page(data) == []
    spoken = [cell for row in cells_spoken(data) for cell in row]
    assert spoken == ["niet begonnen"] * (people * programmes)
    if people and programmes:  # the titles stand above every page of the table
        pages = [page.extract_text() for page in reader(data).pages]
        assert all("Naam" in page for page in pages if "–" in page and "Programma 0" in page)


def test_somebody_who_started_nothing_has_a_report() -> None:
    empty = replace(report_of().progress, standings=(), weeks=(0,) * 26, routes=(), help=(), last_seen_us=None)
    bare = replace(report_of(), progress=empty, growth=None, certificates=(), talks=(), goals=(), notes=())
    for receiver in Receiver:
        data = report_pdf(job(bare, receiver=receiver))
        assert standards_broken(data) == [] and "Nog niets begonnen" in told(data)


def test_nobody_is_no_report() -> None:
    with pytest.raises(Refusal, match="nobody"):
        report_pdf(ReportJob(job().head, job().order))


def test_the_organisation_is_told_in_numbers_without_a_name() -> None:
    text = told(report_pdf(whole_job()))
    assert not any(full in text for full, _ in values.NAMES)
    assert "Groep 3 21 18 3 212 14 9 600" in text
    assert "Iedereen samen 21 18 3 212 14 9 600" in text


def test_a_report_travels_to_the_worker_process() -> None:
    for made in (job(receiver=PARENTS), group_job(), whole_job()):
        assert report_pdf(pickle.loads(pickle.dumps(made))) == report_pdf(made)


def test_no_name_is_printed_too_small_to_read() -> None:
    for made in (large_group(len(STRANGE), 3), job(*[report_of(1, name) for name in STRANGE])):
        assert min(size for *_, size, text in placed(report_pdf(made)) if len(text) > 20) >= 6


def test_how_to_read_growth_stands_above_the_charts() -> None:
    text = told(report_pdf(job(receiver=PARENTS)))
    assert text.index("Groei op toetsen") < text.index("Het streepje is het interval") < text.index("Lezen · Schaal")


def test_a_whole_run_has_one_set_of_fonts() -> None:
    data = report_pdf(job(*[report_of(number) for number in range(1, 9)], receiver=PARENTS, copies=2))
    fonts = {str(font.get_object()["/BaseFont"]) for page in reader(data).pages
             for font in page["/Resources"]["/Font"].values()}
    assert len(fonts) == 2 and data.count(b"/Length1") == 2


def test_headings_of_a_table_stand_above_every_page_and_are_read_once() -> None:
    rows = tuple((f"Regel {number}", "x") for number in range(120))
    data = paper_pdf([Heading("Lijst"), Table(("Kop een", "Kop twee"), rows, (1, 1))], "Lijst", "nl", values.TODAY)
    pages = [page.extract_text() for page in reader(data).pages]
    assert len(pages) > 2 and all(page.count("Kop een") == 1 for page in pages)
    assert len([one for one in elements(data) if one["/S"] == "/TH"]) == 2
    assert standards_broken(data) == [] and off_the_page(data) == []


def test_the_same_report_of_the_same_day_is_the_same_bytes() -> None:
    assert report_pdf(group_job()) == report_pdf(group_job())


def test_a_long_note_goes_on_on_a_next_page() -> None:
    (note,) = report_of().notes
    data = report_pdf(job(report_of(notes=(replace(note, body="Las een boek. " * 280),))))
    assert told(data).count("Las een boek.") == 280 and off_the_page(data) == []


def test_points_of_growth_are_all_there_is_of_one_test() -> None:
    (line,) = report_of().growth.lines  # type: ignore[union-attr]
    growth = replace(report_of().growth, lines=(replace(line, points=points()[:1], scale=""),))  # type: ignore[type-var]
    assert "120 C" in told(report_pdf(job(report_of(growth=growth))))


def placed(data: bytes) -> Iterator[tuple[int, float, float, float, str]]:
    """(page, x, y, size, text) of everything that is written."""
    for number, page in enumerate(reader(data).pages):
        found: list[tuple[int, float, float, float, str]] = []

        def visit(text: str, _cm: object, tm: list[float], _font: object, size: float) -> None:
            if text.strip():
                found.append((number, tm[4], tm[5], size, text.strip()))  # noqa: B023

        page.extract_text(visitor_text=visit)
        yield from found


def off_the_page(data: bytes) -> list[tuple[int, float, float, float, str]]:
    """What begins outside the margins of its page."""
    sizes = [page.mediabox for page in reader(data).pages]
    for number in range(len(sizes)):
        picture = picture_of(data, 36, number).convert("L")  # two points to a dot
        for edge in ((0, 0, 12, picture.height), (picture.width - 12, 0, picture.width, picture.height)):
            assert picture.crop(edge).getextrema()[0] > 250, f"something in the margin of page {number + 1}"
    return [one for one in placed(data)
            if not (30 < one[1] < float(sizes[one[0]].width) - 30 and 25 < one[2] < float(sizes[one[0]].height) - 10)]


