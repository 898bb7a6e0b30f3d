"""`python -m quality DATA`: every quick check against the data folder, each a program of its own; exit 1 below a floor."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
CHECKS = ("encoder", "times", "places", "figures", "attribution", "speakers", "events")


def main() -> int:
    """Run the checks one after the other and say which missed a floor."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.stderr.write("usage: python -m quality DATA_FOLDER\n")
        return 2
    missed = []
    for name in CHECKS:
        print(f"== {name}", flush=True)
        if subprocess.run([sys.executable, str(HERE / f"{name}.py"), sys.argv[1]], check=False).returncode:
            missed.append(name)
    print("all floors hold" if not missed else "missed: " + ", ".join(missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
