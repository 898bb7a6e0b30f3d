"""Ranges: low, best and high of what several claims count."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any


def ranges(claims: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Low, best and high of every counted field and scope, with the claims behind them and the rule for best."""
    slots: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for claim in claims:
        if claim["low"] is not None or claim["high"] is not None:
            slots[claim["field"], json.dumps(claim["scope"], sort_keys=True)].append(claim)
    out = []
    for (field, scope), members in sorted(slots.items()):
        lows = [c["low"] if c["low"] is not None else 0 for c in members]
        highs = [c["high"] if c["high"] is not None else c["low"] for c in members]
        latest = max(members, key=lambda c: (c["claimed"] or "", c["bound"] == "exact", c["low"] or 0))
        out.append(
            {
                "field": field,
                "scope": json.loads(scope),
                "low": min(lows),
                "best": latest["low"] if latest["low"] is not None else latest["high"],
                "high": max(highs),
                "rule": f"the latest claim, by {latest['claimant']} on {latest['claimed']}",
                "claims": [c["id"] for c in members],
            }
        )
    return out
