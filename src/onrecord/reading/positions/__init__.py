"""Topics and positions: what is proposed or demanded, and who takes which stance on it."""

from onrecord.reading.positions.finding import find_positions

__all__ = ["find_positions"]
