"""`onrecord read` as its user meets it: a program, its output and its exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.model import Reading
from onrecord.model.rules import check

DEMO = Path(__file__).parents[2] / "src" / "onrecord" / "demo"
REPORT = (
    "KYIV, Ukraine (Arven Wire) - Officials said on Monday that drones hit a depot. Two people were killed, they said."
)


def onrecord(*args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from onrecord.cli.app import main; main()", *args]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def demo_readings() -> bytes:
    done = onrecord("read", "--json", str(DEMO))
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_shipped_report_has_a_reading_that_keeps_the_rules(demo_readings: bytes) -> None:
    readings = [Reading.from_json(line) for line in demo_readings.splitlines()]
    assert len(readings) == 16
    for reading in readings:
        check(reading)
        assert reading.document.published, reading.document.title
        assert len(reading.attributions) >= 3, reading.document.title
        assert reading.events, reading.document.title


def test_processes_change_nothing_in_the_output(demo_readings: bytes) -> None:
    assert onrecord("read", "--json", "--jobs", "2", str(DEMO)).stdout == demo_readings


def test_the_library_call_is_the_same_code(tmp_path: Path) -> None:
    import onrecord as package

    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf8")
    done = onrecord("read", "--json", "--published", "2025-04-28", str(path))
    mine = package.read(REPORT, published="2025-04-28").to_dict()
    theirs = json.loads(done.stdout)
    mine["document"]["source_id"] = theirs["document"]["source_id"]
    assert mine == theirs


def test_one_bad_input_costs_one_line_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a-empty.txt").write_bytes(b"")
    (tmp_path / "b-picture.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "c-report.txt").write_text(REPORT, encoding="utf8")
    done = onrecord("read", "--json", str(tmp_path), "no-such-file.txt")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 4, lines
    for line, name in zip(lines, ("a-empty.txt", "b-picture.txt", "no-such-file.txt"), strict=False):
        assert name in line and "[E1" in line
    assert lines[-1] == "onrecord: 1 reports read, 3 inputs failed"


def test_the_page_is_plain_when_piped_and_names_claimants() -> None:
    done = onrecord("read", "--published", "2025-04-28", "--width", "120", "-", stdin=REPORT.encode())
    page = done.stdout.decode()
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in page
    assert "Claims (" in page and "Figures (" in page
    assert max(len(line) for line in page.splitlines()) <= 120


def test_a_narrow_terminal_gets_lines_that_fit() -> None:
    done = onrecord("read", "--published", "2025-04-28", "--width", "50", "-", stdin=REPORT.encode())
    assert max(len(line) for line in done.stdout.decode().splitlines()) <= 50


def test_text_from_the_web_cannot_drive_the_terminal() -> None:
    hostile = REPORT.replace("Officials", "Officials\x1b]0;owned\x07\x1b[2J \u202e").encode()
    page = onrecord("read", "--published", "2025-04-28", "-", stdin=hostile).stdout.decode()
    assert "\x1b" not in page and "\x07" not in page and "\u202e" not in page


def test_a_report_without_a_date_is_read_with_a_warning() -> None:
    done = onrecord("read", "--json", "-", stdin=b"The mayor said on Monday that a shell hit the market.")
    reading = json.loads(done.stdout)
    assert [w["code"] for w in reading["warnings"]] == ["W301"]
    assert all(t["from"] is None for t in reading["times"])


def test_another_language_is_a_warning_and_not_a_failure() -> None:
    text = "Міністерство оборони повідомило в понеділок, що сили протиповітряної оборони збили двадцять безпілотників."
    done = onrecord("read", "--json", "-", stdin=text.encode())
    reading = json.loads(done.stdout)
    assert done.returncode == 0
    assert "W302" in [w["code"] for w in reading["warnings"]]
    assert reading["document"]["text"] == text
    assert reading["events"] == []


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("read", "--published", "monday", "-"), "E501"),
        (("read", "--field", "body", "-"), "E502"),
        (("read", "--pipeline", "no_such_pipeline", "-"), "E203"),
    ],
)
def test_a_wrong_option_is_one_clear_line(args: tuple[str, ...], code: str) -> None:
    done = onrecord(*args, stdin=REPORT.encode())
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert f"[{code}]" in done.stderr.decode()


def test_the_schema_and_the_version_are_printed() -> None:
    schema = json.loads(onrecord("schema").stdout)
    assert schema["title"] == "Reading" and "attributions" in schema["properties"]
    assert onrecord("--version").stdout.startswith(b"onrecord 0.")


def test_ctrl_c_stops_cleanly_and_keeps_what_was_printed(tmp_path: Path) -> None:
    import os
    import signal

    rows = [{"id": n, "published": "2025-04-28", "text": f"{REPORT} It was raid number {n}."} for n in range(3000)]
    path = tmp_path / "many.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf8")
    command = [sys.executable, "-c", "from onrecord.cli.app import main; main()", "read", "--json", "--jobs", "2"]
    process = subprocess.Popen(
        [*command, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # A shell's background job ignores Ctrl-C, and its children would too: the tests may run in one.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stdout is not None and process.stderr is not None
    first = process.stdout.readline()  # workers are at work
    os.killpg(process.pid, signal.SIGINT)
    rest, said = process.stdout.read(), process.stderr.read()
    process.wait(timeout=60)
    lines = (first + rest).splitlines()
    assert process.returncode == 130
    assert f"stopped; {len(lines)} reports were read" in said.decode()
    assert [json.loads(line)["document"]["source_id"] for line in lines] == [str(n) for n in range(len(lines))]
    with pytest.raises(ProcessLookupError):  # no worker is left in the group
        os.killpg(process.pid, 0)
