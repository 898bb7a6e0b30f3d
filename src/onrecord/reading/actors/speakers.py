"""Who speaks each quotation, and with that whom "I" and "we" mean inside it."""

from __future__ import annotations

from onrecord.reading.actors import pronouns
from onrecord.reading.actors.draft import Draft, Entity, Report
from onrecord.reading.actors.history import is_speech, speaks, subject_of


def link_first_persons(report: Report) -> None:
    """ "I" and "we" inside a quotation mean who speaks it."""
    speakers = speakers_of_quotations(report)
    for i in range(report.size):
        if report.sentence[i] < 0 or report.lower[i] not in pronouns.FIRST or report.pos[i] != "PRON":
            continue
        if report.lower[i] == "us" and report.words[i] != "us":
            continue
        quotation = report.quotations.at(report.starts[i])
        entity = speakers.get(quotation.start) if quotation is not None else None
        if entity is not None and report.covered[i] is None:
            draft = report.add(Draft(i, i + 1, i, "pronoun", entity, "first-person"))
            draft.entity = entity


def speakers_of_quotations(report: Report) -> dict[int, Entity]:
    """The speaker of each quotation by its start: the nearest in its sentence, else who spoke the one before."""
    by_sentence: dict[int, list[tuple[int, Entity]]] = {}
    for draft in report.drafts:
        if draft.entity is not None and speaks(report, draft.head) and not report.in_quote(draft.head):
            verb = subject_of(report, draft.head)
            if verb is None or is_speech(report, verb):
                by_sentence.setdefault(report.sentence[draft.head], []).append(
                    (report.starts[draft.head], draft.entity)
                )
    found: dict[int, Entity] = {}
    at, last, last_end = 0, None, -9
    for quotation in report.quotations.items:
        while at + 1 < report.size and report.starts[at] < quotation.start:
            at += 1
        begin = report.sentence[at]
        stop = at
        while stop + 1 < report.size and report.starts[stop + 1] < quotation.end:
            stop += 1
        rows = (
            [r for s in range(begin, report.sentence[stop] + 1) for r in by_sentence.get(s, ())] if begin >= 0 else []
        )
        if rows:
            last = min(rows, key=lambda r: min(abs(r[0] - quotation.start), abs(r[0] - quotation.end)))[1]
            found[quotation.start] = last
        elif last is not None and begin - last_end <= 1:
            found[quotation.start] = last
        else:
            last = None
        last_end = report.sentence[stop]
    return found
