"""What a site asks of robots: robots.txt as RFC 9309 defines it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

_MAX_RULES = 5000


@dataclass(frozen=True)
class Robots:
    """Groups of rules: the agents that each is for, and its `(allow, pattern)` pairs."""

    groups: tuple[tuple[frozenset[str], tuple[tuple[bool, str], ...]], ...]

    @classmethod
    def parse(cls, text: str) -> Robots:
        """The rules of a file. Lines that are not understood are passed over, as the standard asks."""
        groups: list[tuple[set[str], list[tuple[bool, str]]]] = []
        open_agents = False
        count = 0
        for line in text.lstrip("\ufeff").splitlines():
            key, colon, value = line.partition("#")[0].partition(":")
            key, value = key.strip().lower(), value.strip()
            if not colon:
                continue
            if key == "user-agent":
                if not open_agents:
                    groups.append((set(), []))
                groups[-1][0].add(value.lower())
                open_agents = True
            elif key in ("allow", "disallow"):
                open_agents = False
                count += 1
                if groups and value and count <= _MAX_RULES:
                    groups[-1][1].append((key == "allow", _normal(value)))
        return cls(tuple((frozenset(agents), tuple(rules)) for agents, rules in groups))

    def allows(self, agent: str, path: str) -> bool:
        """Whether the agent may read the path (with its query): the longest matching rule decides."""
        path = _normal(path)
        rules = [rule for agents, own in self.groups if agent in agents for rule in own]
        if not rules and not any(agent in agents for agents, _ in self.groups):
            rules = [rule for agents, own in self.groups if "*" in agents for rule in own]
        matching = [(len(pattern), allow) for allow, pattern in rules if _matches(pattern, path)]
        return max(matching)[1] if matching else True


def _normal(path: str) -> str:
    return quote(unquote(path, errors="replace"), safe="/*$?&=:;,+@!~'()-._%#[]")[:2000]


def _matches(pattern: str, path: str) -> bool:
    """Whether the pattern (`*` any run, `$` the end) matches the beginning of the path; linear in both."""
    anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for index, piece in enumerate(rest):
        if anchored and index == len(rest) - 1:
            return len(path) - len(piece) >= at and path.endswith(piece)
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not anchored or at == len(path)
