"""Times: what is found, its TIMEX3 value and the interval it names. A new pattern of the grammar is a line here."""

from __future__ import annotations

import time

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from onrecord.model import Document, Part, Time
from onrecord.reading.times import find_times
from onrecord.reading.times.lexing import tokens_of
from onrecord.reference.times import grammar

NLP = spacy.blank("en")
PUBLISHED = "2025-04-28"  # a Monday


def document_of(text: str, published: str | None = PUBLISHED) -> Document:
    parts = (Part(start=0, end=len(text), kind="paragraph"),) if text else ()
    return Document(id=Document.identify(text), text=text, published=published, parts=parts)


def times_in(text: str, published: str | None = PUBLISHED) -> list[Time]:
    """The times of a text without tags or parse: tense is read from the words around."""
    return find_times(document_of(text, published), NLP(text))


LINES = [
    # text | expression | type | value | mod | from | to
    # --- days
    ("They met on Monday.", "Monday", "DATE", "2025-04-28", None, "2025-04-28", "2025-04-28"),
    ("They met on Friday.", "Friday", "DATE", "2025-04-25", None, "2025-04-25", "2025-04-25"),
    ("They will meet on Friday.", "Friday", "DATE", "2025-05-02", None, "2025-05-02", "2025-05-02"),
    ("They met last Monday.", "last Monday", "DATE", "2025-04-21", None, "2025-04-21", "2025-04-21"),
    ("They met next Monday.", "next Monday", "DATE", "2025-05-05", None, "2025-05-05", "2025-05-05"),
    ("It fell on Tuesday last week.", "Tuesday last week", "DATE", "2025-04-22", None, "2025-04-22", "2025-04-22"),
    ("It fell the day before yesterday.", "the day before yesterday", "DATE", "2025-04-26", None, "2025-04-26", None),
    ("It fell yesterday.", "yesterday", "DATE", "2025-04-27", None, "2025-04-27", "2025-04-27"),
    ("It fell early on Sunday.", "early on Sunday", "DATE", "2025-04-27", "START", "2025-04-27", "2025-04-27"),
    ("It fell late Sunday.", "late Sunday", "DATE", "2025-04-27", "END", "2025-04-27", "2025-04-27"),
    ("It fell on 7 October 2023.", "7 October 2023", "DATE", "2023-10-07", None, "2023-10-07", "2023-10-07"),
    ("It fell on Oct. 7, 2023.", "Oct. 7, 2023", "DATE", "2023-10-07", None, "2023-10-07", "2023-10-07"),
    ("It fell on Saturday, April 26.", "Saturday, April 26", "DATE", "2025-04-26", None, "2025-04-26", "2025-04-26"),
    ("It fell on the 24th.", "the 24th", "DATE", "2025-04-24", None, "2025-04-24", "2025-04-24"),
    ("It fell on the 24th of March.", "the 24th of March", "DATE", "2025-03-24", None, "2025-03-24", "2025-03-24"),
    ("It fell on 2024-05-06.", "2024-05-06", "DATE", "2024-05-06", None, "2024-05-06", "2024-05-06"),
    ("It fell on 15.04.2017.", "15.04.2017", "DATE", "2017-04-15", None, "2017-04-15", "2017-04-15"),
    ("It fell on 13/04/2024.", "13/04/2024", "DATE", "2024-04-13", None, "2024-04-13", "2024-04-13"),
    ("It fell on December 20.", "December 20", "DATE", "2024-12-20", None, "2024-12-20", "2024-12-20"),
    ("It will open on January 20.", "January 20", "DATE", "2026-01-20", None, "2026-01-20", "2026-01-20"),
    ("It fell on Christmas Eve.", "Christmas Eve", "DATE", "2024-12-24", None, "2024-12-24", "2024-12-24"),
    ("It fell on Easter Sunday.", "Easter Sunday", "DATE", "2025-04-20", None, "2025-04-20", "2025-04-20"),
    ("Since the September 11 attacks.", "September 11", "DATE", "2001-09-11", None, "2001-09-11", "2001-09-11"),
    # --- parts of the day and the clock
    ("The deadline of March stands.", "March", "DATE", "2026-03", None, "2026-03-01", "2026-03-31"),
    ("It fell overnight.", "overnight", "TIME", "2025-04-27TNI", None, "2025-04-27T18:00", "2025-04-28T06:00"),
    ("It fell last night.", "last night", "TIME", "2025-04-27TNI", None, "2025-04-27T18:00", "2025-04-28T06:00"),
    ("It fell this morning.", "this morning", "TIME", "2025-04-28TMO", None, "2025-04-28T06:00", "2025-04-28T12:00"),
    ("It fell on Sunday night.", "Sunday night", "TIME", "2025-04-27TNI", None, "2025-04-27T18:00", "2025-04-28T06:00"),
    ("It fell at dawn on Sunday.", "dawn on Sunday", "TIME", "2025-04-27TMO", None, "2025-04-27T04:00", None),
    (
        "In the night of 11–12 March it fell.", "the night of 11–12 March", "TIME", "2025-03-11TNI", None,
        "2025-03-11T18:00", "2025-03-12T06:00",
    ),
    ("Overnight into Sunday.", "Overnight into Sunday", "TIME", "2025-04-26TNI", None, "2025-04-26T18:00", None),
    ("It fell at 22:15 on Sunday.", "22:15 on Sunday", "TIME", "2025-04-27T22:15", None, "2025-04-27T22:15", None),
    ("It fell at 7 p.m. on Sunday.", "7 p.m. on Sunday", "TIME", "2025-04-27T19:00", None, "2025-04-27T19:00", None),
    ("It fell at 0735 GMT.", "0735 GMT", "TIME", "2025-04-28T07:35", None, "2025-04-28T07:35", "2025-04-28T07:35"),
    ("It fell at 3 a.m. (0100 GMT) on Sunday.", "3 a.m.", "TIME", "2025-04-27T03:00", None, "2025-04-27T03:00", None),
    ("It fell around 3 a.m. local time.", "around 3 a.m. local time", "TIME", "2025-04-28T03:00", "APPROX", None, None),
    # --- weeks, months, years
    ("They met last weekend.", "last weekend", "DATE", "2025-W17-WE", None, "2025-04-26", "2025-04-27"),
    ("They met at the weekend.", "the weekend", "DATE", "2025-W17-WE", None, "2025-04-26", "2025-04-27"),
    ("They met last week.", "last week", "DATE", "2025-W17", None, "2025-04-21", "2025-04-27"),
    ("They will meet next week.", "next week", "DATE", "2025-W19", None, "2025-05-05", "2025-05-11"),
    ("They met earlier this month.", "earlier this month", "DATE", "2025-04", None, "2025-04-01", "2025-04-28"),
    ("They will meet later this month.", "later this month", "DATE", "2025-04", None, "2025-04-28", "2025-04-30"),
    ("They met in mid-March.", "mid-March", "DATE", "2025-03", "MID", "2025-03-11", "2025-03-20"),
    ("They met in early March.", "early March", "DATE", "2025-03", "START", "2025-03-01", "2025-03-10"),
    ("They met in March 2024.", "March 2024", "DATE", "2024-03", None, "2024-03-01", "2024-03-31"),
    ("They met in March last year.", "March last year", "DATE", "2024-03", None, "2024-03-01", "2024-03-31"),
    ("They met in December.", "December", "DATE", "2024-12", None, "2024-12-01", "2024-12-31"),
    ("Since the start of the year.", "the start of the year", "DATE", "2025", "START", "2025-01-01", "2025-01-01"),
    ("By the end of next month.", "the end of next month", "DATE", "2025-05", "END", "2025-05-31", "2025-05-31"),
    ("It began in 2014.", "2014", "DATE", "2014", None, "2014-01-01", "2014-12-31"),
    ("It began in the summer of 2013.", "the summer of 2013", "DATE", "2013-SU", None, "2013-06-01", "2013-08-31"),
    ("In the third quarter of 2024.", "the third quarter of 2024", "DATE", "2024-Q3", None, "2024-07-01", None),
    ("It began in fiscal 2022.", "fiscal 2022", "DATE", "2022", None, None, None),
    ("It began in the 1990s.", "the 1990s", "DATE", "199", None, "1990-01-01", "1999-12-31"),
    ("It began in the late '80s.", "the late '80s", "DATE", "198", "END", "1987-01-01", "1989-12-31"),
    ("It began in the 20th century.", "the 20th century", "DATE", "19", None, "1900-01-01", "1999-12-31"),
    ("In the first week of March.", "the first week of March", "DATE", "2025-03", "START", "2025-03-01", "2025-03-07"),
    ("In the second half of March.", "the second half of March", "DATE", "2025-03", "END", "2025-03-16", "2025-03-31"),
    ("They were ready by year-end.", "year-end", "DATE", "2025-12-31", None, "2025-12-31", "2025-12-31"),
    ("Prices rose since year-end.", "year-end", "DATE", "2024-12-31", None, "2024-12-31", "2024-12-31"),
    ("They stocked up ahead of the weekend.", "the weekend", "DATE", "2025-W18-WE", None, "2025-05-03", "2025-05-04"),
    ("The siege went on well into the summer.", "the summer", "DATE", "2024-SU", None, "2024-06-01", "2024-08-31"),
    ("It spent less in the last fiscal year.", "the last fiscal year", "DATE", "2024", None, None, None),
    ("It opened in April. Three of them left.", "April", "DATE", "2025-04", None, "2025-04-01", "2025-04-30"),
    # --- so long ago
    ("It fell three days ago.", "three days ago", "DATE", "2025-04-25", None, "2025-04-25", "2025-04-25"),
    ("It fell two months ago.", "two months ago", "DATE", "2025-02", None, "2025-02-01", "2025-02-28"),
    ("It fell more than two years ago.", "more than two years ago", "DATE", "2023", "MORE_THAN", None, "2023-04-28"),
    ("It fell years ago.", "years ago", "DATE", "PAST_REF", None, None, "2025-04-28"),
    ("They will meet in two weeks' time.", "two weeks' time", "DATE", "2025-W20", None, "2025-05-12", "2025-05-18"),
    # --- lengths
    ("Three years into the war.", "Three years", "DURATION", "P3Y", None, None, None),
    ("It went on for more than three years.", "more than three years", "DURATION", "P3Y", "MORE_THAN", None, None),
    ("A 30-day halt.", "30-day", "DURATION", "P30D", None, None, None),
    ("They will leave within 72 hours.", "72 hours", "DURATION", "PT72H", None, "2025-04-28", "2025-05-01"),
    ("It took two and a half years.", "two and a half years", "DURATION", "P2Y6M", None, None, None),
    ("It took half an hour.", "half an hour", "DURATION", "PT30M", None, None, None),
    ("It took twenty-four hours.", "twenty-four hours", "DURATION", "PT24H", None, None, None),
    ("It went on for months.", "months", "DURATION", "PXM", None, None, None),
    ("An hour-long call.", "hour-long", "DURATION", "PT1H", None, None, None),
    ("A years-long siege.", "years-long", "DURATION", "PXY", None, None, None),
    ("A two-year-old conflict.", "two-year-old", "DURATION", "P2Y", None, None, None),
    ("In the past two weeks.", "the past two weeks", "DURATION", "P2W", None, "2025-04-14", "2025-04-28"),
    ("In the next 48 hours.", "the next 48 hours", "DURATION", "PT48H", None, "2025-04-28", "2025-04-30"),
    ("In recent days it rose.", "recent days", "DURATION", "PXD", None, None, "2025-04-28"),
    ("In the coming days it will end.", "the coming days", "DURATION", "PXD", None, "2025-04-28", None),
    ("They lasted two hours on Sunday.", "two hours", "DURATION", "PT2H", None, "2025-04-27", "2025-04-27"),
    ("In the 72 hours before Sunday.", "the 72 hours", "DURATION", "PT72H", None, "2025-04-24", "2025-04-26"),
    ("From 20-22 May 2024.", "20-22 May 2024", "DURATION", "P3D", None, "2024-05-20", "2024-05-22"),
    # --- repeated times and references
    ("It happens every night.", "every night", "SET", "XXXX-XX-XXTNI", None, None, None),
    ("It happens daily.", "daily", "SET", "P1D", None, None, None),
    ("It happens every Tuesday.", "every Tuesday", "SET", "XXXX-WXX-2", None, None, None),
    ("It happens twice a day.", "a day", "SET", "P1D", None, None, None),
    ("They are now there.", "now", "DATE", "PRESENT_REF", None, "2025-04-28", "2025-04-28"),
    ("They recently left.", "recently", "DATE", "PAST_REF", None, None, "2025-04-28"),
    ("It will end in the near future.", "the near future", "DATE", "FUTURE_REF", None, "2025-04-28", None),
]  # fmt: skip


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[1])
def test_expression(line: tuple[str, str, str, str, str | None, str | None, str | None]) -> None:
    text, words, kind, value, mod, first, last = line
    found = {t.text: t for t in times_in(text)}
    assert words in found
    time = found[words]
    assert (time.type, time.value, time.mod) == (kind, value, mod)
    assert text[time.start : time.end] == words
    if first is not None or last is None and kind in ("DURATION", "SET"):
        assert time.from_ == first
    if last is not None:
        assert time.to == last


@pytest.mark.parametrize(
    "text",
    [
        "He may leave.",
        "They march on the town.",
        "The March on the capital drew crowds.",
        "The Sunday Times reported it.",
        "Shares of Monday.com fell.",
        "Air defence downed 119 drones.",
        "Some 2000 troops were sent.",
        "About 1950 soldiers died.",
        "The road is 2000 metres long.",
        "A 34-year-old driver died.",
        "She was 52 years old.",
        "He was in his 30s.",
        "Resolution 2334 was adopted.",
        "They took a second town.",
        "The score was 24-19.",
        "It cost $1990.",
    ],
)
def test_no_time(text: str) -> None:
    assert [t.text for t in times_in(text)] == []


def test_figures_are_compared_with_the_quarter_that_is_told() -> None:
    times = times_in(
        "The firm lost money in the first quarter. Sales fell from a year earlier. It expects little of the second "
        "quarter. The latest period had no gains, unlike the 2023 period. In the first nine months it earned less than "
        "a year earlier."
    )
    assert [t.value for t in times] == [
        "2025-Q1", "2024-Q1", "2025-Q2", "2025-Q1", "2023-Q1", "P9M", "2024",
    ]  # fmt: skip


def test_ranges_of_weekdays_go_forward() -> None:
    times = times_in("From Saturday to Tuesday they shelled the town.")
    assert [t.value for t in times] == ["2025-04-26", "2025-04-29"]


def test_listed_days_share_their_month() -> None:
    assert [(t.text, t.value) for t in times_in("They met on April 24 and 25.")] == [
        ("April 24", "2025-04-24"),
        ("25", "2025-04-25"),
    ]


def test_what_follows_counts_from_the_day_told_last() -> None:
    times = times_in(
        "It fell on 2 June 2022. The next day they fled. Two days later they came back. That night it burned."
    )
    assert [t.value for t in times] == ["2022-06-02", "2022-06-03", "2022-06-05", "2022-06-05TNI"]
    assert [t.inferred for t in times] == [False, True, True, True]


def test_a_narrative_goes_on_by_its_own_years() -> None:
    text = (
        "The war began on 1 September 1939. Warsaw fell on 27 September. In April 1940 the front moved. In May it "
        "broke. In December 1941 it froze, and in February it thawed. In 1942 it turned. In 1943 it ended. In 1945 all "
        "was over."
    )
    for published in (None, "2010-06-01"):
        values = [t.value for t in times_in(text, published)]
        assert values[:6] == ["1939-09-01", "1939-09-27", "1940-04", "1940-05", "1941-12", "1942-02"]


def test_a_day_told_with_its_year_keeps_it() -> None:
    times = times_in("The raid of 4 May 2021 was the first. The raid of 4 May is remembered.")
    assert [t.value for t in times] == ["2021-05-04", "2021-05-04"]


def test_a_later_date_line_is_the_anchor() -> None:
    times = times_in("May 3 2025 The mission said on Friday that it would leave.")
    assert [t.value for t in times] == ["2025-05-03", "2025-05-02"]


def test_now_in_a_quotation_is_the_day_of_its_saying() -> None:
    times = times_in("“They are there now,” he said on Saturday.")
    assert times[0].from_ == "2025-04-26"


def test_without_a_publication_date_nothing_is_guessed() -> None:
    text = "On Monday, two days ago, last month, in May, on 7 October, at 5 pm, overnight, in recent days."
    times = times_in(text, None)
    assert [t.value for t in times] == [
        "XXXX-WXX-1", "PAST_REF", "XXXX-XX", "XXXX-05", "XXXX-10-07", "XXXX-XX-XXT17:00", "XXXX-XX-XXTNI", "PXD",
    ]  # fmt: skip
    assert all(t.from_ is None and t.to is None for t in times)


def test_a_full_date_needs_no_publication_date() -> None:
    assert [(t.from_, t.to) for t in times_in("On 7 October 2023 it began.", None)] == [("2023-10-07", "2023-10-07")]


def test_no_pattern_crosses_a_paragraph_or_a_part() -> None:
    assert [t.text for t in times_in("Talks in May\n\n5 people died.")] == ["May"]
    text = "Talks in May 5 people died."
    parts = (Part(start=0, end=12, kind="title"), Part(start=13, end=len(text), kind="paragraph"))
    document = Document(id=Document.identify(text), text=text, published=PUBLISHED, parts=parts)
    assert [t.text for t in find_times(document, NLP(text))] == ["May"]


def test_a_full_stop_is_not_the_dot_of_an_abbreviation() -> None:
    assert times_in("It fell at 5 p.m.")[0].text == "5 p.m"
    assert times_in("It fell at 5 p.m. near the town.")[0].text == "5 p.m."


def test_impossible_dates_are_left_alone() -> None:
    assert times_in("It fell on 31.02.2024 and on 2024-13-45.") == []
    for text in ("1000000 years ago", "999999 decades from now", "3000 centuries later", "January 32, 99:99 pm"):
        assert all(t.from_ is None or t.from_ <= PUBLISHED for t in times_in(text))


@pytest.mark.parametrize(
    "unit",
    ["7", "1-", "-", '"', "' ", "2000, ", "two ", "hundred ", "May ", "Monday, ", "Nov. 1, ", "last ", "a few ", "1.",
     "1:", "1,", "1/", "\n ", "at 5 p.m. on Monday, May 5, ", "of the end of the "],
)  # fmt: skip
def test_hostile_texts_take_linear_time(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        doc = Doc(Vocab(), words=[text], spaces=[False])
        document = document_of(text)
        start = time.process_time()
        find_times(document, doc)
        return time.process_time() - start

    seconds(1_000)
    # The best of three: a busy machine makes one run slow, quadratic time makes all of them slow.
    short = max(min(seconds(5_000) for _ in range(3)), 0.03)
    assert min(seconds(50_000) for _ in range(3)) < 40 * short


def test_a_megabyte_of_digits_dashes_and_quotes() -> None:
    text = "7" * 400_000 + "-" * 50_000 + '"' * 50_000 + "7" * 500_000
    doc = Doc(Vocab(), words=[text], spaces=[False])
    start = time.process_time()
    assert find_times(document_of(text), doc) == []
    assert time.process_time() - start < 30


@given(st.text(alphabet="0123456789 -–:./,'apmMay Mondlsteryof\n", max_size=80))
def test_any_text_keeps_the_rules_of_spans(text: str) -> None:
    end = 0
    for found in times_in(text):
        assert end <= found.start < found.end
        assert text[found.start : found.end] == found.text
        end = found.end


def test_tokens_cover_numbers_in_words() -> None:
    tokens = tokens_of("two hundred and fifty, twenty-four, nineteen ninety-one, twenty-first", grammar())
    numbers = [t.classes.get("num") or t.classes.get("year") or t.classes.get("ord") for t in tokens]
    assert [n for n in numbers if n] == [250, 24, 1991, 21]
