"""Lines of the brief: which sentence tells, what belongs to a day, who stands against whom."""

from __future__ import annotations

from typing import Any

from onrecord.publishing.brief import _belongs
from onrecord.publishing.brief_lines import disputes, meetings, stances
from onrecord.publishing.citing import claimant
from onrecord.publishing.phrasing import amount
from onrecord.publishing.sentences import Sentences, points
from onrecord.record.filters import Filters


def claim(n: int, who: str, low: float | None, **fields: Any) -> dict[str, Any]:
    whole = {"id": f"c{n}", "document": f"d{n}", "start": 0, "end": 9, "text": f"Words {n}.", "field": "killed"}
    whole |= {"low": low, "high": low, "bound": "exact", "value": None, "claimant": who, "claimed": "2025-04-28"}
    return {**whole, "scope": {"place": None, "side": None, "population": None}, **fields}


def item(*claims: dict[str, Any], relation: str = "conflicts", **fields: Any) -> dict[str, Any]:
    relations = [
        {"a": a["id"], "b": b["id"], "relation": relation, "why": ""}
        for a in claims
        for b in claims
        if a["id"] < b["id"]
    ]
    whole = {"place": "Arven", "country": "ARV", "from": "2025-04-28", "to": "2025-04-28", "reports": []}
    return {**whole, "claims": list(claims), "relations": relations, **fields}


class Held(Sentences):
    """Sentences that are the claims' own words."""

    def __init__(self) -> None:
        self.known = {}

    def load(self, claims: Any) -> None:
        pass

    def of(self, claim: dict[str, Any]) -> str:
        return str(claim["text"])


def test_counts_of_one_thing_are_one_dispute_with_everybody_who_holds_them() -> None:
    found = item(claim(1, "Olek", 12), claim(2, "Arvenia", 30), claim(3, "Belmark", 12))
    (line,) = disputes([found], Held())
    assert line.text == "Arven, 2025-04-28: killed: 12 (Olek, Belmark); 30 (Arvenia)"
    assert len(line.claims) == 3


def test_numbers_of_nothing_named_are_no_line() -> None:
    assert disputes([item(claim(1, "Olek", 3, field="other"), claim(2, "Arvenia", 4, field="other"))], Held()) == []


def test_nobody_denies_himself() -> None:
    said = claim(1, "Olek", None, field="happened", value="yes")
    other = claim(2, "Arvenia", None, field="happened", value="no")
    own = claim(2, "Olek", None, field="happened", value="no")
    assert "denied by Arvenia" in disputes([item(said, other, relation="denial")], Held())[0].text
    assert disputes([item(said, own, relation="denial")], Held()) == []


def test_a_day_has_what_lies_in_it_for_the_most_part() -> None:
    day = Filters(start="2025-04-28", end="2025-04-28")
    assert _belongs("2025-04-27", "2025-04-28", day)
    assert not _belongs("2025-04-01", "2025-04-28", day)
    assert _belongs("2025-04-01", "2025-04-28", Filters(start="2025-04-10", end="2025-04-28"))


def test_the_sentence_with_the_place_tells_and_a_heading_in_capitals_does_not() -> None:
    found = item()
    plain = points(
        "A drone hit a depot in Arven on Monday, and twelve people were killed.", claim(1, "Olek", 12), found
    )
    heading = points("DRONE HITS DEPOT IN ARVEN AS TALKS GO ON", claim(1, "Olek", None), found)
    assert plain > 2 > -3 > heading


def test_contacts_of_the_same_parties_on_a_day_are_one_line_and_most_accounts_come_first() -> None:
    def row(n: int, who: str) -> dict[str, Any]:
        found = {"from": "2025-04-28", "day": "2025-04-28", "actors": ["Olek"], "recipients": [who], "place": None}
        found |= {"who": f"Olek → {who}", "trigger": "met", "by_whose_word": f"Paper {n}", "sentence": f"Sentence {n}."}
        return found | {"account": f"a{n}", "report": f"r{n}", "outlet": f"Paper {n}"}

    lines = meetings([row(1, "Varga"), row(2, "Tarn"), row(3, "Tarn")])
    assert [line.text for line in lines] == [
        "Olek → Tarn: met, 2025-04-28 (by the word of Paper 2, Paper 3)",
        "Olek → Varga: met, 2025-04-28 (by the word of Paper 1)",
    ]


def test_what_a_party_holds_on_one_thing_is_one_line() -> None:
    def row(n: int, topic: str) -> dict[str, Any]:
        found = {"actor": "Olek", "stance": "demands", "kind": "ceasefire", "topic": topic, "change": None}
        return found | {"by_whose_word": "Olek", "words": f"Words {n}", "report": f"r{n}"}

    (line,) = stances([row(1, "for a full ceasefire along the front"), row(2, "of the ceasefire")])
    assert line.text == "Olek demands: “full ceasefire along the front” (own words, 2 reports)"


def test_vague_counts_and_pronouns_are_said_as_what_they_are() -> None:
    vague = claim(1, "Olek", 24.0) | {"high": 99.0, "bound": "vague"}
    assert amount(vague) == "dozens"

    class Nobody:
        def name(self, actor: str | None) -> None:
            return None

    assert claimant(Nobody(), None, "They", "The Arven Wire") == "“they” in The Arven Wire"  # type: ignore[arg-type]
