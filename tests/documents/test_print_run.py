"""Print runs: many certificates at once, all or nothing, and nothing of others overwritten."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from app.documents.print_run import Stopped, certificate_pdf, write_files, write_single
from app.documents.read_back import read_back
from app.domain.certificates import CertificateSheet
from app.domain.errors import Refusal
from tests.documents.sheets import logo, reader, sheet, standards_broken, text_of

NAMES = ["Zoë Özdemir", "Łukasz Đorđević", "Nguyễn Ánh", "Þóra ten Brinke", "Ștefan Țepeș", "Emre de Vries"]
SHEETS = [sheet(name, number=number) for number, name in enumerate(NAMES)]
MIXED = [
    sheet(name, number=number, language="en" if number % 2 else "nl", design="plain" if number % 3 == 0 else "classic",
          logo=logo(colour="#803030") if number % 2 else b"")
    for number, name in enumerate(NAMES)
]


def everything_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_each_gets_its_own_file_named_by_its_serial(tmp_path: Path) -> None:
    paths = write_files(SHEETS, tmp_path / "folder")
    assert [path.name for path in paths] == [f"{each.serial}.pdf" for each in SHEETS]
    assert everything_in(tmp_path / "folder") == sorted(path.name for path in paths)
    for path, each in zip(paths, SHEETS, strict=True):
        assert each.name in text_of(path)
        assert standards_broken(path) == []
        assert read_back(path) == [each.code]


def test_files_of_a_mixed_run_hold_only_their_own(tmp_path: Path) -> None:
    for path, each in zip(write_files(MIXED, tmp_path), MIXED, strict=True):
        assert standards_broken(path) == []
        assert text_of(path).count(each.name) == 1
        pictures = [image for image in reader(path).pages[0].images if image.name.endswith(".png")]
        assert len(pictures) == (2 if each.logo else 1)


def test_the_folder_is_made(tmp_path: Path) -> None:
    write_files(SHEETS[:1], tmp_path / "new" / "folder")
    assert len(everything_in(tmp_path / "new" / "folder")) == 1


def test_no_sheets_no_files(tmp_path: Path) -> None:
    assert write_files([], tmp_path / "folder") == []


def test_one_file_has_a_page_and_a_bookmark_for_each(tmp_path: Path) -> None:
    path = write_single(SHEETS, tmp_path / "all.pdf")
    opened = reader(path)
    assert len(opened.pages) == len(SHEETS)
    assert [item.title for item in opened.outline] == [f"{each.name} ({each.serial})" for each in SHEETS]
    assert [opened.get_destination_page_number(item) for item in opened.outline] == list(range(len(SHEETS)))
    assert [each.name in text_of(path, place) for place, each in enumerate(SHEETS)] == [True] * len(SHEETS)
    assert everything_in(tmp_path) == ["all.pdf", "home"]


def test_one_file_passes_the_standards(tmp_path: Path) -> None:
    assert standards_broken(write_single(MIXED, tmp_path / "mixed.pdf")) == []
    assert standards_broken(write_single([sheet(number=number) for number in range(60)], tmp_path / "many.pdf")) == []


def test_one_file_says_the_language_of_each_page(tmp_path: Path) -> None:
    opened = reader(write_single(MIXED, tmp_path / "mixed.pdf"))
    sections = opened.root_object["/StructTreeRoot"]["/K"]["/K"]
    assert [section.get_object().get("/Lang") for section in sections] == [None, "en-GB"] * 3


def test_metadata_of_one_file_holds_no_names(tmp_path: Path) -> None:
    opened = reader(write_single(SHEETS, tmp_path / "all.pdf"))
    packet = opened.root_object["/Metadata"].get_object().get_data().decode()
    assert opened.metadata is not None
    assert opened.metadata.title == "Certificaten"
    assert not any(each.name in packet for each in SHEETS)


def test_a_reprint_gives_the_same_file(tmp_path: Path) -> None:
    path, = write_files(SHEETS[:1], tmp_path)
    before = path.read_bytes()
    assert write_files(SHEETS[:1], tmp_path) == [path]
    assert path.read_bytes() == before == certificate_pdf(SHEETS[0])


def test_a_file_of_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    other = tmp_path / f"{SHEETS[1].serial}.pdf"
    other.write_bytes(b"my own notes")
    with pytest.raises(Refusal, match="holds something else"):
        write_files(SHEETS, tmp_path)
    assert other.read_bytes() == b"my own notes"
    assert everything_in(tmp_path) == sorted(["home", other.name])


def test_one_file_is_not_overwritten_unless_asked(tmp_path: Path) -> None:
    path = write_single(SHEETS[:2], tmp_path / "all.pdf")
    write_single(SHEETS[:2], path)
    with pytest.raises(Refusal, match="holds something else"):
        write_single(SHEETS, path)
    assert len(reader(path).pages) == 2
    write_single(SHEETS, path, replace=True)
    assert len(reader(path).pages) == len(SHEETS)


def test_a_corrected_name_is_another_file(tmp_path: Path) -> None:
    old, new = sheet("Emre de Vris"), sheet("Emre de Vries", correction=1)
    assert len(set(write_files([old, new], tmp_path))) == 2


class Cancel:
    """Cancels at the given step."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.mark.parametrize("at", [0, 1, 3, 5])
def test_a_cancelled_run_leaves_nothing(tmp_path: Path, at: int) -> None:
    folder = tmp_path / "folder"
    with pytest.raises(Stopped):
        write_files(SHEETS, folder, cancelled=Cancel(at))
    with pytest.raises(Stopped):
        write_single(SHEETS, folder / "all.pdf", cancelled=Cancel(at))
    assert everything_in(folder) == []


def test_a_cancelled_reprint_leaves_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    write_files(SHEETS, folder)
    before = everything_in(folder)
    with pytest.raises(Stopped):
        write_files(SHEETS, folder, cancelled=Cancel(2))
    assert everything_in(folder) == before


@pytest.mark.parametrize("count", [1, 7, 250])
def test_progress_ends_at_the_end_and_does_not_chatter(tmp_path: Path, count: int) -> None:
    told: list[tuple[int, int]] = []
    many = [sheet(number=number, design="plain") for number in range(count)]
    write_single(many, tmp_path / "all.pdf", progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (count, count)
    assert told == sorted(told)
    assert len(told) <= 130


def test_nothing_is_written_when_one_name_cannot_be_printed(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    wrong: list[CertificateSheet] = [*SHEETS, sheet("李明", number=98), sheet("Ali \U0001f600", number=99)]
    with pytest.raises(Refusal) as refused:
        write_files(wrong, folder)
    assert len(refused.value.reasons) == 2
    assert not folder.exists()


def test_a_sign_in_the_title_of_all_is_reported_once(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        write_files([sheet(programme="漢字", number=number) for number in range(9)], tmp_path)
    assert len(refused.value.reasons) == 1


def test_a_folder_that_is_a_file_is_refused_politely(tmp_path: Path) -> None:
    (tmp_path / "folder").write_bytes(b"")
    with pytest.raises(Refusal):
        write_files(SHEETS, tmp_path / "folder")
    with pytest.raises(Refusal):
        write_single(SHEETS, tmp_path / "nowhere" / "all.pdf")


def test_files_that_cannot_get_their_names_are_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, last = tmp_path / "folder", f"{SHEETS[-1].serial}.pdf"
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target.name == last:
            raise PermissionError(13, "open in another program")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(Refusal):
        write_files(SHEETS, folder)
    assert everything_in(folder) == []


def test_what_a_killed_run_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    old, young = tmp_path / ".leerspoor-print-old", tmp_path / ".leerspoor-print-young"
    for left in (old, young):
        left.mkdir()
        (left / "somebody.pdf").write_bytes(b"")
    two_days_ago = time.time() - 48 * 3600
    os.utime(old, (two_days_ago, two_days_ago))
    write_files(SHEETS[:1], tmp_path)
    assert not old.exists()
    assert young.exists()


def test_a_batch_may_hold_more_signs_than_one_font_can(tmp_path: Path) -> None:
    letters = [chr(code) for code in range(0x100, 0x250) if chr(code).isalpha()]
    names = ["".join(letters[start:start + 30]) for start in range(0, len(letters), 30)]
    sheets = [sheet(name, number=number) for number, name in enumerate(names)]
    for path, name in zip(write_files(sheets, tmp_path), names, strict=True):
        assert name in "".join(text_of(path))
        assert standards_broken(path) == []
