"""The figures of a record: every number with its claimant, and the series of a measure by day."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Select, and_, select

from onrecord.publishing.citing import REPORT_COLUMNS, Names, claimant, sentence_of
from onrecord.publishing.display import number
from onrecord.publishing.listing import Listing
from onrecord.record import tables
from onrecord.record.filters import Filters, actors_named, at_place, standing, within

BAR = 24
"""Width of the longest bar of the chart, in columns."""

FEW_REPORTS = 5000
"""Reports of an outlet up to which its figures are looked up report by report."""


def figures(connection: Connection, filters: Filters, *, measure: str | None = None) -> Listing:
    """Every figure asked for, by day; `measure` is one of the reading format's measures."""
    rows = [_row(row, names) for row, names in _found(connection, filters, measure)]
    shown = ("day", "how_many", "counted", "measure", "whose", "claimed_by", "place", "outlet", "sentence", "id")
    return Listing("Figures", shown, rows, frozenset({"sentence"}))


def series(connection: Connection, filters: Filters, *, measure: str) -> Listing:
    """The figures of a measure by day and claimant, with a bar for the largest value of each day.

    A reprint adds nothing to a series: the same value of the same claimant on the same day stands once, with the
    number of reports and of independent accounts that carry it.
    """
    cells: dict[tuple[str, str, str, str], list[Any]] = defaultdict(list)
    for row, names in _found(connection, filters, measure):
        who = claimant(names, row.claimant, row.claimant_words, row.outlet)
        value = number(row.low, row.high, row.bound)
        cells[row.from_day or row.published or "", who, names.name(row.side) or "", value].append(row)
    top = max((r.high or r.low or 0 for rows in cells.values() for r in rows), default=0) or 1
    out = []
    for (day, who, side, value), rows in sorted(cells.items()):
        first = rows[0]
        size = first.high if first.high is not None else first.low or 0
        out.append(
            {
                "day": day,
                "claimed_by": who,
                "whose": side,
                "how_many": value,
                "counted": first.counted,
                "chart": "█" * max(1 if size else 0, round(BAR * size / top)),
                "reports": len({r.report for r in rows}),
                "independent": len({r.account for r in rows}),
                "id": first.id,
            }
        )
    shown = ("day", "claimed_by", "whose", "how_many", "chart", "reports", "independent", "id")
    return Listing(f"Figures: {measure} by day", shown, out)


def _found(connection: Connection, filters: Filters, measure: str | None) -> list[tuple[Any, Names]]:
    figure, place = tables.figure, tables.place
    names = Names(connection)
    # Figures of few reports are found by these reports: what is no plain column hides the other indexes from the plan.
    of_outlet = select(tables.report.c.id).where(standing(filters)).limit(FEW_REPORTS + 1)
    few = bool(filters.outlet) and len(connection.execute(of_outlet).all()) <= FEW_REPORTS
    asked: list[Select[Any]] = [select(figure.c.id)]
    if filters.start or filters.end:
        # A figure without a day of its own is asked for by the day of its report. Two questions: indexes answer each.
        undated = and_(figure.c.from_day.is_(None), within(tables.report.c.day, tables.report.c.day, filters))
        asked = [
            select(figure.c.id).where(within(figure.c.from_day, figure.c.to_day, filters)),
            select(figure.c.id).where(undated),
        ]
    for n, part in enumerate(asked):
        part = part.join(tables.report, tables.report.c.id == figure.c.report).where(standing(filters))
        if measure:
            part = part.where((figure.c.measure.concat("") if few else figure.c.measure) == measure)
        if filters.actor:
            ids = actors_named(connection, filters.actor)
            part = part.where(figure.c.side.in_(ids) | figure.c.claimant.in_(ids))
        if filters.place:
            part = part.where(at_place(figure.c.report, figure.c.place, filters.place))
        first = figure.c.from_day.concat("") if few else figure.c.from_day
        asked[n] = part.order_by(first, figure.c.report, figure.c.start).limit(filters.limit)
    chosen = [i for part in asked for i in connection.execute(part).scalars()]
    query = (
        select(
            figure,
            sentence_of(figure),
            place.c.name.label("place_name"),
            tables.account.c.account,
            *REPORT_COLUMNS[1:],
        )
        .join(tables.report, tables.report.c.id == figure.c.report)
        .outerjoin(tables.account, tables.account.c.report == figure.c.report)
        .outerjoin(place, (place.c.report == figure.c.report) & (place.c.local == figure.c.place))
    )
    rows: list[Any] = []
    for start in range(0, len(chosen), 500):
        rows += connection.execute(query.where(figure.c.id.in_(chosen[start : start + 500])))
    rows.sort(key=lambda row: (row.from_day or "", row.report, row.start))
    del rows[filters.limit :]
    names.load(i for row in rows for i in (row.claimant, row.side))
    return [(row, names) for row in rows]


def _row(row: Any, names: Names) -> dict[str, Any]:
    return {
        "id": row.id,
        "day": row.from_day,
        "how_many": number(row.low, row.high, row.bound) + (f" {row.unit}" if row.unit else ""),
        "low": row.low,
        "high": row.high,
        "bound": row.bound,
        "counted": row.counted,
        "measure": row.measure,
        "whose": names.name(row.side),
        "claimed_by": claimant(names, row.claimant, row.claimant_words, row.outlet),
        "place": row.place_name,
        "outlet": row.outlet,
        "published": row.published,
        "url": row.url,
        "report": row.report,
        "sentence": row.sentence,
    }
