"""Reprints: reports of near-identical text share an account, and an account is one independent voice.

Method: MinHash over word 5-grams with banding (Broder 1997; Leskovec, Rajaraman and Ullman, ch. 3). A report joins the
account of the earliest report that it resembles; containment is looked at too, since a reprint is often cut short.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from datasketch import MinHash
from sqlalchemy import Connection, select

from onrecord.record import tables
from onrecord.record.write import insert_rows

PERMUTATIONS = 128
BANDS = 32
"""32 bands of 4 rows: a pair of Jaccard .5 is a candidate with probability .87, one of .25 with .12."""

RESEMBLES = 0.5
"""Estimated Jaccard resemblance from which two texts are one account."""

CONTAINED = 0.8
"""Share of a shorter text's 5-grams that stand in the longer one from which it is a cut reprint."""

SHINGLE = 5
LEAST = 30
"""Words below which a text is too short to tell a reprint from a formula."""

_WORD = re.compile(r"\w+")


def shingles(text: str) -> set[bytes]:
    """The word 5-grams of a text, case folded."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return {" ".join(words[i : i + SHINGLE]).encode("utf8", "replace") for i in range(len(words) - SHINGLE + 1)}


def signature(grams: Iterable[bytes]) -> np.ndarray:
    """The MinHash signature: uint64 [128]."""
    sketch = MinHash(num_perm=PERMUTATIONS, seed=1)
    sketch.update_batch(list(grams))
    return sketch.hashvalues.astype(np.uint64)


def join_account(connection: Connection, report: str, text: str) -> str:
    """Give the report its account, the earliest stored report that it reprints, else its own; return the account."""
    found = connection.execute(select(tables.account.c.account).where(tables.account.c.report == report)).scalar()
    if found is not None:
        return str(found)
    grams = shingles(text)
    account, why = report, "its own text"
    if len(grams) >= LEAST:
        mine = signature(grams)
        for other, theirs in _candidates(connection, mine):
            alike = float(np.mean(mine == theirs))
            contained = alike >= 0.2 and _containment(alike, connection, grams, other)
            if alike >= RESEMBLES or contained:
                holder = connection.execute(
                    select(tables.account.c.account).where(tables.account.c.report == other)
                ).scalar()
                account = str(holder or other)
                why = f"{alike:.0%} of its 5-word runs stand in report {other[:12]}" + (
                    ", which contains it" if contained and alike < RESEMBLES else ""
                )
                break
        insert_rows(connection, tables.sketch, [{"report": report, "signature": mine.tobytes()}])
        insert_rows(connection, tables.sketch_band, [{"band": band, "report": report} for band in _bands(mine)])
    insert_rows(connection, tables.account, [{"report": report, "account": account, "why": why}])
    return account


def _bands(mine: np.ndarray) -> list[str]:
    rows = PERMUTATIONS // BANDS
    return [f"{i}:{hash_of(mine[i * rows : (i + 1) * rows].tobytes())}" for i in range(BANDS)]


def hash_of(data: bytes) -> str:
    """A short, stable name of some bytes."""
    import hashlib

    return hashlib.blake2b(data, digest_size=12).hexdigest()


def _candidates(connection: Connection, mine: np.ndarray) -> list[tuple[str, np.ndarray]]:
    """Stored reports that share a band with the signature, earliest first."""
    query = (
        select(tables.sketch.c.report, tables.sketch.c.signature)
        .join(tables.report, tables.report.c.id == tables.sketch.c.report)
        .where(
            tables.sketch.c.report.in_(
                select(tables.sketch_band.c.report).where(tables.sketch_band.c.band.in_(_bands(mine)))
            )
        )
        .order_by(tables.report.c.number)
    )
    return [(row.report, np.frombuffer(row.signature, np.uint64)) for row in connection.execute(query)]


def _containment(alike: float, connection: Connection, grams: set[bytes], other: str) -> bool:
    """Whether the shorter of the two texts stands in the longer one, told from resemblance and sizes."""
    words = connection.execute(select(tables.report.c.words).where(tables.report.c.id == other)).scalar_one()
    sizes = sorted((len(grams), max(1, words - SHINGLE + 1)))
    shared = alike / (1 + alike) * sum(sizes)
    return shared / sizes[0] >= CONTAINED
