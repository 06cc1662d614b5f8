"""``python -m training``: fit the linear models of the analysis and write ``lexicons/weights/``."""

import argparse
import json
import sys
from pathlib import Path

from training.run import train


def main() -> None:
    """Read the arguments, train, print the report as JSON."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="project root")
    parser.add_argument("--dry", action="store_true", help="report only, write nothing")
    parser.add_argument("--by", choices=("author", "scenario"), default="author", help="what to hold out")
    parser.add_argument("--apart", nargs="*", default=(), help="authors to keep for the measure alone")
    options = parser.parse_args()
    report = train(options.root, by=options.by, write=not options.dry, apart=options.apart)
    json.dump(report, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
