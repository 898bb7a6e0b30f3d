"""Ministries and departments by portfolio and country: "the Ministry of Health in Gaza", "Russia's defence ministry"."""

from __future__ import annotations

from onrecord.reading.actors.draft import Draft, Entity, Report
from onrecord.reading.actors.phrases import owner_before
from onrecord.reference.actors import bodies, nation_adjective


def find_ministry(report: Report, first: int, start: int, head: int) -> Draft | None:
    held = report.covered[head]
    if held is not None and held.form in ("title", "name"):
        return None
    portfolio: tuple[str, str] | None = None
    table = bodies().ministries
    for width in (2, 1):
        if start - width >= first and (row := table.get(" ".join(report.lower[start - width : start]))):
            portfolio, start = row, start - width
            break
    code, _, owner = owner_before(report, first, start)
    end = head + 1
    if portfolio is None and end + 1 < report.size and report.lower[end] in ("of", "for"):
        at = end + 1 + (report.lower[end + 1] == "the")
        for width in (2, 1):
            if row := table.get(" ".join(report.lower[at : at + width])):
                portfolio, end = row, at + width
                break
    if end + 1 < report.size and report.lower[end] in ("of", "in"):
        at = end + 1 + (report.lower[end + 1] == "the")
        found = report.lexical[at] if at < report.size else None
        place = report.place[at] if at < report.size else None
        if found is not None and found.what == "country" and code is None:
            code, end = found.code, found.end
        elif (
            place is not None
            and place.country
            and place.resolved
            and found is None
            and (code is None or place.country == code)
        ):
            code, end = place.country, report.token_end(place.end, at)
    if portfolio is None and report.lower[head] != "ministry":
        return None
    deps = report.deps[head]
    if deps == "compound" and report.tags[head] != "NNP":
        return None
    if portfolio is None and code is None:
        if report.lower[first] in ("the", "its", "their"):
            return report.add(Draft(first, head + 1, head, "nominal", None, "ministry"))
        return None
    noun = report.lower[head].capitalize()
    sector = portfolio[1] if portfolio else "GOV"
    subject = portfolio[0] if portfolio else ""
    if noun == "Department" and subject == "Defence" and code == "USA":
        subject = "Defense"
    area = _area(report, first, end)
    adjective = area or (nation_adjective(code) or code if code else "")
    name = " ".join(w for w in (adjective, subject, noun) if w)
    if code is None:
        # Whose it is may be told elsewhere in the report: the resolver looks for a ministry of this name.
        return report.add(Draft(first, end, head, "nominal", None, f"ministry:{subject} {noun}"))
    # One ministry of a portfolio for a country, whichever way the report names it.
    made = Entity(name=name, kind="government", country=code, sector=sector, by="ministry", head=noun.lower())
    entity = report.once(made, key=f"ministry:{subject} {noun}")
    if area and entity.name != name:
        entity.aliases.append(entity.name)
        entity.name = name
    return report.add(Draft(first, end, head, "name", entity, "ministry"))


def _area(report: Report, start: int, end: int) -> str | None:
    """The part of a country that the phrase names ("Gaza"), which then names its ministry too."""
    for i in range(start, min(end, report.size)):
        place = report.place[i]
        if place is not None and place.form == "name" and place.kind in ("region", "area", "district"):
            return report.text[place.start : place.end]
    return None
