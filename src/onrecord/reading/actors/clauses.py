"""Clauses as pronouns need them: the verb around a word, its subject, who holds it, and how prominent a mention is."""

from __future__ import annotations

from onrecord.reading.actors.draft import SUBJECTS, Draft, Report
from onrecord.reading.actors.history import subject_of

ASKING = frozenset({"ask", "question", "interview", "quiz", "press", "grill"})


def clause_verb(report: Report, i: int) -> int:
    """The verb or predicate of the clause that token `i` stands in."""
    for _ in range(25):
        dep, head = report.deps[i], report.heads[i]
        if dep in ("ROOT", "ccomp", "advcl", "acl", "acl:relcl", "xcomp", "parataxis") or head == i:
            return i
        if dep == "conj" and report.pos[i] in ("VERB", "AUX"):
            return i
        i = head
    return i


def subject_token(report: Report, verb: int) -> int | None:
    """The subject of a verb: its own, else that of the verb it is coordinated with or that controls it."""
    for _ in range(6):
        for c in report.children[verb]:
            if report.deps[c] in SUBJECTS:
                return c
        if report.deps[verb] in ("conj", "xcomp", "advcl", "aux") and report.heads[verb] != verb:
            verb = report.heads[verb]
            continue
        if report.deps[verb] in ("acl", "acl:relcl"):
            return report.heads[verb]
        return None
    return None


def role(report: Report, draft: Draft) -> float:
    """How prominent a mention is by its part of the clause."""
    i = draft.head
    dep = report.deps[i]
    verb = subject_of(report, i)
    if verb is not None:
        if report.lemmas[verb] in ASKING:
            return 0.2
        main = (
            report.deps[verb] in ("ROOT", "parataxis")
            or report.deps[verb] == "conj"
            and report.deps[report.heads[verb]] == "ROOT"
        )
        return 1.4 if main else 1.0
    if dep == "nmod:desc" or draft.form == "title":
        return 0.3
    if dep == "nmod:poss":
        # "Putin's reaction was sober. He …": the owner of a thing that is the subject stands in for it.
        owned = report.heads[i]
        return 1.2 if subject_of(report, owned) is not None and report.covered[owned] is None else -0.2
    if dep in ("obj", "iobj", "obl:agent"):
        return 1.2 if report.lemmas[report.heads[i]] in ASKING else 0.4
    if dep in ("obl",):
        return 0.2
    return 0.0


def holder(report: Report, verb: int) -> int | None:
    """Subject of the verb of saying or thinking that governs the clause ("X said he …")."""
    for _ in range(6):
        if report.deps[verb] in ("ccomp", "advcl", "xcomp", "acl", "conj"):
            above = report.heads[verb]
            for c in report.children[above]:
                if report.deps[c] in ("nsubj", "nsubj:pass") and c < verb:
                    return c
            verb = above
            continue
        return None
    return None


def is_content(report: Report, i: int, saying: int) -> bool:
    """Whether token `i` stands in what the verb of saying introduces, before or behind it."""
    inserted = report.deps[saying] in ("parataxis", "ccomp")
    at = i
    for _ in range(30):
        above = report.heads[at]
        if at == saying:
            return False
        if above == saying:
            return report.deps[at] in ("ccomp", "parataxis", "obj", "dep")
        if above == at:
            return inserted
        at = above
    return False


def preceding_subject(report: Report, i: int) -> int | None:
    """The nearest subject before token `i`, in its sentence or, as main subject, in the sentence before."""
    sentence = report.sentence[i]
    start, _ = report.sentences[sentence]
    for j in range(i - 1, start - 1, -1):
        if (
            report.deps[j] in SUBJECTS
            and report.pos[j] != "PRON"
            or report.deps[j] in SUBJECTS
            and report.covered[j] is not None
        ):
            return j
    if sentence == 0:
        return None
    first, end = report.sentences[sentence - 1]
    for j in range(first, end):
        if report.deps[j] in SUBJECTS and report.deps[report.heads[j]] in ("ROOT", "parataxis"):
            return j
    return None


def is_subject(report: Report, i: int) -> bool:
    return subject_of(report, i) is not None
