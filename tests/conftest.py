"""Settings for the whole suite."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from onrecord.model import Reading
    from onrecord.record.store import Record

# Machines that run other work at the same time make any deadline a coin toss; what is slow has a benchmark of its own.
settings.register_profile("onrecord", deadline=None, print_blob=True)
settings.load_profile("onrecord")


class Written:
    """Readings written by hand for tests of the record: no encoder has a part in them."""

    PLACES: ClassVar = {
        "Arven": ("settlement", "ARV", "Arven Province", 50.0, 30.0, 5.0),
        "Belmark": ("settlement", "ARV", "Belmark Province", 47.0, 38.0, 5.0),
        "Arven Province": ("region", "ARV", "Arven Province", 50.1, 30.2, 80.0),
        "Arvenia": ("country", "ARV", None, 49.0, 32.0, 400.0),
    }

    def __call__(self, text: str, *events: dict[str, Any], **fields: Any) -> Reading:
        """A reading of the text. Each event names its `trigger` and, where it has them, `place`, `day`, `to`, `by` (the
        words of who says so), `actors`, `recipients`, `figures` as (words, measure, low, high, bound, counted)."""
        from onrecord.model import Document, Part, Reader, Reading, Sentence

        document = Document(
            id=Document.identify(text), text=text, parts=(Part(start=0, end=len(text), kind="paragraph"),), **fields
        )
        self.text, self.actors, self.places = text, {}, {}
        self.attributions, self.figures, out = [], [], []
        for n, item in enumerate(events, 1):
            out.append(self._event(n, item))
        ends = [i + 1 for i, c in enumerate(text) if c == "." and text[i + 1 : i + 2] in ("", " ")]
        starts = [0, *(end + 1 for end in ends[:-1])]
        return Reading(
            reader=Reader(version="0.1.0", model="m"),
            document=document,
            sentences=tuple(Sentence(start=a, end=b) for a, b in zip(starts, ends, strict=True)),
            actors=tuple(self.actors.values()),
            places=tuple(self.places.values()),
            attributions=tuple(self.attributions),
            figures=tuple(self.figures),
            events=tuple(out),
        )

    def _event(self, n: int, item: dict[str, Any]) -> Any:
        from onrecord.model import Event, Mark
        from onrecord.model.objects import Attribution, Content, Figure, Source

        at = self.text.index(item["trigger"])
        by = None
        if "by" in item:
            start = self.text.index(item["by"])
            by = f"q{n}"
            self.attributions.append(
                Attribution(
                    id=by,
                    source=Source(
                        spans=((start, start + len(item["by"])),), text=item["by"], actors=(self._actor(item["by"]),)
                    ),
                    content=Content(spans=((at, at + len(item["trigger"])),)),
                    act=item.get("act", "statement"),
                )
            )
        figures = []
        for words, measure, low, high, bound, counted in item.get("figures", ()):
            start = self.text.index(words)
            figures.append(f"f{len(self.figures) + 1}")
            self.figures.append(
                Figure(
                    id=figures[-1],
                    start=start,
                    end=start + len(words),
                    text=words,
                    low=low,
                    high=high,
                    bound=bound,
                    measure=measure,
                    counted=counted,
                    event=f"e{n}",
                    attribution=by,
                    place=self._place(item.get("place")),
                )
            )
        return Event(
            id=f"e{n}",
            type=item.get("type", "ASSAULT"),
            mode=item.get("mode"),
            trigger=Mark(start=at, end=at + len(item["trigger"]), text=item["trigger"]),
            actors=tuple(self._actor(name) for name in item.get("actors", ())),
            recipients=tuple(self._actor(name) for name in item.get("recipients", ())),
            from_=item.get("day"),
            to=item.get("to", item.get("day")),
            place=self._place(item.get("place")),
            figures=tuple(figures),
            attribution=by,
            value=item.get("value", "CT+"),
        )

    def _actor(self, name: str) -> str:
        from onrecord.model import Actor
        from onrecord.model.objects import ActorMention

        if name not in self.actors:
            start = max(0, self.text.find(name))
            words = self.text[start : start + len(name)]
            self.actors[name] = Actor(
                id=f"a{len(self.actors) + 1}",
                name=name,
                kind="military",
                named=True,
                mentions=(ActorMention(start=start, end=start + len(words), text=words, form="name"),),
            )
        return str(self.actors[name].id)

    def _place(self, name: str | None) -> str | None:
        from onrecord.model import Place

        if name is None:
            return None
        if name not in self.places:
            kind, country, admin1, latitude, longitude, radius = self.PLACES[name]
            start = self.text.index(name)
            self.places[name] = Place(
                id=f"p{len(self.places) + 1}",
                start=start,
                end=start + len(name),
                text=name,
                form="name",
                name=name,
                kind=kind,
                country=country,
                admin1=admin1,
                latitude=latitude,
                longitude=longitude,
                radius_km=radius,
                resolved=True,
            )
        return str(self.places[name].id)


@pytest.fixture
def written() -> Written:
    """Makes readings by hand."""
    return Written()


@pytest.fixture
def recorded(tmp_path: Path) -> Iterator[Callable[..., Record]]:
    """Makes a record in a file from readings, in their order, as `add` does."""
    from onrecord.comparing.compare import derive_again
    from onrecord.record import write
    from onrecord.record.store import open_record

    opened: list[Record] = []

    def record(*readings: Reading) -> Record:
        war = open_record(str(tmp_path / f"war{len(opened)}.db"), create=True)
        opened.append(war)
        with war.write() as connection:
            run = write.start_run(connection, reader="0.1.0", model="m", settings={})
        for reading in readings:
            with war.write() as connection:
                if write.add_reading(connection, run, reading):
                    derive_again(connection, reading.document.id)
        return war

    yield record
    for war in opened:
        war.close()
