"""What agrees and what does not: reprints, the same actor, the same happening, relations between claims."""
