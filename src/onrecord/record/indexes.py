"""Indexes over several columns of the tables, for what listings and comparing ask for in order."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint

from onrecord.record.tables import (
    actor_month,
    actor_total,
    event,
    figure,
    incident,
    incident_tally,
    passage,
    place,
    reading,
    relation,
)

Index("ix_event_blocking", event.c.type, event.c.from_day)
Index("ix_figure_listing_by_measure", figure.c.measure, figure.c.from_day, figure.c.report, figure.c.start)
Index("ix_event_listing", event.c.from_day, event.c.report, event.c.start)
Index("ix_figure_listing", figure.c.from_day, figure.c.report, figure.c.start)
Index("ix_incident_listing", incident.c.from_day, incident.c.id)
Index("ix_passage_place", passage.c.report, passage.c.start)
Index("ix_relation_kind", relation.c.incident, relation.c.relation)
Index("ix_event_listing_by_type", event.c.type, event.c.from_day, event.c.report, event.c.start)
Index("ix_place_listing", place.c.name, place.c.report)
Index("ix_actor_total_most", actor_total.c.reports.desc(), actor_total.c.name, actor_total.c.actor)
Index("ix_actor_total_kind", actor_total.c.kind, actor_total.c.reports, actor_total.c.name)
Index("ix_actor_month_month", actor_month.c.month)
Index(
    "ix_incident_tally_told",
    incident_tally.c.accounts.desc(),
    incident_tally.c.from_day.desc(),
    incident_tally.c.incident,
    incident_tally.c.first,
)
Index(
    "ix_incident_tally_disputed",
    incident_tally.c.from_day,
    incident_tally.c.incident,
    sqlite_where=incident_tally.c.disputes > 0,
    postgresql_where=incident_tally.c.disputes > 0,
)
for _table in (event, figure, incident):
    # The few that last over days: those that began before a day asked for, and reach it.
    _lasting = _table.c.to_day > _table.c.from_day
    Index(f"ix_{_table.name}_lasting", _table.c.to_day, sqlite_where=_lasting, postgresql_where=_lasting)
UniqueConstraint(reading.c.report, reading.c.reader, reading.c.model, name="uq_reading_reader")
