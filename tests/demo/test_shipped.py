"""The files that ship are what the generators make, and what the demo promises."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.demo.files import (
    CODES,
    LIBRARY,
    PARTICIPANTS,
    SCHOOL,
    demo_folder,
    demo_organisation,
    logo,
    shipped_source,
    source,
    write_shipped,
)
from app.domain.roster import SchoolYear


@pytest.mark.parametrize("code", CODES)
def test_the_shipped_file_is_what_the_generator_makes(code: str) -> None:
    assert shipped_source(code).read_bytes() == source(code)


def test_writing_anew_gives_the_same_files_in_the_same_places(tmp_path: Path) -> None:
    written = write_shipped(tmp_path)
    assert [path.relative_to(tmp_path) for path in written] == [
        shipped_source(code).relative_to(demo_folder()) for code in CODES
    ]
    assert [path.read_bytes() for path in written] == [shipped_source(code).read_bytes() for code in CODES]


@pytest.mark.parametrize("code", CODES)
def test_the_logo_is_a_square_picture(code: str) -> None:
    picture = QImage.fromData(logo(code))
    assert (picture.width(), picture.height()) == (512, 512)
    assert not picture.hasAlphaChannel()


@pytest.mark.parametrize("code", CODES)
def test_an_organisation_is_whole(code: str) -> None:
    organisation = demo_organisation(code)
    programmes = {programme.code for programme in organisation.programmes}
    assert organisation.code == code
    assert len(programmes) == len(organisation.programmes) == {SCHOOL: 8, LIBRARY: 10}[code]
    assert {name for route in organisation.routes for name in route.programmes} == programmes
    assert all(10 <= len(programme.exercises) <= 16 for programme in organisation.programmes)
    assert all(programme.title["nl"] and programme.title["en"] for programme in organisation.programmes)
    assert len({programme.iri for programme in organisation.programmes}) == len(programmes)


@pytest.mark.parametrize("code", CODES)
def test_nobody_can_live_at_the_addresses_of_the_demo(code: str) -> None:
    organisation = demo_organisation(code)
    staff = (organisation.administrator, *organisation.coaches)
    hosts = {one.email.rsplit("@", 1)[1] for one in staff}
    hosts |= {programme.iri.split("/")[2] for programme in organisation.programmes}
    hosts.add(organisation.home_page.split("/")[2])
    assert all(host.endswith(".example") for host in hosts)


def test_the_licences_are_nearly_full() -> None:
    seats = {
        code: sum(one.seats for one in demo_organisation(code).licences if one.kind == "participant")
        for code in CODES
    }
    assert PARTICIPANTS == {SCHOOL: 240, LIBRARY: 60}
    assert seats == {SCHOOL: 240, LIBRARY: 62}  # six of the 240 pupils have left


def test_the_agreements_run_on_the_day_of_the_demo() -> None:
    school, library = (demo_organisation(code).agreement for code in CODES)
    assert school.starts_on == SchoolYear(2026).begins
    assert library.starts_on == date(2026, 1, 15)  # so notice is due by 14 December 2026
    assert all(one.concluded_on < one.starts_on and one.months == 12 for one in (school, library))


def test_the_library_s_groups_have_a_route_a_coach_and_a_location() -> None:
    library = demo_organisation(LIBRARY)
    assert {group.location for group in library.groups} == {location.name for location in library.locations}
    assert {group.coach for group in library.groups} == {coach.name.full for coach in library.coaches}
    assert all(library.programmes_of(group.name) for group in library.groups)
    assert sum(group.share for group in library.groups) == 100
