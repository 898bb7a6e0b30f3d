"""The outside check against our floors: `python quality/outside.py DATA [SET ...]`, by default the quick sets.

The check reads through the command line alone and knows nothing of this package; it lies beside the data folder, in
`checks/score.py`. Floors are in `floors/outside.json`, by set; a floor is only ever raised. Exit 1 below one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

FLOORS = Path(__file__).parent / "floors" / "outside.json"
QUICK = ("gold-dev", "tbaq")
"""Sets that are read in a minute or two on one core."""


def main() -> int:
    """Run the check on each set and print its figures; say which floors were missed."""
    data, *sets = sys.argv[1:]
    check = Path(data).resolve().parent / "checks" / "score.py"
    if not check.exists():
        print("the outside check is not beside the data folder: nothing was measured")
        return 0
    floors = json.loads(FLOORS.read_text(encoding="utf8"))
    missed = False
    for name in sets or QUICK:
        asked = [f"{key}>={floor}" for key, floor in floors.get(name, {}).items()]
        print(f"{name}:", flush=True)
        missed |= bool(subprocess.run([sys.executable, str(check), name, *asked], check=False).returncode)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
