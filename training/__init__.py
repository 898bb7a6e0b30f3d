"""How the encoder was made: corpus readers, model, training loop, export. Not needed at run time."""
