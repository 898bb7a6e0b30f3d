"""Fifth step: read on from mention to mention and link nouns and pronouns to the actors that they mean."""

from __future__ import annotations

from onrecord.reading.actors import pronouns
from onrecord.reading.actors.bodies import phrase_name
from onrecord.reading.actors.draft import Draft, Entity, Report
from onrecord.reading.actors.history import History, is_speech, speaks, subject_of
from onrecord.reading.actors.lexical import government, military
from onrecord.reading.actors.nominals import Leaning, unnamed
from onrecord.reference.actors import bodies, nation_adjective

_LEADERS = frozenset(
    {"president", "prime minister", "leader", "monarch", "supreme leader", "chancellor", "crown prince"}
)
_RANKS = {
    "gen": "general",
    "col": "colonel",
    "maj": "major",
    "capt": "captain",
    "lt": "lieutenant",
    "adm": "admiral",
    "brig": "brigadier",
}
_PAIR_NOUNS = {
    "leader": "person",
    "president": "person",
    "minister": "person",
    "diplomat": "person",
    "politician": "person",
    "official": "person",
    "general": "person",
    "negotiator": "person",
    "envoy": "person",
    "man": "person",
    "woman": "person",
    "king": "person",
    "secretary": "person",
    "side": "any",
    "country": "state",
    "nation": "state",
    "state": "state",
    "government": "state",
    "capital": "state",
    "ally": "state",
    "neighbour": "state",
    "neighbor": "state",
    "party": "any",
    "army": "military",
    "group": "any",
    "rival": "any",
    "foe": "any",
    "power": "state",
}
_STATES = frozenset({"government", "state", "intergovernmental"})


class Resolver:
    """Reads the mentions in the order of the text."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.history = History(report)

    def run(self, leaning_bodies: list[tuple[Draft, str]], leaning_people: list[Leaning]) -> None:
        """Resolve what leans on other mentions; what stays open becomes an actor without a name or stays out."""
        report = self.report
        body_of = {id(d): what for d, what in leaning_bodies}
        items: list[tuple[int, int, Draft | Leaning | int]] = []
        items += [(d.head, 0, d) for d in report.drafts]
        items += [(row.draft.head, 1, row) for row in leaning_people]
        for i in range(report.size):
            if report.sentence[i] < 0:
                continue
            if report.pos[i] == "PRON" and report.covered[i] is None or report.tags[i] in ("WP", "WDT", "WP$", "PRP$"):
                items.append((i, 2, i))
            elif report.lemmas[i] in _PAIR_NOUNS and report.tags[i] == "NNS" and self._paired(i):
                items.append((i, 3, i))
        items.sort(key=lambda row: (row[0], row[1]))
        for head, order, item in items:
            if isinstance(item, Draft):
                if item.entity is None:
                    self._settle(item, self._body(item, body_of.get(id(item), "")))
                self.history.push(item)
            elif isinstance(item, Leaning):
                self._people(item)
            elif order == 3:
                self._pair(head)
            elif report.lower[head] not in pronouns.FIRST:
                self._pronoun(head)
        self._first_persons()

    def _settle(self, draft: Draft, entity: Entity | None) -> None:
        draft.entity = entity
        if entity is not None:
            entity.mentions.append(draft)

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

    # ---- bodies -----------------------------------------------------------------------------------------------

    def _body(self, draft: Draft, what: str) -> Entity | None:
        report = self.report
        first = report.lower[draft.start]
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
        if what == "office":
            return self._office(draft)
        kinds = {"police": "police", "legislature": "legislature", "court": "judiciary"}
        if what in kinds:
            found = self._last(lambda e: e.kind == kinds[what])
            if found is not None or first != "the" and report.pos[draft.head] != "PROPN":
                return found
            country = self._country(draft.head)
            sector = {"police": "COP", "legislature": "LEG", "court": "JUD"}[what]
            return self._phrase(draft, kinds[what], country, sector)
        return None

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

    def _last(self, fits: object, *, forward: bool = True) -> Entity | None:
        for draft in self.history.recent():
            if draft.entity is not None and fits(draft.entity):  # type: ignore[operator]
                return draft.entity
        if forward:
            named = [e for e in self.report.entities if e.mentions and fits(e)]  # type: ignore[operator]
            if len(named) == 1:
                return named[0]
        return None

    def _country(self, i: int) -> str | None:
        """The country that the report is about just before token `i`, else the one it names most as an actor."""
        report = self.report
        for draft in self.history.recent():
            if report.sentence[i] - report.sentence[draft.head] > 1:
                break
            entity = draft.entity
            if (
                entity is not None
                and entity.country
                and len(entity.country) == 3
                and entity.kind in ("government", "military", "person", "legislature", "police")
            ):
                if entity.country not in ("IGO", "NGO", "EUR", "UNO", "IMG", "MNC"):
                    return entity.country
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
        found = self._last(lambda e: e.kind == "military" and e.head == "force")
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
        found = self._last(lambda e: e.kind == "government" and e.by == "state", forward=False)
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
            return self._last(lambda e: e.head in ("ministry", "department"))
        found = self._last(lambda e: e.head in ("ministry", "department") and e.name.endswith(wanted))
        if found is not None:
            return found
        country = owner.country if owner is not None else self._country(draft.head)
        sector = next((row[1] for row in bodies().ministries.values() if wanted.startswith(row[0] + " ")), "GOV")
        name = f"{nation_adjective(country)} {wanted}" if country else wanted
        return report.once(
            Entity(
                name,
                "government",
                country,
                sector,
                by="ministry",
                head=wanted.split()[-1].lower(),
                inferred=country is not None,
            )
        )

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
        found = self._last(lambda e: e.name.endswith(tail))
        if found is not None:
            return found
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
        found_entity = self._last(
            lambda e: (
                e.kind in kinds
                and (nation is None or e.country == nation)
                and (not plural or e.named is False or e.name.endswith("s") or e.kind == "armed_group")
            ),
            forward=False,
        )
        if found_entity is not None:
            return found_entity
        if word == "opposition":
            return self._phrase(draft, "party", nation, "OPP")
        if armed:
            return self._phrase(draft, "armed_group", nation, "REB")
        return None

    # ---- people -----------------------------------------------------------------------------------------------

    def _people(self, row: Leaning) -> None:
        report, draft = self.report, row.draft
        held = report.covered[draft.head]
        if held is not None and held.entity is not None and held.form in ("name", "title"):
            return
        if self._predicate(draft.head):
            return
        if row.plural and self._paired(draft.head):
            return
        entity = None
        if row.definite and not row.plural:
            entity = self._known_person(row)
        elif row.definite and row.plural and row.bare:
            entity = self._last(lambda e: e.plural and e.head == row.head, forward=False)
        if entity is None:
            if (
                row.definite
                and row.bare
                and row.head in ("head", "chief", "leader", "source", "secretary", "representative", "member")
            ):
                return
            entity = unnamed(report, row)
        draft.entity = entity
        report.add(draft)
        self.history.push(draft)

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
        for draft in self.history.recent():
            entity = draft.entity
            if entity is not None and self._fits(entity, row):
                best = entity
                break
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
            return family not in (
                "spokesperson",
                "leader",
                "chief",
                "head",
                "commander",
                "minister",
                "secretary",
                "governor",
            ) or bool(row.owner is None or entity.affiliation is row.owner)
        if family == "leader" and row.country and any(f in _LEADERS for f, _ in entity.families):
            return True
        words = {_RANKS.get(w, w) for w in entity.title_words}
        if row.head in words:
            ignore = {row.head, "s", "senior", "top", "former"}
            own = {w for w in row.words if w not in ignore and not self._is_nation(w)}
            return own <= words
        if (
            entity.kind == "unnamed"
            and row.head in ("official", "diplomat", "officer", "source")
            and entity.head in ("official", "diplomat", "officer", "source", "spokesperson", "head", "aide", "adviser")
        ):
            return row.head == entity.head or row.bare and row.head == "official"
        return False

    @staticmethod
    def _is_nation(word: str) -> bool:
        from onrecord.reference.countries import country_by_name, country_of_demonym

        return (
            country_of_demonym(word.title()) is not None
            or country_by_name(word.title()) is not None
            or word in ("us", "uk", "eu", "un")
        )

    # ---- pairs ------------------------------------------------------------------------------------------------

    def _paired(self, i: int) -> bool:
        """Whether a plural noun says that it means two: "the two leaders", "both sides"."""
        report = self.report
        for j in range(max(0, i - 4), i):
            if report.heads[j] == i and report.lower[j] in ("two", "both", "warring"):
                return True
        return report.lower[i] == "governments" and i > 0 and report.lower[i - 1] == "the"

    def _pair(self, i: int) -> None:
        report = self.report
        if report.covered[i] is not None and report.covered[i].entity is not None:  # type: ignore[union-attr]
            return
        wanted = _PAIR_NOUNS[report.lemmas[i]]

        def fits(e: Entity) -> bool:
            if wanted == "person":
                return e.kind == "person"
            if wanted == "state":
                return e.kind in _STATES
            if wanted == "military":
                return e.kind in ("military", "armed_group")
            return e.kind in ("government", "armed_group", "military", "state")

        group: tuple[Entity, ...] = ()
        for at, pair in reversed(self.history.pairs[-6:]):
            if (
                report.sentence[i] - at <= 6
                and all(fits(e) for e in pair)
                and (len(pair) == 2 or report.lower[i] == "governments")
            ):
                group = pair
                break
        if not group:
            seen: list[Entity] = []
            for draft in self.history.recent():
                if report.sentence[i] - report.sentence[draft.head] > 3:
                    break
                if draft.entity is not None and fits(draft.entity) and draft.entity not in seen:
                    seen.append(draft.entity)
            if len(seen) == 2:
                group = tuple(reversed(seen))
        if not group:
            return
        start = i
        while (
            start > 0
            and report.sentence[start - 1] == report.sentence[i]
            and report.lower[start - 1] in ("the", "two", "both", "warring", "these", "of")
        ):
            start -= 1
        draft = Draft(start, i + 1, i, "nominal", group[0], "pair", group[1:])
        report.add(draft)
        for entity in group[1:]:
            entity.mentions.append(draft)
        self.history.push(draft)

    # ---- first person -----------------------------------------------------------------------------------------

    def _first_persons(self) -> None:
        """ "I" and "we" inside a quotation mean who speaks it."""
        report = self.report
        speakers = self._speakers()
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

    def _speakers(self) -> dict[int, Entity]:
        """The speaker of each quotation by its start: whose verb of saying stands nearest in its sentence, else who spoke before."""
        report = self.report
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
                [r for s in range(begin, report.sentence[stop] + 1) for r in by_sentence.get(s, ())]
                if begin >= 0
                else []
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
