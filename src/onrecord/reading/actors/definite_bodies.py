"""Bodies that lean on what the report said before: "the army", "the ministry", "the group", "its forces"."""

from __future__ import annotations

from onrecord.reading.actors import pronouns
from onrecord.reading.actors.draft import Draft, Entity, Report
from onrecord.reading.actors.history import History, speaks, subject_of
from onrecord.reading.actors.lexical import government, military
from onrecord.reading.actors.ministries import area_name
from onrecord.reading.actors.phrases import phrase_name
from onrecord.reference.actors import SUPRANATIONAL, bodies, nation_adjective

_OF_STATES = frozenset({"government", "military", "person", "legislature", "police"})


class DefiniteBodies:
    """Links a body without an owner to the one that the report means."""

    def __init__(self, report: Report, history: History) -> None:
        self.report = report
        self.history = history

    def resolve(self, draft: Draft, what: str) -> Entity | None:
        report = self.report
        owner = None
        if report.tags[draft.start] == "PRP$":
            owner = next(iter(pronouns.resolve(report, self.history, draft.start)), None)
            if owner is None and what in ("force", "government"):
                return None
        if what == "force":
            return self._force(draft, owner)
        if what == "government":
            return self._government(draft, owner)
        if draft.by.startswith("ministry"):
            return self._ministry(draft, owner)
        if what == "group":
            return self._group(draft)
        if what == "media":
            return self.history.last(lambda e: e.kind == "media") or (
                self._short(draft) if report.lower[draft.head] == "agency" else None
            )
        if what == "short":
            return self._short(draft)
        if what == "land":
            return self._land(draft)
        if what == "document":
            return self._document(draft)
        if what == "office":
            return self._office(draft)
        kinds = {"police": "police", "legislature": "legislature", "court": "judiciary"}
        if what in kinds:
            found = self.history.last(lambda e: e.kind == kinds[what])
            if found is not None:
                return found
            country = self._country(draft.head) if what == "legislature" else None
            sector = {"police": "COP", "legislature": "LEG", "court": "JUD"}[what]
            return self._phrase(draft, kinds[what], country, sector)
        return None

    def _short(self, draft: Draft) -> Entity | None:
        """ "the Coalition": the body last mentioned whose name has the word; "the body": the one last mentioned."""
        report = self.report
        word = report.lower[draft.head]

        def named(e: Entity) -> bool:
            if e.is_person or e.kind == "population":
                return False
            words = set(e.name.lower().split())
            return (
                word in words
                or e.head == word
                or word in e.title_words
                or any(word in a.lower().split() for a in e.aliases)
            )

        found = self.history.last(named) or (
            self.history.only(named) if report.words[draft.head][0].isupper() else None
        )
        if found is None and word in (
            "body",
            "organisation",
            "organization",
            "agency",
            "monitor",
            "watchdog",
            "charity",
            "bloc",
            "alliance",
        ):
            found = self.history.last(lambda e: e.kind in ("ngo", "intergovernmental", "party", "media"))
        return found

    def _land(self, draft: Draft) -> Entity | None:
        """ "the country", "the gulf nation": the state mentioned last that is not the other party of the same verb."""
        report, i = self.report, draft.head
        if report.tags[draft.start] == "PRP$":
            owner = next(iter(pronouns.resolve(report, self.history, draft.start)), None)
            return government(report, owner.country) if owner and owner.country and owner.is_person else None
        for mention in self.history.recent():
            if report.sentence[i] - report.sentence[mention.head] > 1:
                return None
            entity = mention.entity
            if entity is None or entity.by != "state" or report.heads[mention.head] == report.heads[i]:
                continue
            return entity
        return None

    def _document(self, draft: Draft) -> Entity | None:
        """ "the statement said": whoever issued it, by "by" or "from" behind it, else who spoke last."""
        report, i = self.report, draft.head
        if not speaks(report, i):
            return None
        if i + 1 < report.size and report.lower[i + 1] in (
            "from",
            "by",
            "of",
            "released",
            "issued",
            "published",
            "posted",
        ):
            return None
        history = self.history
        if (
            report.lower[i] in ("statement", "communique", "communiqué", "letter", "readout")
            and history.issuer is not None
        ):
            return history.issuer
        recent = report.sentence[i] - history.speaker_sentence <= 3
        return history.speaker if recent and history.speaker is not None and history.speaker.kind != "media" else None

    def _phrase(self, draft: Draft, kind: str, country: str | None, sector: str | None) -> Entity:
        report = self.report
        name = phrase_name(report, draft.start, draft.head)
        plural = report.tags[draft.head] in ("NNS", "NNPS")
        entity = Entity(
            name,
            kind,
            country,
            sector,
            named=False,
            by="phrase",
            head=report.lemmas[draft.head],
            plural=plural,
            inferred=country is not None,
        )
        return report.once(entity, key=name.lower())

    def _country(self, i: int) -> str | None:
        """The one country whose people or bodies the sentence has named before token `i`, else the last sentence."""
        report, sentence = self.report, self.report.sentence[i]
        found: dict[int, set[str]] = {}
        for draft in self.history.recent():
            distance = sentence - report.sentence[draft.head]
            if distance > 1:
                break
            entity = draft.entity
            if (
                entity is not None
                and entity.country
                and entity.country not in SUPRANATIONAL
                and entity.kind in _OF_STATES
            ):
                found.setdefault(distance, set()).add(entity.country)
        for distance in (0, 1):
            if distance in found:
                return found[distance].pop() if len(found[distance]) == 1 else None
        return None

    def _force(self, draft: Draft, owner: Entity | None) -> Entity | None:
        report = self.report
        if owner is not None:
            if owner.kind in ("armed_group", "military"):
                return owner
            return (
                military(report, owner.country)
                if owner.country
                and owner.kind in ("government", "person", "state")
                and owner.country not in ("EUR", "UNO", "IGO", "NGO", "IMG")
                else None
            )
        if report.lower[draft.start] != "the" and subject_of(report, draft.head) is None:
            return None
        found = self.history.last(lambda e: e.kind == "military" and e.head == "force")
        if found is None and report.lower[draft.start] == "the":
            found = self.history.only(lambda e: e.kind == "military" and e.head == "force")
        if found is not None:
            return found
        if report.lower[draft.start] != "the":
            return None
        country = self._country(draft.head)
        if country is None:
            return None
        entity = military(report, country)
        entity.inferred = True
        return entity

    def _government(self, draft: Draft, owner: Entity | None) -> Entity | None:
        report = self.report
        word = report.lower[draft.head]
        if owner is not None:
            return (
                government(report, owner.country)
                if owner.country and owner.kind in ("person", "government", "military")
                else None
            )
        for mention in self.history.recent():
            entity = mention.entity
            if (
                entity is not None
                and entity.kind == "government"
                and report.lower[mention.head] == word
                and entity.head == "government"
            ):
                return entity
        found = self.history.last(lambda e: e.kind == "government" and e.by == "state")
        if found is not None and word != "authorities":
            return found
        if word == "authorities" or report.lower[draft.start] == "the":
            return self._phrase(draft, "government", None, "GOV")
        return None

    def _ministry(self, draft: Draft, owner: Entity | None) -> Entity | None:
        report = self.report
        wanted = draft.by.partition(":")[2]
        draft.by = "ministry"
        if not wanted:
            return self.history.last(lambda e: e.head in ("ministry", "department"))
        found = self.history.last(lambda e: e.head in ("ministry", "department") and e.name.endswith(wanted))
        if found is not None:
            return found
        country, area = self._place(draft.head)
        if owner is not None:
            country, area = owner.country, None
        elif country is None:
            country = self._country(draft.head)
        sector = next((row[1] for row in bodies().ministries.values() if wanted.startswith(row[0] + " ")), "GOV")
        adjective = area or (nation_adjective(country) if country else None)
        name = f"{adjective} {wanted}" if adjective else wanted
        head = wanted.split()[-1].lower()
        made = Entity(name, "government", country, sector, by="ministry", head=head, inferred=country is not None)
        return report.once(made, key=f"ministry:{wanted}")

    def _place(self, i: int) -> tuple[str | None, str | None]:
        """Country of the place named last before token `i` in its sentence, and its area with ministries of its own."""
        report = self.report
        for j in range(i - 1, report.sentences[report.sentence[i]][0] - 1, -1):
            place = report.place[j]
            if place is not None and place.form == "name" and place.country and place.resolved:
                name = report.text[place.start : place.end]
                return place.country, area_name(name)
        return None, None

    def _office(self, draft: Draft) -> Entity | None:
        report = self.report
        words = [
            w.lower() for w in report.words[draft.start : draft.head + 1] if w.lower() not in ("the", "its", "their")
        ]
        phrase = " ".join(words).replace(" 's", "'s").replace(" ’s", "’s")
        row = bodies().offices.get(phrase)
        if row is None:
            row = next((v for k, v in bodies().offices.items() if phrase.endswith(k)), None)
        if row is None:
            return None
        tail = row[0].replace("{nation} ", "")
        found = self.history.last(lambda e: e.name.endswith(tail))
        if found is not None:
            return found
        country = self._place(draft.head)[0]
        if country is None and row[2] == "GOV" and "Defence" not in tail and "emergency" not in tail:
            country = self._country(draft.head)
        name = row[0].format(nation=nation_adjective(country)) if country else tail
        return report.once(
            Entity(
                name, row[1], country, row[2], by="office", head=tail.split()[-1].lower(), inferred=country is not None
            )
        )

    def _group(self, draft: Draft) -> Entity | None:
        report = self.report
        word = report.lower[draft.head]
        modifiers = set(report.lower[draft.start : draft.head])
        armed = {
            "rebel",
            "militant",
            "armed",
            "islamist",
            "paramilitary",
            "insurgent",
            "militia",
            "terror",
            "terrorist",
            "backed",
        } & modifiers or word in (
            "rebels",
            "militants",
            "fighters",
            "insurgents",
            "militia",
            "jihadists",
            "separatists",
            "guerrillas",
            "paramilitaries",
            "faction",
            "insurgency",
        )
        nation = None
        for i in range(draft.start, draft.head):
            found = report.lexical[i]
            if (
                found is not None
                and found.what in ("demonym", "country")
                and not (i + 1 < report.size and report.words[i + 1] == "-")
            ):
                nation = found.code
        if armed:
            kinds: tuple[str, ...] = ("armed_group",)
        elif word == "party":
            kinds = ("party", "armed_group")
        elif word == "opposition":
            kinds = ("party",)
        else:
            kinds = ("armed_group", "ngo", "party", "intergovernmental")
        plural = report.tags[draft.head] == "NNS"
        found_entity = self.history.last(
            lambda e: (
                e.kind in kinds
                and (nation is None or e.country == nation)
                and (not plural or e.named is False or e.name.endswith("s") or e.kind == "armed_group")
            )
        )
        if found_entity is not None:
            return found_entity
        if word == "opposition":
            return self._phrase(draft, "party", nation, "OPP")
        if armed:
            return self._phrase(draft, "armed_group", nation, "REB")
        return None
