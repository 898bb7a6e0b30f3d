"""`onrecord rebuild`: make the derived tables again from the stored readings."""

from __future__ import annotations

import sys

from onrecord.cli.ask import RecordName


def rebuild(record: RecordName) -> None:
    """Make the derived tables again from the readings and judgements; all of it, or nothing."""
    from onrecord.comparing.compare import rebuild_record
    from onrecord.record.store import open_record

    with open_record(record) as war, war.write() as connection:
        done = rebuild_record(connection)
    sys.stderr.write(f"onrecord: {done} reports rebuilt\n")
