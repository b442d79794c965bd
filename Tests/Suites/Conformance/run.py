#!/usr/bin/env python3
"""One suite of transport behaviours, run against NetNIO and NetWASI.

run native|wasi [--library PATH-OF-LIBWASMTIME] [NAME...]
Every case gets a peer of its own (Tests/Suites/Conformance/Peer). Names choose the cases that contain one of them.
"""

import os
import sys
import time
import traceback

from harness import CASES, ROOT, Failure, Peer, Skip

import cases_bytes
import cases_dial
import cases_listen
import cases_load
import cases_storm
import cases_system

assert all((cases_bytes, cases_dial, cases_listen, cases_load, cases_storm, cases_system))


def start(transport, library):
    if transport == "native":
        return Peer([os.path.join(ROOT, "build", "conformance-peer")])
    runner = os.path.join(ROOT, "demo", "wasmtime")
    component = os.path.join(ROOT, "build", "conformance.wasm")
    command = [runner, "run", "-S", "inherit-network", "-S", "allow-ip-name-lookup", component]
    return Peer(command, {"WASMTIME_LIBRARY": library} if library else None)


def run(case, transport, library):
    """What went wrong, or None; Skip where the machine does not permit the case."""
    peer = start(transport, library)
    peer.transport = transport
    try:
        case(peer)
    except Skip as skip:
        return skip
    except Failure as failure:
        return str(failure)
    except Exception:  # a case that itself goes wrong is a failure like any other
        return traceback.format_exc()
    finally:
        peer.stop()
    trap = "".join(peer.errors)
    return f"it printed on stderr: {trap[-1000:]}" if trap else None


def main():
    arguments = sys.argv[1:]
    transport = arguments.pop(0) if arguments else ""
    library = None
    if arguments[:1] == ["--library"]:
        library = arguments[1]
        arguments = arguments[2:]
    if transport not in ("native", "wasi"):
        sys.exit(__doc__)
    chosen = [case for case in CASES if not arguments or any(name in case.__name__ for name in arguments)]
    failed, skipped = [], []
    for case in chosen:
        begin = time.monotonic()
        problem = run(case, transport, library)
        name = case.__name__.replace("_", " ")
        if isinstance(problem, Skip):
            print(f"skip  {name}: {problem}", flush=True)
            skipped.append(name)
            continue
        print(f"{'FAIL' if problem else 'ok  '}  {name} ({time.monotonic() - begin:.2f} s)", flush=True)
        if problem:
            failed.append(name)
            print("      " + problem.replace("\n", "\n      "), flush=True)
    ran = len(chosen) - len(skipped)
    note = f", {len(skipped)} skipped" if skipped else ""
    print(f"{transport}: {ran - len(failed)} of {ran} cases passed{note}")
    sys.exit(1 if failed or not chosen else 0)


if __name__ == "__main__":
    main()
