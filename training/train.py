"""Train the encoder: `python -m training.train --data DATA --config training/config.yaml --out RUN`.

The stages of the configuration follow one another, each with its own schedule and folder (RUN/1, RUN/2), and each from
the best weights of the one before. Tasks take turns so that each gets its share of pieces. The learning rate follows
the clock, so the schedule ends well on a machine of any speed. What is measured and kept is the running mean of the
weights where a stage asks for it, and at its end the mean of the best and the last weights if that is better still. A
run that was broken off goes on with `--resume`, its clock where it stood. `--stage 2 --begin BEST.pt` runs the second
stage alone; `--warm src/onrecord/language/weights` begins it from the shipped weights.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
import yaml
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from .batching import IGNORED, Batch, Numbers, collate, grouped
from .corpora import Corpora, labels, load
from .model import Encoder
from .scoring import span_scores, ud_scores
from .warm import shipped_labels, shipped_weights
from .windows import Text, Window, augment, pack


def loss_of(model: Encoder, batch: Batch, task: str, smooth: float = 0.0) -> torch.Tensor:
    """Mean cross-entropy of a task's heads; for UD arcs and relations count whole, tags, lemmas and boundaries half.

    `smooth` is the share of a tag's probability that is spread over all tags (Szegedy et al. 2016).
    """
    with torch.autocast("cpu", torch.bfloat16):
        words = model.encode(*batch.inputs)
    words = words.float()

    def entropy(scores: torch.Tensor, gold: torch.Tensor, smooth: float = smooth) -> torch.Tensor:
        flat, wanted = scores.flatten(0, 1), gold.flatten()
        return functional.cross_entropy(flat, wanted, ignore_index=IGNORED, label_smoothing=smooth)

    if task != "ud":
        return entropy(model.heads[task](words), batch.gold[task])
    arc, rh, rd = model.parse(words)
    arc = arc.masked_fill(~batch.real[:, None, :], -1e4)
    heads = batch.gold["head"]
    with torch.autocast("cpu", torch.bfloat16):
        relations = model.relations(rh, rd, heads.clamp(min=0)).float()
    loss = entropy(arc, heads, 0.0) + entropy(relations, batch.gold["rel"])
    for name in ("upos", "xpos", "lemma", "sent"):
        loss = loss + 0.5 * entropy(model.heads[name](words), batch.gold[name])
    return loss


def stream(
    texts: list[Text], task: dict[str, Any], config: dict[str, Any], rng: random.Random
) -> Iterator[list[Window]]:
    """Endless batches of one task: windows are packed and altered anew in every pass."""
    while True:
        windows = []
        for text in texts:
            shifted = _shifted(text, rng)
            for window in pack(shifted, least=task["least"], most=task["most"], rng=rng):
                windows.append(augment(window, rng, **config["augment"]))
        yield from grouped(windows, config["batch_pieces"], rng)


def _shifted(text: Text, rng: random.Random) -> Text:
    """The text less one cut at random near its beginning, so that windows fall elsewhere in every pass."""
    if len(text.cuts) < 4 or "head" in text.layers:
        return text
    return replace(text, cuts=[c for i, c in enumerate(text.cuts) if i == 0 or i != rng.randint(1, 3)])


def measure(model: Encoder, numbers: Numbers, corpora: Corpora) -> dict[str, Any]:
    """Dev scores; `mean` is the mean of the four measures that choose the checkpoint."""
    model.eval()
    scores: dict[str, Any] = {name: ud_scores(model, numbers, corpora.dev[name]) for name in ("ewt", "gum")}
    scores |= {head: span_scores(model, numbers, corpora.dev[head], head) for head in ("ner", "att")}
    model.train()
    chosen = (scores["ewt"]["las"], scores["gum"]["las"], scores["ner"]["all"], scores["att"]["all"])
    scores["mean"] = round(sum(chosen) / len(chosen), 3)
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the encoder.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("config.yaml"))
    parser.add_argument("--out", type=Path, default=Path("work/encoder"))
    parser.add_argument("--minutes", type=float, help="for each stage, instead of the configuration's")
    parser.add_argument("--resume", action="store_true", help="go on where the run in OUT was broken off")
    parser.add_argument("--stage", type=int, help="run this stage alone, counted from 1")
    parser.add_argument("--begin", type=Path, help="begin from the weights of this checkpoint")
    parser.add_argument("--warm", type=Path, help="begin from the shipped weights in this folder")
    options = parser.parse_args()
    config = yaml.safe_load(options.config.read_text())
    stages = config.pop("stages")
    best = options.begin
    for number, stage in enumerate(stages, 1):
        if options.stage not in (None, number):
            continue
        settings = config | stage
        settings["minutes"] = options.minutes or settings["minutes"]
        run(options.data, settings, options.out / str(number), resume=options.resume, begin=best, warm=options.warm)
        best = options.out / str(number) / "best.pt"
    if best:
        shutil.copyfile(best, options.out / "best.pt")


def run(
    data: Path, config: dict[str, Any], out: Path, *, resume: bool, begin: Path | None = None, warm: Path | None = None
) -> None:
    """One stage; writes OUT/last.pt (with optimizer state), OUT/best.pt (weights) and OUT/log.jsonl."""
    out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(config["threads"])
    torch.manual_seed(config["seed"])
    rng = random.Random(config["seed"])
    corpora = load(data)
    resume = resume and (out / "last.pt").exists()
    source = out / "last.pt" if resume else begin
    saved: dict[str, Any] = torch.load(source, weights_only=True) if source else {}
    known = shipped_labels(warm) if warm else saved.get("labels")
    names = known or labels(corpora.train, config["lemma_scripts"])
    numbers, tasks, rates = Numbers(names), config["tasks"], config["rates"]
    model = Encoder(names, dropout=config["dropout"], inner=config["inner"])
    if resume:
        model.load_state_dict(saved["current"])
    elif warm:
        model.load_state_dict(shipped_weights(warm))
    elif saved:
        model.load_state_dict(saved["model"])
    else:
        model.load_minilm()
    model.pieces.weight.requires_grad = False  # 12 million weights that the data here would only spoil
    mean = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(config["mean"])) if config["mean"] else None
    kept: Encoder = mean.module if mean else model
    encoder = [p for n, p in model.named_parameters() if p.requires_grad and not _is_head(n)]
    heads = [p for n, p in model.named_parameters() if p.requires_grad and _is_head(n)]
    groups = [{"params": encoder, "lr": 0.0}, {"params": heads, "lr": 0.0}]
    optimizer = torch.optim.AdamW(groups, weight_decay=rates["weight_decay"], betas=(0.9, 0.98), fused=True)
    state: dict[str, Any] = {"step": 0, "spent": 0.0, "best": 0.0, "seen": dict.fromkeys(tasks, 0)}
    if resume:
        kept.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        state = saved["state"]
        rng.seed(config["seed"] + state["step"])
    streams = {name: stream(corpora.train[name], task, config, rng) for name, task in tasks.items()}
    total, began, losses = config["minutes"] * 60, time.time() - state["spent"], dict.fromkeys(tasks, 0.0)
    saved_at = noted_at = time.time()
    log = open(out / "log.jsonl", "a", encoding="utf-8")  # noqa: SIM115 - open as long as the run
    model.train()

    def note(**entry: Any) -> None:
        print(json.dumps({"step": state["step"], "spent": round(state["spent"]), **entry}), file=log, flush=True)

    def keep() -> None:
        scores = measure(kept, numbers, corpora)
        note(dev=scores)
        whole = {"model": kept.state_dict(), "labels": names, "state": state}
        if scores["mean"] >= state["best"]:
            state["best"] = scores["mean"]
            torch.save(whole, out / "best.pt")
        torch.save({**whole, "current": model.state_dict(), "optimizer": optimizer.state_dict()}, out / "last.new")
        (out / "last.new").replace(out / "last.pt")

    while (spent := time.time() - began) < total:
        state["spent"] = spent
        done = spent / total
        factor = min(1.0, done / rates["warm_up"] + 1e-3) * (1 - done)
        for group, kind in zip(optimizer.param_groups, ("encoder", "heads"), strict=True):
            group["lr"] = rates[kind] * factor
        task = min(tasks, key=lambda name: state["seen"][name] / tasks[name]["share"])
        batch = collate(next(streams[task]), numbers, hide=config["hide"][task], seed=state["step"])
        loss = loss_of(model, batch, task, config["smooth"])
        (loss * tasks[task]["weight"]).backward()
        torch.nn.utils.clip_grad_norm_(encoder + heads, rates["clip"])
        optimizer.step()
        optimizer.zero_grad()
        if mean:
            mean.update_parameters(model)
        state["step"] += 1
        state["seen"][task] += int(batch.am.sum())
        losses[task] = 0.95 * losses[task] + 0.05 * loss.item() if losses[task] else loss.item()
        if time.time() - noted_at > 30:
            noted_at = time.time()
            seen = sum(state["seen"].values())
            note(loss={k: round(v, 4) for k, v in losses.items()}, seen=state["seen"], speed=round(seen / spent))
            threads = out / "threads"  # written by hand while others need the machine
            if threads.exists() and (text := threads.read_text().strip()).isdigit():
                torch.set_num_threads(int(text))
        if time.time() - saved_at > config["checkpoint_minutes"] * 60:
            saved_at = time.time()
            keep()
    keep()
    last, best = kept.state_dict(), torch.load(out / "best.pt", weights_only=True)["model"]
    between = {name: (last[name] + best[name]) / 2 for name in last}
    kept.load_state_dict(between)
    scores = measure(kept, numbers, corpora)
    note(between=scores)
    if scores["mean"] > state["best"]:  # weights of one run lie close enough to be averaged (Wortsman et al. 2022)
        torch.save({"model": between, "labels": names, "state": state}, out / "best.pt")


def _is_head(name: str) -> bool:
    return name.startswith(("heads.", "arc_", "rel_", "relation_scorer"))


if __name__ == "__main__":
    main()
