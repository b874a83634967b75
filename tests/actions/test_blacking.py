"""The name of who is erased in texts that stay: found, blacked out, and nowhere left on the desk."""

from __future__ import annotations

import pytest

from app.actions.blacking import black_out
from app.actions.claims import settle_claim
from app.actions.desk import Desk
from app.actions.erasing import erase_participants
from app.actions.rights import report_infringement
from app.actions.undo import undo_last
from app.domain.blacking import MARK
from app.domain.errors import Refusal
from app.views.named_texts import texts_naming
from app.views.privacy import audit_report
from tests.course import claimed
from tests.desks import bring_in, person, roster
from tests.dumps import dump, journal, rows_of
from tests.invoices import concluded


@pytest.mark.clause("O-annex 3: 7")
def test_the_name_is_shown_where_it_stands_and_blacked_out_before_the_person_goes(desk: Desk) -> None:
    bring_in(desk, roster(person("1", "Amira", "Zandvliet"), person("2", "Amira", "Smit"), complete=False))
    amira = next(row["id"] for row in rows_of(desk, "participants") if row["family"] == "Zandvliet")
    claim = claimed(desk, concluded(desk), about="Amira Zandvliet kon er niet in")
    desk.do(settle_claim, claim_id=claim, settled_on="2026-11-21", settlement="excuses aan mevrouw Zandvliet")
    desk.do(report_infringement, what="Amira las voor", seen_at="klas 3", seen_on="2026-11-19")
    found = desk.read(texts_naming, amira)
    assert [(one.kind, one.field, one.blacked, one.surely) for one in found] == [
        ("claims", "about", f"{MARK} kon er niet in", True),
        ("claims", "settlement", f"excuses aan mevrouw {MARK}", True),
        ("infringements", "what", f"{MARK} las voor", False)]
    texts = [{"kind": one.kind, "id": one.id, "field": one.field, "text": one.blacked} for one in found if one.surely]
    desk.do(black_out, texts=texts)
    desk.do(erase_participants, participant_ids=[amira])
    assert rows_of(desk, "claims")[0]["about"] == f"{MARK} kon er niet in"
    assert "Zandvliet" not in repr((dump(desk, frozenset()), journal(desk))), "nor in the journal"
    assert rows_of(desk, "infringements")[0]["what"] == "Amira las voor", "another Amira"
    assert [line.what.template for line in desk.read(audit_report).lines][:2] == [
        "{Participants} erased", "Name blacked out in texts"]
    with pytest.raises(Refusal, match="undo"):
        desk.do(undo_last, operation_id=None)


def test_nothing_but_a_name_is_changed_that_way(desk: Desk) -> None:
    claim = claimed(desk, concluded(desk), about="Amira kon er niet in")
    for field, text in (("about", "Bram kon er niet in"), ("about", f"{MARK} kwam er in"), ("outcome", MARK)):
        with pytest.raises(Refusal, match="in the meantime"):
            desk.do(black_out, texts=[{"kind": "claims", "id": claim, "field": field, "text": text}])
    assert rows_of(desk, "claims")[0]["about"] == "Amira kon er niet in"
