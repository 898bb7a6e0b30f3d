"""Settings for the whole suite."""

from hypothesis import settings

# Machines that run other work at the same time make any deadline a coin toss; what is slow has a benchmark of its own.
settings.register_profile("onrecord", deadline=None, print_blob=True)
settings.load_profile("onrecord")
