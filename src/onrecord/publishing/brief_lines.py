"""The lines of a brief: each is drafted with the claims or rows that it came from, and cited when it is shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.publishing import phrasing
from onrecord.publishing.display import one_line
from onrecord.publishing.sentences import PLAIN, Sentences, points
from onrecord.publishing.stances import SIDE
from onrecord.record.tallies import DISPUTES

CASUALTIES = ("killed", "injured", "missing", "captured", "displaced")
CITED = 6
"""Sentences that one line cites."""

_LEADING = re.compile(r"^(?:of|for|to|that|by|in|on|with|whether|the|a|an)\s+", re.I)

Claim = dict[str, Any]
Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """A line: its text, the claims (with their happenings) or rows behind it, and whether it is new."""

    text: str
    claims: tuple[tuple[Claim, Item], ...] = ()
    rows: tuple[Mapping[str, Any], ...] = ()
    new: bool = False


def strike(item: Item, sentences: Sentences, quoted: set[str], new: str | None) -> Draft | None:
    """A strike: the sentence that tells of it best, and the counts of weapons with who holds them.

    None where no sentence tells it, or the sentence stands on the page already.
    """
    if not item["claims"]:
        return None
    claims = sorted(item["claims"], key=lambda c: (c["claimed"] or "", c["start"]))[:60]
    sentences.load(claims)
    told = max(claims, key=lambda c: points(sentences.of(c), c, item))
    best = sentences.of(told)
    sentence = one_line(best, 300)
    if points(best, told, item) < PLAIN or sentence in quoted:
        return None
    quoted.add(sentence)
    used = [told]
    counts: list[str] = []
    for (measure, thing), members in phrasing.slots(item["claims"]).items():
        if measure not in CASUALTIES and measure != "other" and thing != measure:
            shown = one_of_each(members)[:4]
            said = f"{thing}: {phrasing.side_by_side(shown)}"
            if said not in counts:
                counts.append(said)
                used += shown
    claimed = f" Counts: {'; '.join(counts[:4])}." if counts else ""
    text = f"{phrasing.where(item)}, {phrasing.when(item)}: “{sentence}” ({told['claimant']}).{claimed}"
    text += f" [{phrasing.how_counted(item)}]"
    return Draft(text, tuple((c, item) for c in used[:8]), new=_new_item(item, new))


def casualties(item: Item, new: str | None) -> Iterable[Draft]:
    """One line for each thing counted in a happening, the counts side by side and the latest named."""
    disputed = {r[side] for r in item["relations"] if r["relation"] in DISPUTES for side in ("a", "b")}
    for (measure, thing), members in phrasing.slots(item["claims"]).items():
        if measure not in CASUALTIES:
            continue
        shown = one_of_each(members)
        text = f"{phrasing.where(item)}, {phrasing.when(item)}: {thing}: {phrasing.side_by_side(shown[:CITED])}"
        exact = [c for c in shown if c["bound"] not in ("vague", "at_most")] or shown
        last = exact[-1]
        if len({(c["low"], c["high"]) for c in shown}) > 1 and (last["claimed"] or "") > (shown[0]["claimed"] or ""):
            text += f"; latest {phrasing.amount(last)}, by {last['claimant']} on {last['claimed']}"
            text += "" if any(c["id"] in disputed for c in shown) else " (an update, no dispute)"
        before = {(c["low"], c["high"]) for c in shown if new and (c["claimed"] or new) < new}
        fresh = new is not None and any((c["low"], c["high"]) not in before for c in shown)
        yield Draft(text, tuple((c, item) for c in shown[:CITED]), new=fresh)


def disputes(found: Sequence[Item], sentences: Sentences) -> list[Draft]:
    """One line for each thing disputed in a happening: every count with who holds it, who is blamed, or who denies."""
    out = []
    for item in found:
        claims = {c["id"]: c for c in item["claims"]}
        numbers: dict[tuple[str, str], dict[str, Claim]] = {}
        blamed: list[Claim] = []
        denied: dict[str, tuple[Claim, Claim]] = {}
        for relation in item["relations"]:
            pair = [claims[relation[side]] for side in ("a", "b") if relation[side] in claims]
            if relation["relation"] not in DISPUTES or len(pair) < 2:
                continue
            pair.sort(key=_said_first)
            if any(c["low"] is not None or c["high"] is not None for c in pair):
                thing = numbers.setdefault((pair[0]["field"], phrasing.what(pair[0])), {})
                thing.update((c["id"], c) for c in pair)
            elif relation["relation"] == "denial":
                # Nobody denies in one breath what he says.
                if pair[0]["claimant"] != pair[1]["claimant"] and pair[0]["text"] != pair[1]["text"]:
                    denied.setdefault(pair[1]["claimant"], (pair[0], pair[1]))
            else:
                blamed += pair
        head = f"{phrasing.where(item)}, {phrasing.when(item)}: "
        for (_, counted), members in numbers.items():
            if not counted:
                continue  # nothing says what these numbers count: a line of them says nothing
            shown = one_of_each(members.values())[: 2 * CITED]
            text = f"{head}{counted}: {phrasing.side_by_side(shown)}"
            out.append(Draft(text, tuple((c, item) for c in shown)))
        if blamed:
            text, shown = _blamed(item["claims"], blamed)
            out.append(Draft(f"{head}held responsible: {text}", tuple((c, item) for c in shown[:CITED])))
        sentences.load(c for pair in denied.values() for c in pair)
        for first, second in denied.values():
            if sentences.of(first) != sentences.of(second):
                text = f"{head}{_quoted(first)}; denied by {_quoted(second)}"
                out.append(Draft(text, ((first, item), (second, item))))
    return out


def _said_first(claim: Claim) -> tuple[bool, str, str]:
    return claim["value"] == "no" or str(claim["value"]).startswith("not "), claim["claimed"] or "", claim["id"]


def _blamed(claims: Sequence[Claim], pair: Sequence[Claim]) -> tuple[str, list[Claim]]:
    """Who is held responsible, each with all who say so, the disputed ones first; and a claim for each."""
    held: dict[str, list[str]] = {}
    shown: dict[str, Claim] = {}
    for claim in (*pair, *claims):
        if claim["field"] == "responsible" and not claim["value"].startswith("not "):
            names = held.setdefault(claim["value"], [])
            shown.setdefault(claim["value"], claim)
            if claim["claimant"] not in names:
                names.append(claim["claimant"])
    text = "; ".join(f"{value}, {'says' if len(names) == 1 else 'say'} {_some(names)}" for value, names in held.items())
    return text, list(shown.values())


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _quoted(claim: Claim) -> str:
    return f"{claim['claimant']}: “{one_line(claim['text'], 240)}”"


def alerts(rows: Sequence[Mapping[str, Any]]) -> list[Draft]:
    """One line for each alert, in the words of a report."""
    out, seen = [], set()
    for row in rows:
        key = (row["day"], row["place"], tuple(row["actors"]))
        if key in seen or not row["sentence"]:
            continue
        seen.add(key)
        where = f"{row['place']}, " if row["place"] else ""
        text = f"{where}{row['day']}: “{one_line(row['sentence'], 240)}” ({row['by_whose_word']})"
        out.append(Draft(text, rows=(row,)))
    return out


def meetings(rows: Sequence[Mapping[str, Any]]) -> list[Draft]:
    """One line for the contacts of the same parties on the same day, those of most independent accounts first."""
    groups: dict[Any, list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row["from"], frozenset((*row["actors"], *row["recipients"]))), []).append(row)
    ranked = sorted(groups.values(), key=lambda group: (-_accounts(group), group[0]["from"] or ""))
    out = []
    for group in ranked:
        row = max(group, key=lambda r: (bool(r["place"]), bool(r["actors"] and r["recipients"])))
        where = f", {row['place']}" if row["place"] else ""
        holders = list(dict.fromkeys(r["by_whose_word"] for r in (row, *group)))
        text = f"{row['who']}: {row['trigger']}{where}, {row['day']} (by the word of {_some(holders)})"
        out.append(Draft(text, rows=tuple({r["sentence"]: r for r in (row, *group)}.values())[:3]))
    return out


def stances(rows: Sequence[Mapping[str, Any]]) -> list[Draft]:
    """One line for what a party holds on one kind of topic: changes first, then what most accounts carry."""
    groups: dict[Any, list[Mapping[str, Any]]] = {}
    for row in rows:
        stance = row["stance"].partition(" (")[0].replace(" ", "_")
        groups.setdefault((row["actor"], row["kind"], SIDE.get(stance, stance), row["change"]), []).append(row)
    named = [group for group in groups.values() if group[0]["actor"][:1].isupper()]
    named.sort(key=lambda group: (group[0]["change"] is None, -len({r["report"] for r in group})))
    out = []
    for group in named:
        # The topic whose words most reports share, said at some length.
        words = Counter(word for r in group for word in _content(r["topic"]))
        topics = sorted({_topic(r["topic"]) for r in group})
        topic = max(topics, key=lambda t: (15 <= len(t) <= 110, sum(words[w] > 1 for w in _content(t)), len(t)))
        same = [r for r in group if _content(r["topic"]) & _content(topic)] or group[:1]
        row = next(r for r in group if _topic(r["topic"]) == topic)
        own = row["by_whose_word"] == row["actor"]
        who = "own words" if own else f"by the word of {row['by_whose_word']}"
        change = f" [{row['change']}]" if row["change"] else ""
        reports = len({r["report"] for r in same})
        many = f", {reports} reports" if reports > 1 else ""
        text = f"{row['actor']} {row['stance']}: “{one_line(topic, 160)}”{change} ({who}{many})"
        out.append(Draft(text, rows=tuple({r["words"]: r for r in (row, *same)}.values())[:3], new=bool(row["change"])))
    return out


def _topic(name: str) -> str:
    """The name of a topic without the small words that it begins with."""
    while (shorter := _LEADING.sub("", name)) != name:
        name = shorter
    return name


def _content(topic: str) -> set[str]:
    return {word for word in re.findall(r"\w+", topic.casefold()) if len(word) > 3}


def _accounts(rows: Sequence[Mapping[str, Any]]) -> int:
    return len({row["account"] or row["report"] for row in rows})


def one_of_each(claims: Iterable[Claim]) -> list[Claim]:
    """Claims that differ in claimant, field or value; counts before mere statements that it happened."""
    seen, out = set(), []
    for claim in sorted(claims, key=lambda c: (c["low"] is None, c["claimed"] or "")):
        key = (claim["claimant"], claim["field"], claim["low"], claim["high"], claim["value"])
        if key not in seen:
            seen.add(key)
            out.append(claim)
    return out


def _new_item(item: Item, new: str | None) -> bool:
    first = min(((r["published"] or "")[:10] for r in item["reports"]), default="")
    return new is not None and first >= new
