"""``python -m bench.kills``: 300 kills at random moments under 50 live interviews; counts broken promises.

The fault kit of ``tests/durability`` does it; the tests run a few kills of the same.
"""

import argparse
import asyncio
import json
import math
import random
import sys
from dataclasses import asdict

from tests.durability.kills import BACKENDS, measure_kills


def main() -> None:
    """Read the arguments, kill, print one JSON document a backend; exit 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description=__doc__)
    parser.add_argument("--backend", choices=BACKENDS, default="sqlite")
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--interviews", type=int, default=50)
    parser.add_argument(
        "--minutes", type=float, default=math.inf, help="s'arrêter là, et compter ce qui fut fait"
    )
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    random.seed(options.seed)
    figures = asyncio.run(
        measure_kills(
            options.backend, options.kills, options.interviews, seconds=60 * options.minutes, told=True
        )
    )
    sys.stdout.write(json.dumps(asdict(figures), ensure_ascii=False) + "\n")
    sys.exit(1 if figures.broken else 0)


if __name__ == "__main__":
    main()
