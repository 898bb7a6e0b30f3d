"""What a reader has in mind at a point of the report: who was mentioned, as what, and who spoke last."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from onrecord.reading.actors.draft import SUBJECTS, Draft, Entity, Report
from onrecord.reference.actors import bodies
from onrecord.reference.cues import groups_of

_WINDOW = 60
"""Mentions that are looked back on, at most: keeps the whole reading linear."""


class History:
    """The mentions so far, in the order of the text."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.mentions: list[Draft] = []
        self.counts: dict[Entity, int] = {}
        self.speaker: Entity | None = None
        """Who was last the subject of a verb of saying, or whom something was according to."""
        self.speaker_sentence = -9
        self.issuer: Entity | None = None
        """Who last said something in a sentence that speaks of a statement or report."""
        self._documents = {
            report.sentence[i]
            for i in range(report.size)
            if report.lower[i] in bodies().documents and report.sentence[i] >= 0
        }
        self.pairs: list[tuple[int, tuple[Entity, ...]]] = []
        """Actors joined by "and", with the sentence they stand in."""

    def push(self, draft: Draft) -> None:
        """Take in a resolved mention."""
        entity = draft.entity
        if entity is None:
            return
        self.mentions.append(draft)
        self.counts[entity] = self.counts.get(entity, 0) + 1
        report = self.report
        if speaks(report, draft.head) and not report.in_quote(draft.head) and not _asks(report, draft.head):
            self.speaker, self.speaker_sentence = entity, report.sentence[draft.head]
            if self.speaker_sentence in self._documents and entity.kind != "media":
                self.issuer = entity
        joined = self._joined(draft)
        if joined:
            self.pairs.append((report.sentence[draft.head], joined))

    def _joined(self, draft: Draft) -> tuple[Entity, ...]:
        report, entity = self.report, draft.entity
        if draft.form == "pronoun" or report.deps[draft.head] != "conj" or entity is None:
            return ()
        anchor = report.heads[draft.head]
        held = report.covered[anchor]
        if held is None or held.entity is None or held.entity is entity or held.form == "pronoun":
            return ()
        if self.pairs and self.pairs[-1][1][0] is held.entity and self.pairs[-1][0] == report.sentence[anchor]:
            _, before = self.pairs.pop()
            return (*before, entity)
        return (held.entity, entity)

    def recent(self) -> Iterator[Draft]:
        """The last mentions, the latest first."""
        for n in range(len(self.mentions) - 1, max(-1, len(self.mentions) - 1 - _WINDOW), -1):
            yield self.mentions[n]

    def last(self, fits: Callable[[Entity], bool]) -> Entity | None:
        """The actor mentioned last that fits."""
        for draft in self.recent():
            if draft.entity is not None and fits(draft.entity):
                return draft.entity
        return None

    def only(self, fits: Callable[[Entity], bool]) -> Entity | None:
        """The actor that fits, where the whole report has just one with a mention."""
        found = [e for e in self.report.entities if e.mentions and fits(e)]
        return found[0] if len(found) == 1 else None


_WEAK = frozenset({"continue", "begin", "allow", "open", "log", "record", "register", "detail", "rage", "agree"})
"""Verbs that say something only where words are quoted."""


def is_speech(report: Report, verb: int) -> bool:
    """Whether a verb is one of saying."""
    lemma = report.lemmas[verb]
    if report.pos[verb] not in ("VERB", "AUX") or not any(g.kind == "speech" for g in groups_of("verb", lemma)):
        return False
    if lemma not in _WEAK:
        return True
    start, end = report.sentences[report.sentence[verb]]
    return next(report.quotations.overlapping(report.starts[start], report.ends[end - 1]), None) is not None


def subject_of(report: Report, i: int) -> int | None:
    """The verb (or predicate) whose subject token `i` is, coordination followed, or None."""
    limit = 0
    while report.deps[i] == "conj" and limit < 8:
        i, limit = report.heads[i], limit + 1
    if report.deps[i] in SUBJECTS:
        return report.heads[i]
    return None


def _asks(report: Report, i: int) -> bool:
    verb = subject_of(report, i)
    return verb is not None and report.lemmas[verb] in ("ask", "question", "interview")


def speaks(report: Report, i: int) -> bool:
    """Whether token `i` is who says something: subject of a verb of saying, or "according to" it."""
    verb = subject_of(report, i)
    if verb is not None:
        return is_speech(report, verb) and report.deps[i] != "nsubj:pass"
    if report.deps[i] in ("obl", "nmod", "obl:agent"):
        for c in report.children[i]:
            if report.deps[c] == "case" and report.lower[c] in ("according", "per"):
                return True
    return False
