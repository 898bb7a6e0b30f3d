"""Ministries and departments by portfolio and country: "the Ministry of Health in Gaza", "the defence ministry"."""

from __future__ import annotations

import re

from onrecord.reading.actors.draft import Draft, Entity, Report
from onrecord.reading.actors.phrases import owner_before
from onrecord.reference.actors import areas, bodies, nation_adjective

_UNIT = re.compile(r" (?:province|region|governorate|oblast|district|state)$", re.IGNORECASE)


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
    if code is None and "territory" in report.lower[first:start]:
        code = next(
            (areas()[w] for i in range(first - 1, max(-1, first - 400), -1) if (w := report.words[i]) in areas()), None
        )
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
    area = _area(report, first, end, code)
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


def area_name(name: str) -> str | None:
    """The area with ministries of its own that a place name means: "Gaza" for "the Gaza Strip"."""
    code = areas().get(name)
    if code is None:
        return None
    return next(
        short for short, other in areas().items() if other == code and (name.startswith(short) or short in name)
    )


def _area(report: Report, start: int, end: int, code: str | None) -> str | None:
    """The area that the phrase names, or, where a group runs the ministry, the one of that country named before."""
    for i in range(start, min(end, report.size)):
        place = report.place[i]
        if place is not None and place.form == "name":
            name = report.text[place.start : place.end]
            if name in areas():
                return area_name(name)
            if place.kind in ("region", "district") and report.lexical[i] is None:
                return _UNIT.sub("", name)
    words = report.lower[start:end]
    if code is None or not ("run" in words or "territory" in words or "enclave" in words or "strip" in words):
        return None
    for i in range(start - 1, max(-1, start - 400), -1):
        place = report.place[i]
        if place is not None and place.country == code and report.text[place.start : place.end] in areas():
            return area_name(report.text[place.start : place.end])
    return None
