"""Mentions of one happening come together, those of two stay apart, and claims on a happening relate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from onrecord.comparing.compare import judged_anew, rebuild_record
from onrecord.comparing.days import Span
from onrecord.comparing.joining import joined
from onrecord.comparing.mentions import Mention, unbounded
from onrecord.comparing.places import Place, place_key, spelled
from onrecord.comparing.profiles import profile_of
from onrecord.comparing.relations import relation_of
from onrecord.comparing.scoring import VETO, score
from onrecord.publishing.incidents import disputes, incidents
from onrecord.record import judgements, tables
from onrecord.record.filters import Filters

FIRST = (
    "The Arvenian Air Force said drones hit a depot in Arven on Monday. Governor Tarn Olek said 12 people were killed."
)
SECOND = (
    "A depot in Arven was hit by drones, and rescuers said 14 people were killed. Governor Tarn Olek visited the depot."
)


def raid(
    made: Any,
    text: str,
    day: str,
    killed: int,
    *,
    by: str,
    to: str | None = None,
    actors: tuple[str, ...] = (),
    **fields: Any,
) -> Any:
    place = "Belmark" if "Belmark" in text else "Arven"
    words = f"{killed} people"
    figures = [(words, "killed", killed, killed, "exact", "person")] if words in text else []
    event = {
        "trigger": "hit",
        "place": place,
        "day": day,
        "to": to or day,
        "by": by,
        "mode": "drone",
        "figures": figures,
        "actors": actors,
    }
    return made(text, event, **fields)


def found(war: Any) -> list[dict[str, Any]]:
    with war.read() as connection:
        return incidents(connection, Filters())


def test_two_reports_of_one_raid_are_one_happening_and_the_link_says_why(written: Any, recorded: Callable) -> None:
    war = recorded(
        raid(written, FIRST, "2025-04-28", 12, by="Governor Tarn Olek", published="2025-04-28"),
        raid(written, SECOND, "2025-04-28", 14, by="rescuers", published="2025-04-28"),
    )
    item = found(war)
    assert [len(i["reports"]) for i in item] == [2]
    with war.read() as connection:
        why = connection.execute(select(tables.incident_event.c.why)).scalars().all()
    assert any("same place" in reason and "same day" in reason for reason in why)


def test_raids_of_two_nights_on_one_town_stay_apart(written: Any, recorded: Callable) -> None:
    war = recorded(
        raid(written, FIRST, "2025-04-27", 12, to="2025-04-28", by="Governor Tarn Olek", published="2025-04-28"),
        raid(written, SECOND, "2025-04-28", 14, to="2025-04-29", by="rescuers", published="2025-04-29"),
    )
    assert [len(i["reports"]) for i in found(war)] == [1, 1]


def test_strikes_of_one_day_on_two_towns_stay_apart(written: Any, recorded: Callable) -> None:
    there = SECOND.replace("Arven", "Belmark")
    war = recorded(
        raid(written, FIRST, "2025-04-28", 12, by="Governor Tarn Olek", published="2025-04-28"),
        raid(written, there, "2025-04-28", 14, by="rescuers", published="2025-04-28"),
    )
    assert [len(i["reports"]) for i in found(war)] == [1, 1]


def test_a_mention_without_a_day_never_leads_from_one_night_to_the_next(written: Any, recorded: Callable) -> None:
    undated = {"trigger": "hit", "place": "Arven", "mode": "drone"}
    between = written(
        "Drones hit a depot in Arven, said Tarn Olek of the town.", undated, published="2025-04-29", outlet="B"
    )
    war = recorded(
        raid(written, FIRST, "2025-04-27", 12, to="2025-04-28", by="Governor Tarn Olek", published="2025-04-28"),
        between,
        raid(written, SECOND, "2025-04-29", 14, to="2025-04-30", by="rescuers", published="2025-04-30"),
    )
    days = {(i["from"], i["to"]) for i in found(war)}
    assert {("2025-04-27", "2025-04-28"), ("2025-04-29", "2025-04-30")} <= days


def test_a_reprint_is_no_second_account(written: Any, recorded: Callable) -> None:
    words = FIRST + " " + " ".join(f"The {n}th firefighter came from the village of Number {n}." for n in range(12))
    again = words + " Reporting by staff."
    war = recorded(
        raid(written, words, "2025-04-28", 12, by="Governor Tarn Olek", published="2025-04-28", outlet="Meridian"),
        raid(written, again, "2025-04-28", 12, by="Governor Tarn Olek", published="2025-04-28", outlet="Ledger"),
    )
    (item,) = found(war)
    assert len(item["reports"]) == 2
    assert len({report["account"] for report in item["reports"]}) == 1


def test_rebuilding_gives_what_adding_gave(written: Any, recorded: Callable) -> None:
    war = recorded(
        raid(written, FIRST, "2025-04-28", 12, by="Governor Tarn Olek", published="2025-04-28"),
        raid(written, SECOND, "2025-04-28", 14, by="rescuers", published="2025-04-28"),
    )
    before = rows(war)
    with war.write() as connection:
        assert rebuild_record(connection) == 2
    assert rows(war) == before


def rows(war: Any) -> dict[str, list[str]]:
    with war.read() as connection:
        return {
            table.name: sorted(repr(tuple(row)[table.name == "passage" :]) for row in connection.execute(select(table)))
            for table in tables.metadata.sorted_tables
        }


def test_a_judgement_joins_actors_outlives_a_rebuild_and_can_be_taken_back(written: Any, recorded: Callable) -> None:
    war = recorded(
        raid(written, FIRST, "2025-04-28", 12, by="Governor Tarn Olek", actors=("Olek",), published="2025-04-28")
    )
    with war.write() as connection:
        a, b = sorted(connection.execute(select(tables.actor.c.id)).scalars())
        judgements.judge(connection, "same", "actor", b, a, author="Ada", made="2025-05-01T00:00:00Z")
    with war.write() as connection:
        rebuild_record(connection)
        assert judgements.groups(connection) == {a: a, b: a}
        judgements.judge(connection, "different", "actor", a, b, author="Bo", made="2025-05-02T00:00:00Z")
        assert judgements.groups(connection) == {}
        ledger = connection.execute(select(tables.judgement.c.author).order_by(tables.judgement.c.id)).scalars().all()
    assert ledger == ["Ada", "Bo"]


def test_two_ministries_that_differ_are_a_dispute_and_an_open_bound_is_none(written: Any, recorded: Callable) -> None:
    war = recorded(
        raid(written, FIRST, "2025-04-28", 12, by="Governor Tarn Olek", published="2025-04-28"),
        raid(written, SECOND, "2025-04-28", 14, by="rescuers", published="2025-04-28"),
    )
    with war.read() as connection:
        listing = disputes(connection, Filters())
    assert [(row["field"], row["relation"]) for row in listing.rows] == [("killed", "conflicts")]
    assert {row["one_side"].split(":")[0] for row in listing.rows} | {
        row["other_side"].split(":")[0] for row in listing.rows
    } == {"Governor Tarn Olek", "rescuers"}


def claim(low: float | None, high: float | None, who: str = "x", **fields: Any) -> dict[str, Any]:
    scope = {"place": None, "side": None, "population": None, "from": None, "to": None}
    return {
        "report": "r1",
        "field": "killed",
        "low": low,
        "high": high,
        "bound": "exact",
        "value": None,
        "claimant": who,
        "claimant_words": None,
        "claimed": "2025-04-28",
        "printed": "2025-04-28T08:00:00Z",
        "ground": None,
        "part": False,
        "sentence": "",
        "text": "",
        "asked": scope | fields.pop("scope", {}),
    } | fields


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        (claim(12, None, bound="at_least"), claim(14, 14, "y", report="r2"), "agree"),
        (claim(100, 100, bound="about"), claim(104, 104, "y"), "agree"),
        (claim(3, 9, bound="vague"), claim(5, 5, "y"), "refines"),
        (claim(8, 8), claim(12, 12, report="r2", printed="2025-04-29T08:00:00Z"), "updates"),
        (claim(12, 12), claim(9, 9, report="r2", printed="2025-04-29T08:00:00Z"), "updates"),
        (claim(8, 8), claim(12, 12, "y", report="r2", claimed="2025-04-29"), "updates"),
        (claim(298, 298, field="downed"), claim(110, 110, "y", field="downed"), "conflicts"),
        (claim(45, 45), claim(39, 39, "y"), "conflicts"),
        (claim(12, 12), claim(3, 3, "y", scope={"population": "child"}), "different_scope"),
        (claim(12, 12, scope={"side": "ARV"}), claim(3, 3, "y", scope={"side": "BEL"}), "different_scope"),
        (
            claim(53, 53, ground=("region", "Arven"), scope={"place": "Arven Province"}),
            claim(51, 51, "y", ground=("region", "Belmark"), scope={"place": "Belmark Province"}),
            "different_scope",
        ),
    ],
)
def test_how_two_counts_stand(a: dict[str, Any], b: dict[str, Any], relation: str) -> None:
    answer = relation_of(a, b)
    assert answer is not None
    assert answer[0] == relation


def test_a_report_that_gives_an_earlier_count_updates_it_itself() -> None:
    earlier = claim(9, 9, "y", sentence="Earlier the town had put the toll at nine.")
    now = claim(12, 12, sentence="Rescuers said that 12 people were killed.")
    answer = relation_of(earlier, now)
    assert answer is not None
    assert answer[0] == "updates"


def test_doubt_is_no_denial_and_a_denial_is_one_of_the_same_thing() -> None:
    said = claim(None, None, field="happened", value="yes", text="Olek said a factory was hit in Arven.")
    doubt = claim(None, None, "y", field="happened", value="yes", text="The hit on the factory could not be verified.")
    denied = claim(None, None, "y", field="happened", value="no", text="Tarn denied that any factory was struck.")
    aside = claim(None, None, "y", field="happened", value="no", text="Tarn denied that anybody was shot.")
    assert relation_of(said, doubt) is None
    assert relation_of(said, aside) is None
    answer = relation_of(said, denied)
    assert answer is not None
    assert answer[0] == "denial"


THERE = SECOND.replace("Arven", "Belmark")


def judged(war: Any, verdict: str, a: str, b: str) -> None:
    with war.write() as connection:
        judgements.judge(connection, verdict, "incident", a, b, author="Ada", made="2025-05-01T00:00:00Z")
        judged_anew(connection, a, b)


def test_a_judgement_joins_two_happenings_and_outlives_a_rebuild(written: Any, recorded: Callable) -> None:
    war = recorded(
        raid(written, FIRST, "2025-04-28", 12, by="Governor Tarn Olek", published="2025-04-28"),
        raid(written, THERE, "2025-04-28", 14, by="rescuers", published="2025-04-28"),
    )
    a, b = (item["id"] for item in found(war))
    judged(war, "same", a, b)
    assert [len(item["reports"]) for item in found(war)] == [2]
    before = rows(war)
    with war.write() as connection:
        rebuild_record(connection)
    assert rows(war) == before
    judged(war, "different", a, b)
    assert [len(item["reports"]) for item in found(war)] == [1, 1]


def test_a_report_judged_to_be_of_another_happening_stays_out_of_it(written: Any, recorded: Callable) -> None:
    war = recorded(
        raid(written, FIRST, "2025-04-28", 12, by="Governor Tarn Olek", published="2025-04-28"),
        raid(written, SECOND, "2025-04-28", 14, by="rescuers", published="2025-04-28"),
    )
    (item,) = found(war)
    second = item["reports"][1]["document"]
    with war.read() as connection:
        order = list(connection.execute(select(tables.report.c.id).order_by(tables.report.c.number)).scalars())
    judged(war, "different", item["id"], order[1])
    assert second in order
    assert [len(item["reports"]) for item in found(war)] == [1, 1]
    with war.write() as connection:
        rebuild_record(connection)
    assert [len(item["reports"]) for item in found(war)] == [1, 1]


def test_what_goes_on_links_no_reports(written: Any, recorded: Callable) -> None:
    text = "The offensive in Arven is in its second month, {}."
    war = recorded(
        *(
            written(
                text.format(words), {"trigger": "offensive", "place": "Arven"}, published="2025-04-28", outlet=words
            )
            for words in ("residents of the town told reporters", "the governor told the assembly")
        )
    )
    assert [len(item["reports"]) for item in found(war)] == [1, 1]


def test_a_report_that_was_out_before_a_strike_does_not_tell_of_it(written: Any, recorded: Callable) -> None:
    early = written(
        "Drones hit a depot in Arven, said Tarn Olek.", {"trigger": "hit", "place": "Arven"}, published="2025-04-27"
    )
    war = recorded(early, raid(written, FIRST, "2025-04-28", 12, by="Governor Tarn Olek", published="2025-04-28"))
    assert [len(item["reports"]) for item in found(war)] == [1, 1]


def test_a_later_open_toll_that_is_much_higher_is_an_update_and_a_near_one_agrees() -> None:
    first = claim(70, None, bound="at_least")
    later = {"report": "r2", "printed": "2025-04-29T08:00:00Z", "bound": "at_least"}
    for low, relation in ((100, "updates"), (72, "agree")):
        answer = relation_of(first, claim(low, None, "y", **later))
        assert answer is not None
        assert answer[0] == relation


def test_a_toll_has_one_window_whatever_day_its_sentence_names() -> None:
    a = claim(72, 72, scope={"from": "2025-04-28", "to": "2025-04-28"})
    b = claim(72, None, "y", bound="at_least", scope={"from": "2025-04-27", "to": "2025-04-27"})
    answer = relation_of(a, b)
    assert answer is not None
    assert answer[0] == "agree"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Khan Varnoun", "Khan Vernun", True),
        ("al-Tarshidin", "Tarshideen", True),
        ("Salmeddin", "Salmuddin", True),
        ("Rakkova", "Raqqovah", True),
        ("Belgorod", "Belgrade", False),
        ("Basra", "Bosra", False),
        ("Hama", "Homs", False),
    ],
)
def test_transliterations_of_a_name_sound_alike_and_other_names_do_not(one: str, other: str, same: bool) -> None:
    assert (spelled(one) == spelled(other)) is same


def mention(**fields: Any) -> Mention:
    return Mention("violence", [fields.pop("event", "e1")], fields.pop("report", "r1"), None, **fields)


def town(name: str, kind: str = "settlement") -> Place:
    return Place(name, kind, "ARV", None, None, None, 0.0)


DAY, DAY_BEFORE = Span("2025-04-28", "2025-04-28"), Span("2025-04-25", "2025-04-25")


def test_raids_of_which_one_claimant_counts_other_weapons_are_two() -> None:
    raids = [
        mention(event=f"e{n}", days=DAY, dated=True, places=[town("Arven")], exact={("downed:drones", "m", float(n))})
        for n in (30, 159)
    ]
    assert len(joined(raids)) == 2


def test_a_raid_is_known_again_in_its_report_by_its_count() -> None:
    raids = [
        mention(event=name, days=DAY, dated=True, places=[town(name)], exact={("downed:drones", "m", 30.0)})
        for name in ("Arven", "Belmark")
    ]
    assert [item.events for item in joined(raids)] == [["Arven", "Belmark"]]


def test_two_tolls_of_days_apart_in_one_report_are_of_two_happenings() -> None:
    blasts = [
        mention(event=span.first, days=span, dated=True, inferred=guessed, exact={("killed:", "m", toll)})
        for span, guessed, toll in ((DAY_BEFORE, False, 126.0), (DAY, True, 6.0))
    ]
    for blast in blasts:
        blast.places = [town("Arven")]
    assert len(joined(blasts)) == 2


def verdict(a: Mention, b: Mention) -> Any:
    return score(a, profile_of([b]), lambda name: 1.0)


def test_two_spellings_of_one_town_are_one_scene() -> None:
    one, other = ([town(name)] for name in ("Tarshidin", "al-Tarshideen"))
    answer = verdict(
        mention(report="r2", days=DAY, dated=True, places=other), mention(days=DAY, dated=True, places=one)
    )
    assert answer.same
    assert "same place" in answer.why


def test_a_time_of_a_week_does_not_place_a_happening_as_a_day_does() -> None:
    week = Span("2025-04-28", "2025-05-04")
    there = [town("Arven")]
    exact = mention(report="r2", days=DAY, dated=True, places=there, published="2025-05-04")
    same = verdict(mention(days=DAY, dated=True, places=there, published="2025-05-04"), exact)
    within = verdict(mention(days=week, dated=True, places=there, published="2025-05-04"), exact)
    assert same.points > within.points
    assert "within a longer time" in within.why


def test_a_day_taken_from_the_report_gives_way_to_a_count_in_common() -> None:
    there = [town("Arven")]
    told = mention(report="r2", days=DAY, dated=True, places=there, published="2025-04-28", numbers={("killed", 86.0)})
    next_day = Span("2025-04-29", "2025-04-29")
    late = {"days": next_day, "dated": True, "places": there, "published": "2025-04-29"}
    assert verdict(mention(**late), told).points <= VETO / 2
    assert verdict(mention(**late, numbers={("killed", 86.0)}), told).points > 0


def test_aid_is_linked_by_where_it_goes_and_not_by_where_it_passes() -> None:
    def aid(report: str, gate: str, goal: str) -> Mention:
        names = {"@" + place_key(gate), "@" + place_key(goal)}
        return Mention("relief", [report], report, None, days=DAY, dated=True, places=[town(gate)], names=names)

    first = aid("r1", "Kerlom", "Arven")
    assert "same place" in verdict(aid("r2", "Zikmet", "Arven"), first).why
    assert "other places" in verdict(aid("r3", "Zikmet", "Belmark"), first).why


def test_talks_share_countries_only_where_these_are_parties() -> None:
    def talks(report: str, actors: set[str]) -> Mention:
        names = {"#ARV", "#BEL"}
        return Mention("contact", [report], report, None, days=DAY, dated=True, names=names, actors=actors)

    assert verdict(talks("r1", {"ARV", "BEL"}), talks("r2", {"ARV", "BEL"})).specific
    assert not verdict(talks("r1", {"ARV", "CAL"}), talks("r2", {"DOR", "BEL"})).specific


@pytest.mark.parametrize(
    ("fields", "unbound"),
    [
        ({"places": [town("Arven Region", "region")]}, True),
        ({"days": Span("2025-04-01", "2025-04-28"), "dated": True}, True),
        ({"days": DAY, "dated": True}, False),
        ({"places": [town("Arven")]}, False),
        ({"numbers": {("killed", 12.0)}}, False),
        ({"names": {"olek"}}, False),
        ({"lead": True}, False),
    ],
)
def test_a_war_is_no_happening(fields: dict[str, Any], unbound: bool) -> None:
    assert unbounded(mention(**fields)) is unbound


def test_a_toll_without_a_place_is_of_what_the_report_shares(written: Any, recorded: Callable) -> None:
    event = {"trigger": "hit", "place": "Arven", "day": "2025-04-28", "mode": "drone", "by": "Tarn Olek"}
    alone = {
        "trigger": "fired",
        "place": None,
        "day": "2025-04-20",
        "figures": [("14 people", "killed", 14, 14, "exact", "person")],
    }
    war = recorded(
        written("A depot in Arven was hit on Monday, Tarn Olek said.", event, published="2025-04-28"),
        written(
            "A depot in Arven was hit on Monday, Tarn Olek told us. They fired and 14 people were killed.",
            event,
            alone,
            published="2025-04-28",
        ),
    )
    with_toll = [i for i in found(war) if any(c["field"] == "killed" for c in i["claims"])]
    assert [len(item["reports"]) for item in with_toll] == [2]


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        (claim(60, None, bound="at_least"), claim(68, 68, "y", report="r2"), "refines"),
        (claim(120, None, bound="at_least"), claim(126, 126, "y", report="r2"), "agree"),
        (claim(3, 9, bound="vague"), claim(38, 38, "y", report="r2"), "refines"),
        (claim(72, 72), claim(86, 86, "y", report="r2", sentence="The toll has risen to 86."), "updates"),
        (
            claim(4, 4, part=True, sentence="Officials initially reported that four were killed."),
            claim(3, 3, sentence="Three were killed."),
            "updates",
        ),
        (claim(58, 58), claim(72, 72, report="r2"), "updates"),
        (claim(2, 2, claimant=None), claim(6, 6, claimant=None), "different_scope"),
        (claim(93, 93, field="supplied"), claim(93, 93, "y", field="supplied", scope={"population": "truck"}), "agree"),
    ],
)
def test_how_vague_risen_and_doubled_counts_stand(a: dict[str, Any], b: dict[str, Any], relation: str) -> None:
    answer = relation_of(a, b)
    assert answer is not None
    assert answer[0] == relation


def test_a_previous_toll_is_updated_by_the_one_beside_it() -> None:
    now = claim(18, 18, sentence="18 were killed, the group said.")
    before = claim(15, 15, sentence="The previous toll was 15.")
    answer = relation_of(now, before)
    assert answer is not None
    assert answer[0] == "updates"
