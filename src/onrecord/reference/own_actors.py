"""Actors of one's own: a dated list in a file of the user's, added to from the command line or by hand.

The file is `$ONRECORD_ACTORS`, else `onrecord/actors.yaml` in `$XDG_CONFIG_HOME`, else in `~/.config`. It is a YAML
list, one actor a row: `name`, `kind` (an actor kind of the reading format), `country` (alpha-3, or EUR, IGO, UNO, NGO,
IMG, MNC, ISM), `sector` (PLOVER), `also` (other names), `is` (what reports call it without its name), `exact` (matched
to the letter), `roles` (rows of `role`, `from`, `until`, `country`, `sector`; dates inclusive, an open end left out)
and `source` (a note on where that is known from). Its actors go before those of the package.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml

from onrecord.model import Actor
from onrecord.model.errors import UsageError
from onrecord.reference.countries import countries, country_by_name

OWN = "ONRECORD_ACTORS"
"""Environment variable that names the file of one's own actors."""
KINDS: tuple[str, ...] = tuple(k for k in get_args(Actor.model_fields["kind"].annotation) if k != "unnamed")
"""Kinds that an actor of one's own may have."""
SECTORS = frozenset(
    {
        *("AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "JRN", "JUD", "LAB", "LEG", "MED", "MIL"),
        *("OPP", "PRE", "PRM", "PTY", "REB", "REF", "REL", "SOC", "SPY", "UAF", "UNK"),
    }
)
"""The sector codes of PLOVER."""
BODIES = frozenset({"EUR", "IGO", "UNO", "NGO", "IMG", "MNC", "ISM"})
"""PLOVER's codes in place of a country."""
_NOTHING = frozenset({"", "~", "null"})
_MOST_LETTERS = 200
_MOST_BYTES = 10_000_000
_FIELDS = ("name", "kind", "country", "sector", "also", "is", "exact", "roles", "source")
_ROLE_FIELDS = ("role", "from", "until", "country", "sector")
_HEAD = """# Actors of one's own, one a row; they go before those that ship with onrecord. Edit freely.
# name, kind, country (alpha-3, or EUR, IGO, UNO, NGO, IMG, MNC, ISM), sector (PLOVER), also (other names),
# roles (role, from, until, country, sector; dates inclusive), source (where it is known from).
"""


@dataclass(frozen=True, slots=True)
class OwnRole:
    """What an actor was between two days, both inclusive; None where that end is open."""

    role: str
    since: str | None = None
    until: str | None = None
    country: str | None = None
    sector: str | None = None

    def holds(self, day: str) -> bool:
        """Whether the day (ISO 8601) lies within it."""
        return (self.since or "") <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class OwnActor:
    """A row of the user's list."""

    name: str
    kind: str
    country: str | None = None
    sector: str | None = None
    also: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    exact: bool = False
    roles: tuple[OwnRole, ...] = ()
    source: str | None = None

    def as_row(self) -> dict[str, Any]:
        """The row of the file, without what is empty."""
        row: dict[str, Any] = {
            "name": self.name,
            "kind": self.kind,
            "country": self.country,
            "sector": self.sector,
            "also": list(self.also),
            "is": list(self.nouns),
            "exact": self.exact,
            "roles": [
                {k: v for k, v in zip(_ROLE_FIELDS, (r.role, r.since, r.until, r.country, r.sector), strict=True) if v}
                for r in self.roles
            ],
            "source": self.source,
        }
        return {key: value for key, value in row.items() if value}


def own_path() -> Path:
    """The file of one's own actors, whether it exists or not."""
    named = os.environ.get(OWN)
    if named:
        return Path(named).expanduser()
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "onrecord" / "actors.yaml"


@cache
def own_actors() -> tuple[OwnActor, ...]:
    """The user's actors in the order of the file; empty where there is none at the default place.

    Raises `UsageError`: E506 where the file cannot be read or is no such list, E507 where a row says what cannot be.
    """
    path = own_path()
    if os.environ.get(OWN) and not path.exists():
        raise UsageError(
            "E506", f"${OWN} names no file", remedy="correct or unset it, or add an actor", where=str(path)
        )
    return tuple(actor for actor, _ in _rows(path, _text(path)))


def add_own_actor(row: Mapping[str, Any]) -> str:
    """Write an actor into the user's file, at once or not at all; what it had is kept. Returns what was done.

    `row` has the fields of a row of the file; of an actor that stands in it, only `name` and what is new need be given.
    "added" for a new name; "extended" where the actor was there and gained names, roles, codes or a source;
    "unchanged" where the file said it all. Comments and other rows stay as they are. Raises `UsageError`: E506 where
    the file cannot be read or written, E507 where the actor is not valid or contradicts its row.
    """
    path = own_path()
    text = _text(path)
    name = " ".join(str(row.get("name") or "").split())
    found = next(((known, place) for known, place in _rows(path, text) if known.name == name), None)
    if found is None:
        if not row.get("kind"):
            raise UsageError("E507", f"a new actor needs a kind: one of {', '.join(KINDS)}", where=name)
        done, place, new = "added", None, own_actor(row, where=name)
    else:
        known, place = found
        inherited = {"kind": known.kind, "country": known.country, **row}
        if known.kind == "person" and not row.get("roles"):
            inherited["roles"] = known.as_row()["roles"]
        new = _joined(known, own_actor(inherited, where=name), path)
        done = "unchanged" if new == known else "extended"
    if done == "unchanged":
        return done
    written_row = new.as_row()
    line = yaml.safe_dump(
        written_row, default_flow_style=True, allow_unicode=True, width=10**9, sort_keys=False
    ).strip()
    if place is None:
        before = text or _HEAD
        written = before + ("" if before.endswith("\n") else "\n") + f"- {line}\n"
    else:
        tail = text[place[0] : place[1]]
        written = text[: place[0]] + line + tail[len(tail.rstrip()) :] + text[place[1] :]
    # What is about to be written is read first: a file of an unusual form is never damaged.
    if new not in [known for known, _ in _rows(path, written)]:
        cause = "the list has a form that cannot be added to"
        raise UsageError("E506", cause, remedy="edit it by hand", where=str(path))
    _write(path, written)
    own_actors.cache_clear()
    return done


def own_actor(row: Mapping[str, Any], *, where: str) -> OwnActor:
    """A checked actor from the fields of a row. Raises `UsageError` (E507) where one of them cannot be."""

    def wrong(cause: str, remedy: str = "") -> UsageError:
        return UsageError("E507", cause, remedy=remedy, where=where)

    for key in row:
        if key not in _FIELDS:
            raise wrong(f"an actor has no field {key!r}", f"its fields are {', '.join(_FIELDS)}")
    name = _words(row.get("name"), "name", wrong)
    kind = str(row.get("kind", "ngo"))
    if kind not in KINDS:
        raise wrong(f"{kind!r} is no kind of actor", f"one of {', '.join(KINDS)}")
    for field in ("also", "is", "roles"):
        if not isinstance(row.get(field) or [], list):
            raise wrong(f"{field!r} of {name!r} is no list", f"write {field}: [one, another]")
    also = tuple(dict.fromkeys(_words(n, "other name", wrong) for n in row.get("also") or [] if n != name))
    nouns = tuple(dict.fromkeys(_words(n, "word of 'is'", wrong) for n in row.get("is") or []))
    roles = tuple(dict.fromkeys(_role(r, wrong) for r in row.get("roles") or []))
    source = row.get("source")
    country = _country(row.get("country"), wrong)
    if kind == "person" and not (roles and all(r.country or country for r in roles)):
        # A report's surname is tied to a person by the office that he held on its day.
        remedy = "as 'Foreign Minister of Kenya | 2024-01-01' and KEN"
        raise wrong(f"the person {name!r} needs a role and a country", remedy)
    return OwnActor(
        name=name,
        kind=kind,
        country=country,
        sector=_sector(row.get("sector"), wrong),
        also=also,
        nouns=nouns,
        exact=str(row.get("exact", "")).lower() in ("true", "yes", "1"),
        roles=tuple(sorted(roles, key=lambda r: (r.since or "", r.until or "9999", r.role))),
        source=_words(source, "source", wrong) if source else None,
    )


def _words(value: Any, what: str, wrong: Any) -> str:
    text = " ".join(str(value if value is not None else "").split())
    if not any(c.isalnum() for c in text):
        raise wrong(f"the {what} of an actor is empty", "give at least a letter")
    if len(text) > _MOST_LETTERS or not text.isprintable():
        raise wrong(f"the {what} {text[:40]!r} is too long or has characters that cannot be shown")
    return text


def _country(value: Any, wrong: Any) -> str | None:
    code = str(value).strip() if value is not None else ""
    if code in _NOTHING:
        return None
    if code in countries() or code in BODIES:
        return code
    meant = country_by_name(code) or (code.upper() if code.upper() in countries() else None)
    remedy = f"write {meant}" if meant else "three letters as in KEN, or EUR, IGO, UNO"
    raise wrong(f"{code!r} is no country code", remedy)


def _sector(value: Any, wrong: Any) -> str | None:
    if value is None or str(value) in _NOTHING:
        return None
    if str(value) not in SECTORS:
        raise wrong(f"{str(value)!r} is no sector of PLOVER", f"one of {', '.join(sorted(SECTORS))}")
    return str(value)


def _role(row: Any, wrong: Any) -> OwnRole:
    if not isinstance(row, Mapping) or any(key not in _ROLE_FIELDS for key in row):
        raise wrong(f"{row!r} is no role", f"its fields are {', '.join(_ROLE_FIELDS)}")
    days = []
    for end in ("from", "until"):
        value = row.get(end)
        try:
            given = value is not None and str(value) not in _NOTHING
            days.append(date.fromisoformat(str(value)).isoformat() if given else None)
        except ValueError:
            raise wrong(f"{str(value)!r} is no date of a role", "write it as 2025-04-28") from None
    since, until = days
    if since and until and until < since:
        raise wrong(f"a role until {until} cannot begin on {since}", "turn them round")
    words = _words(row.get("role"), "role", wrong)
    return OwnRole(words, since, until, _country(row.get("country"), wrong), _sector(row.get("sector"), wrong))


def _joined(known: OwnActor, new: OwnActor, path: Path) -> OwnActor:
    """One row from what the file has and what is added; a code that contradicts is an error, not a guess."""
    for field in ("kind", "country", "sector", "source"):
        old, given = getattr(known, field), getattr(new, field)
        if old and given and old != given:
            raise UsageError(
                "E507",
                f"{known.name!r} has the {field} {old!r} already, not {given!r}",
                remedy="edit the file, or give what changed as a dated --role",
                where=str(path),
            )
    roles = sorted({*known.roles, *new.roles}, key=lambda r: (r.since or "", r.until or "9999", r.role))
    return OwnActor(
        name=known.name,
        kind=known.kind,
        country=known.country or new.country,
        sector=known.sector or new.sector,
        also=tuple(dict.fromkeys((*known.also, *new.also))),
        nouns=tuple(dict.fromkeys((*known.nouns, *new.nouns))),
        exact=known.exact or new.exact,
        roles=tuple(roles),
        source=known.source or new.source,
    )


def _text(path: Path) -> str:
    """The text of the file; empty where none was made yet. Raises `UsageError` (E506)."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError("E506", "the list of own actors is larger than 10 MB", where=str(path))
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        cause = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError("E506", f"the list of own actors cannot be read: {cause}", where=str(path)) from None


def _rows(path: Path, text: str) -> Sequence[tuple[OwnActor, tuple[int, int]]]:
    """The actors of a list with the stretch of the text that each row takes."""
    bad = "the list of own actors is no YAML list of actors"
    try:
        # Names stay words: NO is a name, not a truth value.
        loader = yaml.BaseLoader(text)
        try:
            root = loader.get_single_node()
            if root is None:
                return []
            if not isinstance(root, yaml.SequenceNode):
                raise UsageError("E506", bad, remedy="begin each row with '- '", where=str(path))
            out = []
            for node in root.value:
                line = node.start_mark.line + 1
                row = loader.construct_document(node)
                if not isinstance(row, dict):
                    raise UsageError("E507", f"{row!r} is no actor", remedy="write name: …", where=f"{path}:{line}")
                actor = own_actor({str(k): v for k, v in row.items()}, where=f"{path}:{line}")
                out.append((actor, (node.start_mark.index, _end(node))))
            return out
        finally:
            loader.dispose()
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark is not None else ""
        raise UsageError("E506", bad, remedy="check its YAML", where=f"{path}{line}") from None


def _end(node: yaml.Node) -> int:
    """Where the words of a row end: a block of YAML reaches over the comments that follow it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _write(path: Path, text: str) -> None:
    """Write the whole file beside its place and put it there in one step. Raises `UsageError` (E506)."""
    target = path.resolve()
    temporary = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, delete=False) as file:
            temporary = Path(file.name)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        cause = f"the list of own actors cannot be written: {error.strerror}"
        raise UsageError("E506", cause, where=str(path)) from None
