"""Quick scores on dev sets while training: greedy decoding, so a little below what the run time reaches."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from .batching import IGNORED, Numbers, collate, grouped
from .model import Encoder
from .windows import Text, Window, pack

Span = tuple[int, int, str]


def spans(tags: Sequence[str]) -> set[Span]:
    """(begin, end, label) of the spans in BIO tags; an inside tag that follows no such span begins one."""
    out: set[Span] = set()
    begin, label = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        if label and (tag[0] != "I" or tag[2:] != label):
            out.add((begin, i, label))
            label = ""
        if tag[0] == "B" or (tag[0] == "I" and not label):
            begin, label = i, tag[2:]
    return out


def f1(hit: int, guessed: int, gold: int) -> float:
    """F1 in per cent."""
    return 200 * hit / max(guessed + gold, 1)


def _windows(texts: Sequence[Text]) -> list[Window]:
    return [window for text in texts for window in pack(text, least=150, most=150)]


@torch.inference_mode()
def span_scores(
    model: Encoder, numbers: Numbers, texts: Sequence[Text], head: str, most: int = 4800
) -> dict[str, float]:
    """Exact span F1 per label and over all of them (`all`) for one tagging head."""
    counts: dict[str, list[int]] = {}
    names = numbers.labels[head]
    for group in grouped(_windows(texts), most, None):
        batch = collate(group, numbers)
        with torch.autocast("cpu", torch.bfloat16):
            guess = model.heads[head](model.encode(*batch.inputs)).argmax(-1)
        for k, window in enumerate(group):
            known = [tag is not None for tag in window.layers[head]]
            gold = [tag or "O" for tag in window.layers[head]]
            tags = [names[guess[k, i + 1]] if known[i] else "O" for i in range(len(gold))]
            right, found = spans(gold), spans(tags)
            for label in {span[2] for span in right | found}:
                for name in (label, "all"):
                    row = counts.setdefault(name, [0, 0, 0])
                    row[0] += sum(s[2] == label for s in right & found)
                    row[1] += sum(s[2] == label for s in found)
                    row[2] += sum(s[2] == label for s in right)
    return {name: round(f1(*row), 2) for name, row in sorted(counts.items())}


@torch.inference_mode()
def ud_scores(model: Encoder, numbers: Numbers, texts: Sequence[Text], most: int = 4800) -> dict[str, float]:
    """Accuracies of upos, xpos, lemma script, UAS, LAS (subtypes stripped) and F1 of sentence beginnings."""
    names = numbers.labels["rel"]
    plain = torch.tensor([sorted({n.split(":")[0] for n in names}).index(n.split(":")[0]) for n in names])
    right = dict.fromkeys(("upos", "xpos", "lemma", "uas", "las"), 0)
    total = hit = guessed = begun = 0
    for group in grouped(_windows(texts), most, None):
        batch = collate(group, numbers)
        with torch.autocast("cpu", torch.bfloat16):
            words = model.encode(*batch.inputs)
            tags = {name: model.heads[name](words).argmax(-1) for name in ("upos", "xpos", "lemma", "sent")}
        arc, rh, rd = model.parse(words.float())
        head = batch.gold["head"]
        number = batch.gold["sent"].clamp(min=0).cumsum(1)
        other = (number[:, :, None] != number[:, None, :]) | ~batch.real[:, None, :]
        other[:, :, 0] = False
        arc = arc.masked_fill(other, -1e4) - 1e4 * torch.eye(arc.size(1))
        guess = arc.argmax(-1)
        with torch.autocast("cpu", torch.bfloat16):
            relation = model.relations(rh, rd, guess).argmax(-1)
        known = head != IGNORED
        total += int(known.sum())
        same = (guess == head) & known
        right["uas"] += int(same.sum())
        right["las"] += int((same & (plain[relation] == plain[batch.gold["rel"].clamp(min=0)])).sum())
        for name in ("upos", "xpos", "lemma"):
            right[name] += int(((tags[name] == batch.gold[name]) & known).sum())
        begins, gold = (tags["sent"] == 1) & known, (batch.gold["sent"] == 1) & known
        begins[:, 1] = gold[:, 1] = False  # the first word of a window begins a sentence always
        hit, guessed, begun = hit + int((begins & gold).sum()), guessed + int(begins.sum()), begun + int(gold.sum())
    out = {name: round(100 * value / max(total, 1), 2) for name, value in right.items()}
    return {**out, "sent": round(f1(hit, guessed, begun), 2)}
