"""Who acts, speaks and suffers in a report: one actor per real actor, with every mention of it."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from onrecord.model import Actor, Document, Place
from onrecord.reading.actors.bodies import find_bodies
from onrecord.reading.actors.cataphora import link_descriptions
from onrecord.reading.actors.draft import Report
from onrecord.reading.actors.finish import finish
from onrecord.reading.actors.lexical import annotate, find_names
from onrecord.reading.actors.nominals import find_nominals
from onrecord.reading.actors.offices import complete_persons, name_offices
from onrecord.reading.actors.organisations import find_organisations, find_short_forms
from onrecord.reading.actors.persons import find_persons
from onrecord.reading.actors.resolve import Resolver

__all__ = ["find_actors"]


def find_actors(document: Document, doc: Doc, places: Sequence[Place]) -> list[Actor]:
    """The actors of a report in the order of first mention, with provisional ids.

    Names come first (data files, then the encoder's names of people and bodies), then nouns, then, in the order of the
    text, what leans on them: definite nouns, pairs, pronouns. `by` names the rule of the first mention. Never raises.
    """
    report = Report(document, doc, places)
    annotate(report)
    find_persons(report)
    complete_persons(report)
    find_names(report, known=True)
    bodies = find_bodies(report)
    find_names(report, known=False)
    find_organisations(report)
    bodies += find_short_forms(report)
    nominals = find_nominals(report)
    Resolver(report).run(bodies, nominals)
    link_descriptions(report)
    name_offices(report)
    return finish(report)
