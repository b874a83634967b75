"""Tests, their norms, and what came of them, after the model of UWLR 2.2 (A-1.6, A-1.14, A-1.15)."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table

from app.store.tables.columns import (
    Bytes,
    Personal,
    metadata,
    number,
    period,
    ref,
    row_id,
    text,
    version,
)

tests = Table(  # `code` and `edition` together name it in UWLR
    "tests", metadata, row_id(), text("code"), text("edition"), text("title"), text("subject"), text("year_groups"),
    text("category"), number("highest", nullable=True), number("items", nullable=True), *period(), version(),
    info={"personal": None},
)

test_parts = Table(
    "test_parts", metadata, row_id(), ref("test_id"), number("position"), text("code"), text("title"),
    number("highest", nullable=True), number("items", nullable=True), version(),
    Index("test_parts_by_test", "test_id", "position"),
    info={"personal": None},
)

test_norms = Table(  # one edition of a table that the school loaded; what a part is normed by has its `part_id`
    "test_norms", metadata, row_id(), ref("test_id"), ref("part_id", nullable=True), text("edition"), text("moment"),
    text("scale"), text("source"), text("checksum"), number("loaded_us"), ref("loaded_by", nullable=True), *period(),
    version(),
    Index("test_norms_by_test", "test_id"),
    info={"personal": None},
)

norm_rows = Table(  # `sort`: from a raw score to a point on the scale, or from that to a level; thousandths of a point
    "norm_rows", metadata, row_id(), ref("norm_id"), text("sort"), number("position"), number("begins"),
    number("ends"), number("value", nullable=True), number("low", nullable=True), number("high", nullable=True),
    text("term"), text("description"), version(),
    Index("norm_rows_by_norm", "norm_id", "sort", "position"),
    info={"personal": None},
)

sittings = Table(  # a test taken by a group, or by somebody alone
    "sittings", metadata, row_id(), ref("test_id"), ref("group_id", nullable=True), text("moment"), text("taken_on"),
    ref("account_id", nullable=True), number("recorded_us"), text("remark"), version(),
    Index("sittings_by_test", "test_id"),
    info={"personal": None},
)

test_results = Table(  # of the whole test, or of a part; `item_scores` has a byte per item, 255 where it was not made
    "test_results", metadata, row_id(), ref("sitting_id"), ref("participant_id"), ref("test_id"),
    ref("part_id", nullable=True), text("taken_on"), number("raw", nullable=True), number("items_right", nullable=True),
    number("items_wrong", nullable=True), number("items_read", nullable=True), number("seconds", nullable=True),
    ref("norm_id", nullable=True), number("scaled", nullable=True), number("low", nullable=True),
    number("high", nullable=True), text("level"), text("absent"), text("remark"),
    Column("item_scores", Bytes, nullable=True), number("recorded_us"), ref("recorded_by", nullable=True), version(),
    Index("test_results_by_participant", "participant_id"), Index("test_results_by_sitting", "sitting_id"),
    info={"personal": Personal("participant", "participant_id")},
)
