"""The command line of design: what scripts may rely on, tried from outside on either build.

usage: contract.py [--engine native|wasi|both] [NAME...]     runs the cases whose names contain one of NAME
"""

import argparse
import os
import re
import sys
import time
import traceback

import connections  # noqa: F401 (each of these declares its cases)
import conversation  # noqa: F401
import membership  # noqa: F401
import events  # noqa: F401
import history  # noqa: F401
import inheritance  # noqa: F401
import key  # noqa: F401
import usage  # noqa: F401
from case import CASES, ROOT
from peer import Engine, Failure


def check_promises():
    """That promises.md and the cases name each other; see there."""
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "promises.md")) as file:
        cells = [line.split("|")[-2] for line in file if line.startswith("| ") and "cases" not in line]
    named = {re.sub("^(native|wasi):", "", name.strip()).strip() for cell in cells for name in cell.split(";")}
    cases = {title for title, _, _ in CASES}
    for name in sorted(named ^ cases):
        sys.exit(f"Tests/Suites/Contract/promises.md: {'no such case' if name in named else 'not mentioned'}: {name}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=["native", "wasi", "both"], default="both")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    check_promises()
    engines = ["native", "wasi"] if options.engine == "both" else [options.engine]
    failures = count = 0
    for name in engines:
        engine = Engine(name, ROOT)
        for title, function, on in CASES:
            if name not in on or options.names and not any(word in title for word in options.names):
                continue
            count += 1
            start = time.monotonic()
            try:
                function(engine)
                print(f"ok    {name:6} {title} ({time.monotonic() - start:.1f} s)", flush=True)
            except Exception as error:  # A case that breaks is a case that fails.
                failures += 1
                print(f"FAIL  {name:6} {title}: {error}", flush=True)
                if not isinstance(error, Failure):
                    traceback.print_exc()
    print(f"{count - failures} of {count} passed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
