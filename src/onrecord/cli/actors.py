"""`onrecord actors`: the actors of a record, and those of one's own list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.ask import (
    Actor,
    AsCsv,
    AsJson,
    AsOf,
    End,
    Limit,
    On,
    Outlet,
    Start,
    Type,
    Width,
    answer,
    filters,
    print_listing,
)
from onrecord.model.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from onrecord.publishing.listing import Listing
    from onrecord.record.filters import Filters

_ORIGIN = {"own": "your list", "package": "onrecord's list", None: "reports"}


def actors(
    record: Annotated[
        str | None, typer.Option("--record", "-r", help="The record: a file, or a postgresql:// URL.")
    ] = None,
    start: Start = None,
    end: End = None,
    on: On = None,
    actor: Actor = None,
    type: Type = None,
    outlet: Outlet = None,
    as_of: AsOf = None,
    limit: Limit = 1000,
    add: Annotated[
        str | None, typer.Option("--add", metavar="NAME", help="Add an actor to your own list, by its usual name.")
    ] = None,
    own: Annotated[bool, typer.Option("--own", help="The actors of your own list, and where it is.")] = False,
    also: Annotated[list[str] | None, typer.Option("--also", help="With --add: another name; repeatable.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="With --add: what it is, as armed_group.")] = None,
    country: Annotated[str | None, typer.Option("--country", help="With --add: its code, as KEN, EUR, UNO.")] = None,
    sector: Annotated[str | None, typer.Option("--sector", help="With --add: its PLOVER sector, as REB.")] = None,
    role: Annotated[
        list[str] | None,
        typer.Option("--role", help="With --add: 'ROLE | FROM | UNTIL | SECTOR', all but ROLE optional; repeatable."),
    ] = None,
    source: Annotated[str | None, typer.Option("--source", help="With --add: where it is known from.")] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    width: Width = None,
) -> None:
    """The actors of a record, with the roles that reports gave them and since when; --add keeps a list of your own."""
    given = (also, kind, country, sector, role, source)
    if add is None and any(value is not None for value in given):
        raise UsageError(
            "E505", "--also, --kind, --country, --sector, --role and --source go with --add", remedy="see --help"
        )
    if sum((add is not None, own, record is not None)) != 1:
        raise UsageError("E505", "actors are listed of a --record or of your --own list, or one is added by --add")
    if add is not None:
        _add(add, also or (), kind, country, sector, role or (), source)
        return
    if own:
        listing = _own_listing()
        if not listing.rows and not as_json and not as_csv:
            from onrecord.reference.own_actors import own_path

            typer.echo(f"you have no actors of your own yet; --add writes them into {own_path()}")
            return
        print_listing(listing, as_json=as_json, as_csv=as_csv, width=width)
        return
    asked = filters(start=start, end=end, on=on, actor=actor, type=type, outlet=outlet, as_of=as_of, limit=limit)
    answer(record or "", lambda connection: _known(connection, asked), as_json=as_json, as_csv=as_csv, width=width)


def _add(
    name: str,
    also: Sequence[str],
    kind: str | None,
    country: str | None,
    sector: str | None,
    roles: Sequence[str],
    source: str | None,
) -> None:
    """Write an actor into the user's list and say what was done."""
    from onrecord.reference.own_actors import KINDS, add_own_actor, own_path

    row = {
        "name": name,
        "also": list(also),
        "kind": kind,
        "country": country,
        "sector": sector,
        "roles": [_role(text) for text in roles],
        "source": source,
    }
    if kind is not None and kind not in KINDS:
        raise UsageError("E507", f"{kind!r} is no kind of actor", remedy=f"one of {', '.join(KINDS)}", where="--kind")
    done = add_own_actor({key: value for key, value in row.items() if value})
    typer.echo(f"{done}: {name} in {own_path()}")


def _role(text: str) -> dict[str, str]:
    """A role from `ROLE | FROM | UNTIL | SECTOR`. Raises `UsageError` (E507) where it has more parts."""
    parts = [part.strip() for part in text.split("|")]
    if len(parts) > 4:
        raise UsageError("E507", f"{text!r} has too many parts", remedy="ROLE | FROM | UNTIL | SECTOR", where="--role")
    named = zip(("role", "from", "until", "sector"), parts, strict=False)
    return {key: value for key, value in named if value or key == "role"}


def _own_listing() -> Listing:
    """The user's actors with their roles and the file that they stand in."""
    from onrecord.publishing.listing import Listing
    from onrecord.reference.own_actors import own_actors, own_path

    rows: list[dict[str, Any]] = [
        {
            "name": known.name,
            "also": list(known.also),
            "kind": known.kind,
            "country": known.country,
            "sector": known.sector,
            "roles": [_shown(role.role, role.since, role.until, role.sector) for role in known.roles],
            "source": known.source,
            "file": str(own_path()),
        }
        for known in own_actors()
    ]
    shown = ("name", "also", "kind", "country", "sector", "roles", "source", "file")
    return Listing("Own actors", shown, rows, frozenset({"roles"}))


def _shown(role: str, since: str | None, until: str | None, sector: str | None) -> str:
    when = f"{since or ''} – {until or ''}".strip() if since or until else ""
    told = ", ".join(part for part in (when, sector) if part)
    return f"{role} ({told})" if told else role


def _known(connection: Connection, asked: Filters) -> Listing:
    """The actors of a record, each with the list that knows its name."""
    from onrecord.publishing.actors import actors as ask
    from onrecord.publishing.listing import Listing
    from onrecord.reference.actors import listed

    found = ask(connection, asked)
    rows = [{**row, "known_from": _ORIGIN[listed(row["name"])]} for row in found.rows]
    shown = list(found.shown)
    if any(row["known_from"] == _ORIGIN["own"] for row in rows):
        shown.insert(shown.index("id"), "known_from")
    return Listing(found.title, shown, rows, found.wide)
