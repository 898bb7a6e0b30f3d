"""People by noun: the one whom the report named with it before, else somebody new without a name."""

from __future__ import annotations

from onrecord.reading.actors.draft import Entity, Report
from onrecord.reading.actors.history import History
from onrecord.reading.actors.nominals import Leaning, unnamed
from onrecord.reading.actors.persons import describe
from onrecord.reference.countries import country_by_name, country_of_demonym

_LEADERS = frozenset(
    {"president", "prime minister", "leader", "monarch", "supreme leader", "chancellor", "crown prince"}
)
_SHARED = frozenset({"spokesperson", "leader", "chief", "head", "commander", "minister", "secretary", "governor"})
"""Offices that many hold at a time: one is known by what stands beside the word."""
_RANKS = {
    "gen": "general",
    "col": "colonel",
    "maj": "major",
    "capt": "captain",
    "lt": "lieutenant",
    "adm": "admiral",
    "brig": "brigadier",
}
_LEARNED = frozenset(
    {
        "expert",
        "analyst",
        "scholar",
        "academic",
        "professor",
        "scientist",
        "researcher",
        "historian",
        "economist",
        "commentator",
    }
)
_PUBLIC = frozenset(
    {"official", "diplomat", "politician", "statesman", "minister", "lawmaker", "leader", "envoy", "governor", "mayor"}
)
_OFFICES = frozenset({"mayor", "governor", "envoy", "lawmaker"})
_SPEAKING_FOR = frozenset({"spokesperson", "spokesman", "spokeswoman"})


class DefinitePeople:
    """Links a noun for people to the actor that it means."""

    def __init__(self, report: Report, history: History) -> None:
        self.report = report
        self.history = history

    def resolve(self, row: Leaning) -> None:
        report, draft = self.report, row.draft
        held = report.covered[draft.head]
        taken = held is not None and held.entity is not None
        if held is not None and taken and (held.form in ("name", "title") or held.by == "pair"):
            return
        if self._predicate(draft.head):
            return
        beside = report.covered[draft.head + 1] if draft.head + 1 < report.size else None
        if beside is None or row.plural or beside.form != "name" or beside.start != draft.head + 1:
            beside = None
        if beside is not None and beside.entity is not None and not beside.entity.is_person:
            # "the war monitor Syrian Observatory for Human Rights": what the named one is.
            draft.end, draft.entity, draft.form = draft.head + 1, beside.entity, "title"
            report.add(draft)
            return
        for child in report.children[draft.head] if not row.plural else ():
            named = report.covered[child]
            if (
                report.deps[child] == "appos"
                and named is not None
                and named.form == "name"
                and named.entity is not None
                and named.entity.kind == "person"
            ):
                # "Iran's envoy to the United Nations, Amir …": the name comes behind the description.
                draft.entity, draft.form = named.entity, "title"
                describe(report, named.entity, draft.start, draft.end)
                report.add(draft)
                self.history.push(draft)
                return
        above = report.covered[report.heads[draft.head]]
        if (
            report.deps[draft.head] in ("conj", "appos")
            and above is not None
            and above.form == "title"
            and above.by == "apposition"
        ):
            # "an analyst and former fellow": a second description of the same person.
            draft.entity, draft.form = above.entity, "title"
            report.add(draft)
            return
        if (
            report.deps[draft.head] == "conj"
            and above is not None
            and above.form == "name"
            and above.entity is not None
        ):
            before = report.covered[draft.start - 2] if draft.start > 1 else None
            for back in range(draft.start - 1, max(above.end, draft.start - 6), -1):
                before = before or report.covered[back]
            if before is not None and before.by == "apposition" and before.entity is above.entity:
                draft.entity, draft.form = above.entity, "title"
                report.add(draft)
                return
        entity = None
        if row.definite and not row.plural:
            entity = self._known_person(row)
            if entity is None and (row.bare or row.office and row.country is None):
                entity = self._speaker(row)
        elif row.definite and row.plural and row.bare:
            entity = self.history.last(lambda e: e.plural and e.head == row.head)
        if entity is None:
            if (
                row.definite
                and row.bare
                and row.owner is None
                and row.country is None
                and row.head in ("head", "chief", "leader", "source", "secretary", "representative", "member")
            ):
                return
            entity = unnamed(report, row)
        draft.entity = entity
        report.add(draft)
        self.history.push(draft)

    def _speaker(self, row: Leaning) -> Entity | None:
        """ "the expert", "the official" without a namesake before: the person who spoke last, where that can be."""
        speaker = self.history.speaker
        if speaker is None or not speaker.is_person or not speaker.named:
            return None
        if self.report.sentence[row.draft.head] - self.history.speaker_sentence > 2:
            return None
        if row.gender and speaker.gender and row.gender != speaker.gender:
            return None
        if row.office and not speaker.role and not speaker.families:
            # Somebody named without an office: the report takes it for known and tells it now.
            describe(self.report, speaker, row.draft.start, row.draft.end)
            return speaker
        if not row.bare:
            return None
        if row.head in _LEARNED:
            return speaker if speaker.sector in (None, "EDU") else None
        if row.head in _OFFICES and speaker.families:
            # Whose office is known to be another: "the mayor" is no foreign minister.
            return None
        if row.head in _PUBLIC:
            return speaker if speaker.sector in ("GOV", "LEG", "MIL", "PTY") or speaker.families else None
        return None

    def _predicate(self, head: int) -> bool:
        report = self.report
        for c in report.children[head]:
            if report.deps[c] == "cop":
                return True
            if report.deps[c] in ("case", "mark") and report.lower[c] in ("as", "like", "than"):
                return True
        return False

    def _known_person(self, row: Leaning) -> Entity | None:
        best: Entity | None = None
        speaker = self.history.speaker
        near = self.report.sentence[row.draft.head] - self.history.speaker_sentence <= 4
        # Of several presidents, "the president" is the one whose word the report is giving.
        if near and row.country is None and row.owner is None and speaker is not None and self._fits(speaker, row):
            return speaker
        for draft in self.history.recent():
            entity = draft.entity
            if entity is not None and self._fits(entity, row):
                best = entity
                break
        if (
            best is not None
            and near
            and row.bare
            and row.head in _SPEAKING_FOR
            and speaker is not None
            and not speaker.is_person
            and speaker.country is not None
            and best.country != speaker.country
        ):
            # "…, the State Department said. … the spokesperson said": of the body that spoke last.
            return None
        if best is not None or not row.families and not row.office:
            return best
        if row.country is None and row.owner is None:
            return None
        named = [
            e for e in self.report.entities if e.mentions and e.kind == "person" and e.named and self._fits(e, row)
        ]
        return named[0] if len(named) == 1 else None

    def _fits(self, entity: Entity, row: Leaning) -> bool:
        if entity.kind not in ("person", "unnamed") or entity.plural:
            return False
        if row.gender and entity.gender and row.gender != entity.gender:
            return False
        if row.country and entity.country and row.country != entity.country:
            return False
        if row.country and not entity.country:
            return False
        if (
            row.owner is not None
            and row.owner.kind != "person"
            and entity.affiliation is not row.owner
            and entity.country != row.owner.country
        ):
            return False
        family = row.families[0] if row.families else None
        if family and any(
            f == family and c in (row.country, None) or f == family and row.country is None for f, c in entity.families
        ):
            return family not in _SHARED or self._same_words(entity, row) and row.owner in (None, entity.affiliation)
        if family == "leader" and row.country and any(f in _LEADERS for f, _ in entity.families):
            return True
        if row.head in self._title_words(entity):
            return self._same_words(entity, row)
        if (
            entity.kind == "unnamed"
            and row.head in ("official", "diplomat", "officer", "source")
            and entity.head in ("official", "diplomat", "officer", "source", "spokesperson", "head", "aide", "adviser")
        ):
            diplomatic = row.head == "diplomat" and "diplomatic" in entity.title_words
            return row.head == entity.head or row.bare and (row.head == "official" or diplomatic)
        return False

    @staticmethod
    def _title_words(entity: Entity) -> set[str]:
        return {_RANKS.get(w, w) for w in entity.title_words}

    def _same_words(self, entity: Entity, row: Leaning) -> bool:
        """Whether the phrase says nothing that the actor's titles do not say."""
        ignore = {row.head, "s", "senior", "top", "former"}
        own = {w for w in row.words if w not in ignore and not self._is_nation(w)}
        return own <= self._title_words(entity)

    @staticmethod
    def _is_nation(word: str) -> bool:
        return (
            country_of_demonym(word.title()) is not None
            or country_by_name(word.title()) is not None
            or word in ("us", "uk", "eu", "un")
        )
