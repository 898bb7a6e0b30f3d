"""The user's own list of actors: where it is, what it may say, how it is written, and that look-ups honour it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.model.errors import UsageError
from onrecord.reference.actors import forget, holders, known_at, listed
from onrecord.reference.own_actors import OWN, OwnRole, add_own_actor, own_actors, own_path


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "lists" / "own.yaml"
    monkeypatch.setenv(OWN, str(path))
    forget()
    yield path
    forget()


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    forget()


FRONT = {"name": "Lake Front", "kind": "armed_group", "country": "TCD", "sector": "REB", "also": ["LFX"]}


def test_the_place_is_the_variable_or_the_users_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(OWN, str(tmp_path / "a.yaml"))
    assert own_path() == tmp_path / "a.yaml"
    monkeypatch.delenv(OWN)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert own_path() == tmp_path / "onrecord" / "actors.yaml"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert own_path() == tmp_path / ".config" / "onrecord" / "actors.yaml"


def test_no_list_at_the_default_place_is_an_empty_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(OWN, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    forget()
    assert own_actors() == ()
    forget()


def test_adding_is_idempotent_and_keeps_what_the_row_had(own: Path) -> None:
    assert add_own_actor(FRONT) == "added"
    first = own.read_bytes()
    assert add_own_actor(FRONT) == "unchanged"
    assert own.read_bytes() == first
    assert add_own_actor({"name": "Lake Front", "also": ["Front of the Lake"], "source": "its charter"}) == "extended"
    (actor,) = own_actors()
    assert (actor.also, actor.country, actor.source) == (("LFX", "Front of the Lake"), "TCD", "its charter")
    assert list(own.parent.iterdir()) == [own]


def test_comments_and_other_rows_stay(own: Path) -> None:
    text = "# mine\n- name: Hill Watch  # watches\n  kind: ngo\n\n# below\n- {name: NO, kind: party, country: NOR}\n"
    write(own, text)
    assert add_own_actor({"name": "Hill Watch", "country": "KEN"}) == "extended"
    assert add_own_actor(FRONT) == "added"
    kept = own.read_text(encoding="utf-8")
    assert kept.startswith("# mine\n") and "# below\n- {name: NO, kind: party, country: NOR}\n" in kept
    forget()
    assert [(a.name, a.country) for a in own_actors()] == [("Hill Watch", "KEN"), ("NO", "NOR"), ("Lake Front", "TCD")]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"kind": "crew"}, "no kind of actor"),
        ({"country": "Chad"}, "write TCD"),
        ({"country": "ZZZ"}, "no country code"),
        ({"sector": "ARMY"}, "no sector"),
        ({"name": " - "}, "is empty"),
        ({"name": "a\x00b"}, "cannot be shown"),
        ({"colour": "red"}, "no field 'colour'"),
        ({"also": "LFX"}, "is no list"),
        ({"roles": [{"role": "guard", "from": "soon"}]}, "no date"),
        ({"roles": [{"role": "guard", "from": "2024-02-01", "until": "2024-01-01"}]}, "cannot begin on"),
        ({"roles": [{"post": "guard"}]}, "is no role"),
        ({"kind": "person"}, "needs a role"),
    ],
)
def test_what_cannot_be_is_one_line_and_writes_nothing(own: Path, row: dict[str, object], says: str) -> None:
    with pytest.raises(UsageError) as caught:
        add_own_actor({**FRONT, **row})
    assert caught.value.code == "E507"
    assert says in str(caught.value) and "\n" not in str(caught.value)
    assert not own.exists()


def test_a_contradiction_is_an_error_and_leaves_the_list(own: Path) -> None:
    add_own_actor(FRONT)
    before = own.read_bytes()
    with pytest.raises(UsageError, match="has the country 'TCD' already") as caught:
        add_own_actor({"name": "Lake Front", "country": "NER"})
    assert caught.value.code == "E507"
    assert own.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{name: x}", "E506"),
        ("- [", "E506"),
        ("- word", "E507"),
        ("- {name: A, kind: crew}", "E507"),
        ("[" * 5000, "E506"),
    ],
)
def test_a_bad_list_names_its_file(own: Path, text: str, code: str) -> None:
    write(own, text)
    with pytest.raises(UsageError) as caught:
        own_actors()
    assert caught.value.code == code
    assert str(own) in str(caught.value)


def test_a_variable_that_names_no_file_is_an_error(own: Path) -> None:
    with pytest.raises(UsageError, match="names no file"):
        own_actors()


def test_look_ups_honour_the_list_before_the_packages(own: Path) -> None:
    add_own_actor(FRONT)
    forget()
    found = known_at("LFX fighters", 0)
    assert found is not None and (found[1].name, found[1].country) == ("Lake Front", "TCD")
    assert (listed("LFX"), listed("Hamas"), listed("Nobody at All")) == ("own", "package", None)


def test_a_role_tells_code_and_sector_of_its_days(own: Path) -> None:
    roles = [{"role": "ruling movement", "from": "2024-12-08", "sector": "GOV"}]
    add_own_actor({**FRONT, "roles": roles})
    forget()
    found = known_at("Lake Front", 0)
    assert found is not None
    assert [found[1].on(day).sector for day in ("2024-12-07", "2024-12-08", None)] == ["REB", "GOV", "REB"]


def test_a_person_is_a_dated_office_holder(own: Path) -> None:
    role = {"role": "Foreign Minister of Chad", "from": "2024-01-01", "until": "2024-06-30"}
    add_own_actor({"name": "Tarn Olek", "kind": "person", "country": "TCD", "roles": [role]})
    forget()
    assert own_actors()[0].roles == (OwnRole("Foreign Minister of Chad", "2024-01-01", "2024-06-30"),)
    row = holders()[0]
    assert (row.name, row.country, row.role, row.since, row.until) == (
        *("Tarn Olek", "TCD", "Foreign Minister of Chad"),
        *("2024-01-01", "2024-06-30"),
    )
