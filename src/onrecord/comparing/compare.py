"""Comparing as reports arrive: a new report touches its own neighbourhood of the record and nothing else."""

from __future__ import annotations

from sqlalchemy import Connection, select

from onrecord.comparing.accounts import join_account
from onrecord.comparing.incidents import link_again, link_report, unlink_report
from onrecord.comparing.relations import relate
from onrecord.model import Reading
from onrecord.record import tables
from onrecord.record.tallies import tally_incidents
from onrecord.record.write import add_derived, remove_derived, stored_reading

DERIVED = (
    tables.incident_tally,
    tables.actor_total,
    tables.actor_month,
    tables.actor_role,
    tables.actor_word,
    tables.relation,
    tables.statement,
    tables.incident_event,
    tables.incident_entry,
    tables.incident,
    tables.sketch_band,
    tables.sketch,
    tables.account,
)


def compare_report(connection: Connection, reading: Reading) -> None:
    """Find the account of a report that was just stored, the happenings of its events, and what its claims meet."""
    join_account(connection, reading.document.id, reading.document.text)
    tally_incidents(connection, relate(connection, link_report(connection, reading.document.id)))


def derive_again(connection: Connection, report: str) -> None:
    """Make the derived rows of one report again from its latest reading, and compare it anew."""
    tally_incidents(connection, relate(connection, unlink_report(connection, report)))
    remove_derived(connection, report)
    stored = latest_reading(connection, report)
    add_derived(connection, stored)
    compare_report(connection, stored)


def judged_anew(connection: Connection, a: str, b: str) -> None:
    """Link the reports of two happenings anew after a judgement on them; `b` may be a report that is none of `a`."""
    tally_incidents(connection, relate(connection, link_again(connection, (a, b))))


def latest_reading(connection: Connection, report: str) -> Reading:
    """The reading of a report that the latest run stored."""
    reading = tables.reading
    query = select(reading.c.body).where(reading.c.report == report).order_by(reading.c.run.desc(), reading.c.id)
    return stored_reading(connection.execute(query.limit(1)).scalar_one())


def rebuild_record(connection: Connection) -> int:
    """Make every derived row again from the stored readings, in the order in which they arrived; how many reports."""
    for table in DERIVED:
        connection.execute(table.delete())
    report = tables.report
    arrived = list(connection.execute(select(report.c.id).order_by(report.c.number)).scalars())
    for name in arrived:
        remove_derived(connection, name)
    connection.execute(tables.topic.delete())
    connection.execute(tables.actor.delete())
    for name in arrived:
        stored = latest_reading(connection, name)
        add_derived(connection, stored)
        compare_report(connection, stored)
    return len(arrived)
