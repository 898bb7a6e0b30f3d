"""Figures: the numbers that a report claims, with what they count, their bounds and who claims them."""

from onrecord.reading.figures.find import find_figures

__all__ = ["find_figures"]
