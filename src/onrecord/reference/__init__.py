"""What the reader knows of the world and the language: data files with their look-ups, written by ourselves."""
