"""Comparing as reports arrive: a new report touches its own neighbourhood of the record and nothing else."""

from __future__ import annotations

from sqlalchemy import Connection, select

from onrecord.comparing.accounts import join_account
from onrecord.comparing.incidents import link_report, unlink_report
from onrecord.comparing.relations import relate
from onrecord.model import Reading
from onrecord.record import tables
from onrecord.record.write import add_derived, remove_derived, stored_reading

DERIVED = (
    tables.relation,
    tables.statement,
    tables.incident_event,
    tables.incident,
    tables.sketch_band,
    tables.sketch,
    tables.account,
)


def compare_report(connection: Connection, reading: Reading) -> None:
    """Find the account of a report that was just stored, the happenings of its events, and what its claims meet."""
    join_account(connection, reading.document.id, reading.document.text)
    relate(connection, link_report(connection, reading.document.id))


def withdraw_report(connection: Connection, report: str) -> None:
    """Take a report's events out of the happenings before a newer reading of it is compared."""
    relate(connection, unlink_report(connection, report))


def rebuild_record(connection: Connection) -> int:
    """Make every derived row again from the stored readings, in the order in which they arrived; how many reports."""
    for table in DERIVED:
        connection.execute(table.delete())
    reading, report = tables.reading, tables.report
    arrived = list(connection.execute(select(report.c.id).order_by(report.c.number)).scalars())
    for name in arrived:
        remove_derived(connection, name)
    connection.execute(tables.topic.delete())
    connection.execute(tables.actor.delete())
    for name in arrived:
        latest = select(reading.c.body).where(reading.c.report == name).order_by(reading.c.run.desc(), reading.c.id)
        stored = stored_reading(connection.execute(latest.limit(1)).scalar_one())
        add_derived(connection, stored)
        compare_report(connection, stored)
    return len(arrived)
