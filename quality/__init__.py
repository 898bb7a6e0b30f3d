"""Scorers against public benchmarks and our own gold, and the floors that they must hold."""
