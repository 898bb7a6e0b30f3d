"""Fifth step: read on from mention to mention and link nouns and pronouns to the actors that they mean."""

from __future__ import annotations

from onrecord.reading.actors import pronouns
from onrecord.reading.actors.definite_bodies import DefiniteBodies
from onrecord.reading.actors.definite_people import DefinitePeople
from onrecord.reading.actors.draft import Draft, Entity, Report
from onrecord.reading.actors.history import History
from onrecord.reading.actors.nominals import Leaning
from onrecord.reading.actors.pairs import PAIR_NOUNS, is_paired, resolve_pair
from onrecord.reading.actors.speakers import link_first_persons


class Resolver:
    """Reads the mentions in the order of the text."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.history = History(report)
        self.bodies = DefiniteBodies(report, self.history)
        self.people = DefinitePeople(report, self.history)

    def run(self, leaning_bodies: list[tuple[Draft, str]], leaning_people: list[Leaning]) -> None:
        """Resolve what leans on other mentions; what stays open becomes an actor without a name or stays out."""
        report = self.report
        body_of = {id(d): what for d, what in leaning_bodies}
        items: list[tuple[int, int, Draft | Leaning | int]] = []
        items += [(d.head, 0, d) for d in report.drafts]
        items += [(row.draft.head, 2, row) for row in leaning_people]
        for i in range(report.size):
            if report.sentence[i] < 0:
                continue
            if report.pos[i] == "PRON" and report.covered[i] is None or report.tags[i] in ("WP", "WDT", "WP$", "PRP$"):
                items.append((i, 3, i))
            elif report.lemmas[i] in PAIR_NOUNS and report.tags[i] == "NNS" and is_paired(report, i):
                items.append((i, 1, i))
        items.sort(key=lambda row: (row[0], row[1]))
        for head, order, item in items:
            if isinstance(item, Draft):
                if item.entity is None:
                    self._settle(item, self.bodies.resolve(item, body_of.get(id(item), "")))
                self.history.push(item)
            elif isinstance(item, Leaning):
                self.people.resolve(item)
            elif order == 1:
                resolve_pair(report, self.history, head)
            elif report.lower[head] not in pronouns.FIRST:
                self._pronoun(head)
        link_first_persons(report)

    def _settle(self, draft: Draft, entity: Entity | None) -> None:
        draft.entity = entity
        if entity is not None:
            entity.mentions.append(draft)
            return
        for i in range(draft.start, draft.end):
            if self.report.covered[i] is draft:
                self.report.covered[i] = None

    def _pronoun(self, i: int) -> None:
        found = pronouns.resolve(self.report, self.history, i)
        if found:
            held = self.report.covered[i]
            draft = Draft(i, i + 1, i, "pronoun", found[0], "pronoun", found[1:])
            self.report.drafts.append(draft)
            if held is None:
                self.report.covered[i] = draft
            for entity in found:
                entity.mentions.append(draft)
            self.history.push(draft)
