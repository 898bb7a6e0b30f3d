"""The parts of a text: what is title, heading, prose, caption and furniture, in lines and run together."""

import pytest

from onrecord.sources import document_from_text

BODY = "Two boats were hit near the port overnight, the coastal ministry said on Monday."
MORE = "There were no reports of casualties, a spokesman for the governor added on Tuesday."


def parts(text: str, **known: object) -> list[tuple[str, str]]:
    document = document_from_text(text, **known)  # type: ignore[arg-type]
    end = 0
    for part in document.parts:
        assert end <= part.start < part.end <= len(text)
        assert not text[end : part.start].strip()
        assert text[part.start : part.end] == text[part.start : part.end].strip()
        end = part.end
    assert not text[end:].strip()
    return [(part.kind, text[part.start : part.end]) for part in document.parts]


def test_short_lines_between_paragraphs_are_headings() -> None:
    found = parts(f" date 2025-04-28 {BODY}\n\nUnclear\n\n{MORE}\n\nShare this: Facebook\n\nTwitter\n\nEmail\n")
    assert found == [
        ("boilerplate", "date 2025-04-28"),
        ("paragraph", BODY),
        ("heading", "Unclear"),
        ("paragraph", MORE),
        ("boilerplate", "Share this: Facebook\n\nTwitter\n\nEmail"),
    ]


@pytest.mark.parametrize("line", ["They fled.", "Why now?", "“We left.”", "He said:", "We will —"])
def test_a_short_line_that_ends_like_a_sentence_is_prose(line: str) -> None:
    assert ("paragraph", line) in parts(f"{BODY}\n\n{line}\n\n{MORE}")


def test_lines_without_full_stops_are_not_all_headings() -> None:
    lines = ["Two boats hit near port", "Three sailors missing", "Search goes on"]
    assert [kind for kind, _ in parts("\n".join(lines))].count("heading") == 0


def test_a_headline_before_the_text_is_its_title() -> None:
    document = document_from_text(f"Two boats hit near the northern port\n\n{BODY}\n\n{MORE}")
    assert document.title == "Two boats hit near the northern port"
    assert document.parts[0].kind == "title"


def test_a_title_given_apart_is_marked_where_the_text_repeats_it() -> None:
    title = "Two boats hit near port"
    assert parts(f"28 April 2025 {title}. {BODY}", title=title) == [
        ("boilerplate", "28 April 2025"),
        ("title", f"{title}."),
        ("paragraph", BODY),
    ]
    assert parts(f"by Ann Elm {title} {BODY}", title=title)[1] == ("title", title)
    # A sentence that begins with the words of its title is no title.
    assert parts(f"{title} of Elm, {BODY}", title=title)[0][0] == "paragraph"
    assert document_from_text(BODY, title=title).title == title


def test_a_date_that_belongs_to_a_sentence_is_prose() -> None:
    text = "28 April 2025 marks three years of the war, the minister said."
    assert parts(text) == [("paragraph", text)]
    assert document_from_text(text).published is None


def test_a_date_before_the_prose_dates_the_report_unless_it_is_dated() -> None:
    text = f"Published April 28 2025 {BODY}"
    assert document_from_text(text).published == "2025-04-28"
    assert document_from_text(text, published="2025-04-30").published == "2025-04-30"


def test_a_date_line_is_a_paragraph_of_its_own() -> None:
    text = f"OAKTON, May 21. /TASS/. {BODY}"
    assert parts(text) == [("paragraph", "OAKTON, May 21. /TASS/."), ("paragraph", BODY)]
    assert document_from_text(text).dateline == "OAKTON, May 21. /TASS/."
    assert document_from_text(text).published is None


@pytest.mark.parametrize(
    "line",
    ["Read more", "READ MORE: Two boats hit", "Advertisement", "Subscribe", "Sign up for our daily newsletter",
     "Facebook | X",
     "© 2025 The Harbour Post", "The Harbour Post. All rights reserved.", "Follow us on Telegram", "Related articles",
     "* * *",
     "We use cookies to improve your visit.", "Tags: boats, port", "5 min read",
     "By signing up you agree to our terms."],
)  # fmt: skip
def test_furniture_lines(line: str) -> None:
    assert ("boilerplate", line) in parts(f"{BODY}\n\n{line}\n\n{MORE}")


@pytest.mark.parametrize(
    "line",
    ["Read more widely, he told students, and you will see the war differently.",
     "The ministry published 28 names on Monday.",
     "Subscribers to the state telephone company lost service after the strike.",
     "Copyright claims do not end wars, he said.",
     "The advertisement showed a soldier.", "Share prices fell after the attack.",
     "He wrote on Facebook that two boats burned."],
)  # fmt: skip
def test_prose_that_resembles_furniture(line: str) -> None:
    assert ("paragraph", line) in parts(f"{BODY}\n\n{line}\n\n{MORE}")


def test_furniture_run_together_with_the_prose() -> None:
    text = (
        "Skip to content You need to enable JavaScript to run this page. 28 April 2025 "
        f"{BODY} To view this video please enable JavaScript, and consider upgrading to a web browser that supports"
        f" HTML5 video {MORE} Copyright 2025 The Harbour Post. All rights reserved. Terms apply."
    )
    assert [kind for kind, _ in parts(text)] == [
        "boilerplate", "boilerplate", "paragraph", "boilerplate", "paragraph", "boilerplate"
    ] or [words for kind, words in parts(text) if kind == "paragraph"] == [BODY, MORE]  # fmt: skip


def test_captions() -> None:
    assert ("caption", "Photo: Ann Elm/Getty Images") in parts(f"{BODY}\n\nPhoto: Ann Elm/Getty Images\n\n{MORE}")
    line = "A boat burns in the port of Elm on Monday. (AP Photo/Ann Elm)"
    assert ("caption", "A boat burns in the port of Elm on Monday /Reuters") in parts(
        f"{BODY}\n\nA boat burns in the port of Elm on Monday /Reuters\n\n{MORE}"
    )
    assert [kind for kind, words in parts(f"{BODY}\n\n{line}\n\n{MORE}") if words == line] == ["caption"]


def test_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        "Two boats were hit near the port overnight, the coastal ministry said\n"
        "on Monday, and a third one that had left the harbour earlier turned\n"
        "back. The governor of the province, who visited the port on April\n28. That was late.\n\nOakton\nNorthland\n\n"
        "No one was hurt, according to a spokesman for the ministry, who said\nthat the search would go on.\n"
    )  # fmt: skip
    kinds = parts(wrapped)
    assert len(kinds) == 4
    assert kinds[0][1].endswith("That was late.")
    assert [words for _, words in kinds[1:3]] == ["Oakton", "Northland"]


def test_bullets_are_paragraphs() -> None:
    found = parts(f"{BODY}\n\n- Two boats burned\n- One sank\n• A crew was saved\n\n{MORE}")
    assert [words for kind, words in found if kind == "paragraph"] == [
        BODY, "Two boats burned", "One sank", "A crew was saved", MORE
    ]  # fmt: skip


def test_lone_surrogates_are_replaced_one_for_one() -> None:
    document = document_from_text("Two \ud800boats were hit.")
    assert document.text == "Two \ufffdboats were hit."
    assert document.id == document.identify(document.text)


def test_other_languages_are_told() -> None:
    assert (
        document_from_text("Zwei Boote wurden in der Nacht getroffen, sagte der Minister am Montag.").language == "de"
    )
    assert document_from_text(BODY).language == "en"
    assert document_from_text("17").language is None
