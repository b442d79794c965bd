"""What a process inherits, and must not trust: the flags of its descriptors, signals, what lies behind its streams."""

import json
import os
import signal
import subprocess
import time

from case import case, expect
from peer import PATIENCE, Peer, run

NOBODY = ("--headless", "--json", "--identity=memory", "--listen=none")
UTF8_MARK = b"\xef\xbb\xbf"


def events(out):
    return [json.loads(line) for line in out.splitlines()]


def ignoring(*numbers):
    """For preexec_fn: those signals are ignored, as nohup and shells without job control do it."""
    def prepare():
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
    return prepare


def blocking(*numbers):
    return lambda: signal.pthread_sigmask(signal.SIG_BLOCK, numbers)


@case("native")
def an_empty_input_that_does_not_block_is_waited_for(engine):
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    with subprocess.Popen(engine.command + list(NOBODY), stdin=reading, stdout=subprocess.PIPE) as process:
        os.close(reading)
        try:
            for line in process.stdout:
                if b'"joined"' in line:
                    break
            time.sleep(1)
            expect(process.poll() is None, "it did not wait for its input")
            os.write(writing, b"late\n/quit\n/quit\n")
            texts = [event.get("text") for event in events(process.stdout.read())]
            expect("late" in texts, f"{texts}")
            expect(process.wait(PATIENCE) == 0, "status")
        finally:
            os.close(writing)
            process.kill()


@case("native")
def an_output_that_does_not_block_gets_every_line(engine):
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with subprocess.Popen(engine.command + list(NOBODY), stdin=subprocess.PIPE, stdout=writing) as process:
        os.close(writing)
        try:
            process.stdin.write(b"/help\n" * 500)
            process.stdin.close()
            time.sleep(1)
            with open(reading, "rb") as output:
                notices = [event for event in events(output.read()) if event["event"] == "notice"]
            expect(len(notices) == 500, f"{len(notices)} of 500")
            expect(process.wait(PATIENCE) == 0, "status")
        finally:
            process.kill()


# The component's streams are its host's, which takes a call that would block for a failure. Nothing is lost in silence.
@case("wasi")
def streams_that_do_not_block_end_the_component_with_1(engine):
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    try:
        done = subprocess.run(engine.command + list(NOBODY), stdin=reading, capture_output=True, timeout=PATIENCE)
    finally:
        os.close(reading)
        os.close(writing)
    expect(done.returncode == 1, f"stdin: status {done.returncode} {done.stderr!r}")
    expect(done.stderr.count(b"\n") == 1 and b"input" in done.stderr, f"stdin: {done.stderr!r}")
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with subprocess.Popen(
            engine.command + list(NOBODY), stdin=subprocess.PIPE, stdout=writing, stderr=subprocess.PIPE) as process:
        os.close(writing)
        try:
            process.stdin.write(b"/help\n" * 500)
            process.stdin.close()
            expect(process.wait(PATIENCE) == 1, "stdout: status")
            complaint = process.stderr.read()
            expect(complaint.count(b"\n") == 1 and b"output" in complaint, f"stdout: {complaint!r}")
        finally:
            process.kill()
            os.close(reading)


@case()
def an_input_that_cannot_be_read_ends_it_with_1(engine):
    # Nothing is mapped at the beginning of a process's memory: an input/output error.
    with open("/proc/self/mem", "rb", buffering=0) as memory:
        done = subprocess.run(engine.command + list(NOBODY), stdin=memory, capture_output=True, timeout=PATIENCE)
    expect(done.returncode == 1, f"status {done.returncode} {done.stderr!r}")
    expect(done.stderr.count(b"\n") == 1 and b"input" in done.stderr, f"{done.stderr!r}")


@case()
def a_full_disk_behind_stdout_ends_it_with_1(engine):
    for arguments in ([*NOBODY, "--stay"], ["--headless", *NOBODY[2:]], ["--help"]):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                engine.command + arguments, stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE, timeout=PATIENCE)
        expect(done.returncode == 1, f"{arguments}: status {done.returncode} {done.stderr!r}")
        expect(done.stderr.count(b"\n") == 1 and b"output" in done.stderr, f"{arguments}: {done.stderr!r}")


# A component's host writes to a closed descriptor as if to nobody, and says nothing of it.
@case("native")
def a_stdout_closed_from_the_start_ends_it_with_1(engine):
    for redirections in (">&-", "<&- >&-"):
        done = subprocess.run(
            ["sh", "-c", f'exec "$@" {redirections}', "sh", *engine.command, *NOBODY, "--stay"],
            stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=PATIENCE)
        expect(done.returncode == 1, f"{redirections}: status {done.returncode} {done.stderr!r}")
        expect(done.stderr.count(b"\n") == 1 and b"output" in done.stderr, f"{redirections}: {done.stderr!r}")


@case("native")
def ignored_signals_stay_ignored(engine):
    for number in (signal.SIGHUP, signal.SIGINT):
        with subprocess.Popen(
                engine.command + [*NOBODY, "--stay"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                preexec_fn=ignoring(number)) as process:
            try:
                for line in process.stdout:
                    if b'"joined"' in line:
                        break
                process.send_signal(number)
                time.sleep(0.7)
                expect(process.poll() is None, f"{number!r} ended it")
                process.terminate()
                names = [event["event"] for event in events(process.stdout.read())]
                expect(process.wait(PATIENCE) == 0 and names[-1:] == ["closed"], f"after SIGTERM: {names}")
            finally:
                process.kill()


@case("native")
def blocked_and_ignored_signals_do_not_keep_it_from_ending(engine):
    for prepare in (blocking(signal.SIGTERM, signal.SIGHUP, signal.SIGINT), ignoring(signal.SIGTERM, signal.SIGPIPE, signal.SIGCHLD)):
        with subprocess.Popen(
                engine.command + [*NOBODY, "--stay"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                preexec_fn=prepare) as process:
            try:
                process.stdout.readline()
                process.terminate()
                expect(process.wait(PATIENCE) == 0, "status")
            finally:
                process.kill()


@case()
def a_byte_order_mark_is_no_part_of_a_line(engine):
    lines = UTF8_MARK + b"/join secret\n" + UTF8_MARK + b"/join other\r\n" + UTF8_MARK + b"said\n" + UTF8_MARK + b"\n/quit\n/quit\n"
    status, out, err = run(engine, *NOBODY, stdin=lines)
    expect(status == 0, f"{status} {err!r}")
    joined = [event["room"] for event in events(out) if event["event"] == "joined"]
    texts = [event["text"] for event in events(out) if event["event"] == "message"]
    expect(joined == ["lobby", "secret", "other"] and texts == ["said"], f"{joined} {texts}")
    # In the middle of a line it is a character like any other, and the cut between two reads is nobody's business.
    with Peer(engine) as peer:
        peer.wait("joined")
        for byte in UTF8_MARK + b"/join cut\n":
            peer.send(bytes([byte]))
            time.sleep(0.01)
        peer.wait("joined", room="cut")
        peer.say("a\ufeffb")
        peer.wait("message", text="a\ufeffb")
