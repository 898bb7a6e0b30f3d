"""What a report says of itself and of its sources: bylines, trademarks, anonymity, refusals to comment.

Such words look like events ("asked that her name be withheld", "a demonstration of our reader") and are none.
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from onrecord.reading.events.syntax import child, deep_object, subject

_OPENINGS = (
    ("written", "for"),
    ("written", "by"),
    ("reporting", "by"),
    ("additional", "reporting"),
    ("editing", "by"),
    ("edited", "by"),
    ("compiled", "by"),
    ("produced", "by"),
    ("copyright",),
    ("©",),
    ("all", "rights", "reserved"),
    ("sign", "up"),
    ("subscribe", "to"),
    ("share", "this"),
)
_WORKS = frozenset({"report", "story", "article", "dispatch", "piece", "reporting"})
_NAMING = frozenset({"name", "identify", "quote"})
_OWN_NAME = frozenset({"name", "surname", "identity"})
_ANONYMOUS = frozenset({"anonymity", "anonymous", "anonymously"})
_SPEAKING = frozenset({"speak", "talk", "brief", "discuss", "comment", "tell", "inform"})
_ENTITLED = frozenset({"authorise", "authorize", "allow", "permit"})
_MOST_WORDS = 12


def is_credit(sent: Span) -> bool:
    """Whether a sentence is a byline, a trademark or an offer of the outlet: "Reporting by …", "… contributed"."""
    words = [t.lower_ for t in sent[:_MOST_WORDS] if not t.is_space and (not t.is_punct or t.text == "©")]
    words = [w for w in words if w not in ("*", "_")]
    if any(tuple(words[: len(opening)]) == opening for opening in _OPENINGS):
        return True
    return any(
        t.lemma_.lower() == "contribute" and any(x.lower_ in _WORKS for x in sent[t.i - sent.start :]) for t in sent
    )


def is_aside(token: Token) -> bool:
    """Whether a word tells of the source's terms instead of the news.

    Its wish not to be named, its anonymity, its right to speak to the press, its answer to a request for comment.
    """
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB":
        obj = deep_object(token)
        if lemma in ("withhold", "change", "conceal") and obj is not None and obj.lemma_.lower() in _OWN_NAME:
            return True
        if lemma in ("ask", "request", "insist", "demand"):
            below = child(token, "xcomp", "ccomp", "advcl")
            if below is not None and _is_unnamed(below):
                return True
            if any(t.lower_ in _ANONYMOUS for t in token.children):
                return True
        if lemma in _SPEAKING and (_is_anonymous(token) or _is_entitled(token) or _is_anonymous(token.head)):
            return True
        if lemma in ("decline", "refuse") and (below := child(token, "xcomp", "obj")) is not None:
            return "comment" in {t.lower_ for t in (below, *below.subtree)} or _is_unnamed(below)
        return lemma == "take" and obj is not None and obj.lower_ in ("part", "place", "time")
    return lemma in ("request", "call", "demand") and any(
        c.lemma_.lower() in ("comment", "comments") for c in token.children if c.dep_ in ("nmod", "acl")
    )


def _is_unnamed(verb: Token) -> bool:
    """ "… not to be named", "that his name be withheld"."""
    lemma = verb.lemma_.lower()
    if lemma in _NAMING:
        return True
    who = subject(verb)
    return lemma in ("withhold", "use", "publish", "print") and who is not None and who.lemma_.lower() in _OWN_NAME


def _is_anonymous(verb: Token) -> bool:
    """ "… on condition of anonymity"."""
    for item in verb.children:
        if item.lower_ in _ANONYMOUS:
            return True
        if item.lemma_.lower() == "condition" and any(c.lower_ in _ANONYMOUS for c in item.children):
            return True
    return False


def _is_entitled(verb: Token) -> bool:
    """ "… was not authorised to brief the press"."""
    head = verb.head
    return head.lemma_.lower() in _ENTITLED and verb.dep_ in ("xcomp", "advcl", "ccomp")
