"""`python -m quality DATA [--quick]`: every check against the data folder, each a program; exit 1 below a floor."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
QUICK = ("seed", "outside")
CHECKS = (
    "seed",
    "outside",
    "encoder",
    "times",
    "places",
    "figures",
    "attribution",
    "factuality",
    "speakers",
    "events",
    "incidents",
    "speed",
)


def main() -> int:
    """Run the checks one after the other and say which missed a floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--quick", action="store_true", help="only what continuous integration has time for")
    options = parser.parse_args()
    missed = []
    for name in QUICK if options.quick else CHECKS:
        print(f"== {name}", flush=True)
        command = [sys.executable, str(HERE / f"{name}.py"), str(options.data)]
        if subprocess.run(command, check=False).returncode:
            missed.append(name)
    print("all floors hold" if not missed else "missed: " + ", ".join(missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
