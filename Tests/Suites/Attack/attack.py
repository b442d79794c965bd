"""Attacks on a running peer, from sockets on this machine: it stays up, serves its friends, and forgets the attacker.

usage: attack.py [--engine native|wasi|both] [NAME...]     plays the attacks whose names contain one of NAME

During every attack a friend is connected; after it the friend's next line must arrive, a newcomer must get in, the attack's
sockets must be gone, and the memory must never have grown by more than is bounded. Printed beside it: the processor time of the
victim for each second of the attacker's own, which says who tires first.
"""

import argparse
import resource
import sys
import time
import traceback

import attacks_clear  # noqa: F401 (each of these declares its attacks)
import attacks_secured  # noqa: F401
from arena import ATTACKS, ROOT, Engine, Failure, Victim, expect, newcomer

MIB = 1 << 20
MEMORY_SLACK = 24 * MIB


def own_cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def play(victim, function):
    name = function.__name__.replace("_", " ")
    victim.rest()
    memory, cpu, own, begin = victim.memory(), victim.cpu_seconds(), own_cpu_seconds(), time.monotonic()
    with victim.watched() as most:
        function(victim.host, victim.port)
    used, own = victim.cpu_seconds() - cpu, own_cpu_seconds() - own
    newcomer(victim.host, victim.port)
    victim.hear()
    victim.rest()
    most, growth = most[0] - memory, victim.memory() - memory
    expect(most < MEMORY_SLACK, f"memory grew by {most / MIB:.1f} MiB")
    print(f"ok    {name} ({time.monotonic() - begin:.1f} s; victim {used:.2f} s, attacker {own:.2f} s of processor; "
          f"memory {most / MIB:+.1f} MiB at most, {growth / MIB:+.1f} MiB in the end)", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=["native", "wasi", "both"], default="both")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    failures = 0
    for engine in ["native", "wasi"] if options.engine == "both" else [options.engine]:
        print(f"{engine}:", flush=True)
        victim = Victim(Engine(engine, ROOT))
        for function in ATTACKS:
            name = function.__name__.replace("_", " ")
            if options.names and not any(word in name for word in options.names):
                continue
            try:
                play(victim, function)
            except Exception as error:  # An attack that breaks is one that was not withstood.
                failures += 1
                print(f"FAIL  {name}: {error!r}", flush=True)
                if not isinstance(error, Failure):
                    traceback.print_exc()
                victim.stop()
                victim = Victim(Engine(engine, ROOT))
        victim.stop()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
