"""The library call: a report in, its reading out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from onrecord.model import Document, Reader, Reading, Sentence, Warning
from onrecord.model.document import CLAIM_KINDS
from onrecord.reading.assemble import Findings, assemble

if TYPE_CHECKING:
    from spacy.tokens import Doc

SUPPORTED_LANGUAGES = frozenset({"en"})


def read(
    report: str | Document,
    *,
    published: str | None = None,
    title: str | None = None,
    url: str | None = None,
    outlet: str | None = None,
    pipeline: str | None = None,
    notes: Iterable[Warning] = (),
) -> Reading:
    """Read one report.

    `report` is a text, stored as it is, or a `Document` from `onrecord.sources`. `published` (ISO 8601) anchors
    relative dates where the text has no date of its own; without either they stay unresolved. `pipeline` names an
    installed spaCy pipeline to use for everything but attribution. `notes` are warnings of the source to keep.

    Raises `OnrecordError`: E2xx where the weights or the named pipeline cannot be loaded.
    """
    from onrecord import __version__
    from onrecord.language import analyse, model_digest
    from onrecord.sources import document_from_text

    if isinstance(report, str):
        document = document_from_text(report, published=published, title=title, url=url, outlet=outlet)
    else:
        document = report
        if published and not document.published:
            document = document.model_copy(update={"published": published})
    model = model_digest() if pipeline is None else f"{model_digest()}+{pipeline}"
    reader = Reader(version=__version__, model=model)
    findings = Findings(warnings=[*notes, *_warnings(document)])
    if document.text.strip():
        doc = analyse(document, pipeline=pipeline)
        findings.sentences = _sentences(document, doc)
        if "cut" in doc.user_data:
            cut = doc.user_data["cut"]
            findings.warnings.append(
                Warning(
                    code="W201",
                    message=f"the text is longer than {cut} characters; what follows was stored but not read",
                    start=cut,
                    end=len(document.text),
                )
            )
        if document.language in SUPPORTED_LANGUAGES or document.language is None:
            _answer(document, doc, findings)
    return assemble(document, findings, reader)


def _answer(document: Document, doc: Doc, findings: Findings) -> None:
    """Put the questions to the analysed report, each to the module that answers it."""
    from onrecord.reading.actors import find_actors
    from onrecord.reading.attributions import find_attributions
    from onrecord.reading.events import find_events
    from onrecord.reading.figures import find_figures
    from onrecord.reading.place_states import states_of_places
    from onrecord.reading.places import find_places
    from onrecord.reading.positions import find_positions
    from onrecord.reading.quotes import quote_warnings
    from onrecord.reading.times import find_times

    findings.warnings += quote_warnings(document)
    findings.times = find_times(document, doc)
    findings.places = find_places(document, doc)
    findings.actors = find_actors(document, doc, findings.places)
    findings.actors = [*findings.actors, *states_of_places(findings.actors, findings.places)]
    findings.attributions = find_attributions(document, doc, findings.actors, findings.times)
    findings.figures = find_figures(
        document, doc, findings.times, findings.places, findings.actors, findings.attributions
    )
    findings.events = find_events(
        document, doc, findings.times, findings.places, findings.actors, findings.attributions, findings.figures
    )
    findings.topics, findings.positions = find_positions(
        document, doc, findings.actors, findings.times, findings.attributions, findings.events
    )


def _sentences(document: Document, doc: Doc) -> tuple[Sentence, ...]:
    """The sentences of every part that is prose, their outer whitespace left out."""
    from onrecord.reading.scope import claim_sentences

    out = []
    for sent in claim_sentences(document, doc):
        text = sent.text
        start = sent.start_char + len(text) - len(text.lstrip())
        end = sent.start_char + len(text.rstrip())
        if start < end:
            out.append(Sentence(start=start, end=end))
    return tuple(out)


def _warnings(document: Document) -> Iterable[Warning]:
    if not document.published:
        yield Warning(
            code="W301",
            message="no publication date was found: relative times stay unresolved (give one with --published)",
        )
    if document.language is not None and document.language not in SUPPORTED_LANGUAGES:
        yield Warning(
            code="W302",
            message=f"the language found is {document.language!r}: only English is read, the text is kept",
        )
    if not any(part.kind in CLAIM_KINDS for part in document.parts):
        yield Warning(code="W303", message="no prose was found in the text: nothing in it was read as a claim")
