"""Reading what a demo organisation is from its organisation.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from app.demo.organisation import (
    Agreement,
    CourseGroup,
    DemoClosing,
    DemoContact,
    DemoConversation,
    DemoFollowed,
    DemoHappening,
    DemoInvoice,
    DemoMaintenance,
    DemoMandate,
    DemoMedia,
    DemoMessage,
    DemoNotice,
    DemoOrder,
    DemoOrganisation,
    DemoPaper,
    DemoPermission,
    DemoRate,
    DemoReport,
    DemoRequest,
    DemoTemplate,
    DemoUserTerms,
    Holiday,
    Licence,
    Location,
    Programme,
    Route,
    Staff,
)
from app.domain.names import PersonName


def parse_organisation(text: str) -> DemoOrganisation:
    """The organisation that an organisation.toml describes; KeyError or TypeError where the file is wrong."""
    table = tomllib.loads(text)
    return DemoOrganisation(
        **{key: table[key] for key in ("code", "name", "provider", "place", "address", "postcode")},
        brin=table.get("brin", ""),
        rhythm=table["rhythm"],
        home_page=table["home_page"],
        source=table["source"],
        administrator=_staff(table["administrator"]),
        mandate=DemoMandate(**table["mandate"]) if "mandate" in table else None,
        agreement=_agreement(table["agreement"]),
        licences=tuple(Licence(**row) for row in table["licences"]),
        further=tuple(
            (_agreement(row["agreement"]), tuple(Licence(**part) for part in row["licences"]))
            for row in table.get("further", ())),
        invoices=tuple(DemoInvoice(**{**row, "lines": tuple(row["lines"])}) for row in table["invoices"]),
        orders=tuple(DemoOrder(**{"seats": {}, **row}) for row in table.get("orders", ())),
        rates=tuple(DemoRate(**row) for row in table.get("rates", ())),
        permissions=tuple(
            DemoPermission(**{**row, "conditions": tuple(row.get("conditions", ()))})
            for row in table.get("permissions", ())),
        reports=tuple(DemoReport(**row) for row in table.get("reports", ())),
        conversations=tuple(_conversation(row) for row in table.get("conversations", ())),
        requests=tuple(DemoRequest(**row) for row in table.get("requests", ())),
        maintenances=tuple(DemoMaintenance(**row) for row in table.get("maintenances", ())),
        closings=tuple(DemoClosing(**row) for row in table.get("closings", ())),
        user_terms=DemoUserTerms(**table["user_terms"]) if "user_terms" in table else None,
        changes=tuple(DemoHappening(**row) for row in table["changes"]),
        claims=tuple(DemoHappening(**row) for row in table["claims"]),
        contact=DemoContact(**table["contact"]),
        locations=tuple(Location(**row) for row in table["locations"]),
        coaches=tuple(_staff(row) for row in table.get("coaches", ())),
        groups=tuple(CourseGroup(**{"weekday": None, **row}) for row in table.get("groups", ())),
        holidays=tuple(Holiday(**row) for row in table["holidays"]),
        programmes=tuple(_programme(row) for row in table["programmes"]),
        routes=tuple(_route(row) for row in table["routes"]),
        templates=tuple(
            DemoTemplate(**{**row, "programmes": tuple(row["programmes"])}) for row in table.get("templates", ())),
        media=tuple(DemoMedia(**row) for row in table.get("media", ())),
        followed=tuple(DemoFollowed(**row) for row in table.get("followed", ())),
    )


def _conversation(row: Mapping[str, Any]) -> DemoConversation:
    return DemoConversation(**{**row, "messages": tuple(DemoMessage(**one) for one in row["messages"])})


def _agreement(row: Mapping[str, Any]) -> Agreement:
    papers = {name: DemoPaper(**row[name]) for name in ("deviating", "processing") if name in row}
    notice = {"notice": DemoNotice(**row["notice"])} if "notice" in row else {}
    documents = tuple(DemoPaper(**paper) for paper in row["documents"])
    return Agreement(**{**row, **papers, **notice, "documents": documents})


def _staff(row: Mapping[str, str]) -> Staff:
    return Staff(PersonName(row["given"], row["prefix"], row["family"]), row["username"], row["email"])


def _programme(row: Mapping[str, Any]) -> Programme:
    return Programme(**{**row, "exercises": tuple(row["exercises"])})


def _route(row: Mapping[str, Any]) -> Route:
    return Route(row["name"], tuple(row["programmes"]), tuple(row["groups"]))
