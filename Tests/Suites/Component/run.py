#!/usr/bin/env python3
"""The component against its contract: what it imports, how it starts and ends, what it says when something is missing.

usage: run.py [CLASS[.TEST]...]     after make build; runs the tests of these names, or all
"""

import json
import os
import signal
import subprocess
import sys
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
COMPONENT = os.path.join(ROOT, "build", "hearsay.wasm")
RUNNER = os.path.join(ROOT, "demo", "wasmtime")
MAXIMUM_BYTES = 3 * 1024 * 1024
SECONDS = 20  # for anything at all; a hang is a failure, not a wait


def run(*arguments, grants=("inherit-network",), text=""):
    command = [RUNNER, "run"]
    for grant in grants:
        command += ["-S", grant]
    return subprocess.run(
        command + [COMPONENT, *arguments], input=text, capture_output=True, text=True, timeout=SECONDS)


def events(output):
    return [json.loads(line) for line in output.splitlines()]


class Shape(unittest.TestCase):
    """What a host sees before it runs anything."""

    @classmethod
    def setUpClass(cls):
        import wasmtime
        import wasmtime.component as component
        with open(COMPONENT, "rb") as file:
            cls.wasm = file.read()
        engine = wasmtime.Engine()
        cls.type = component.Component(engine, cls.wasm).type
        cls.engine = engine

    def test_imports_nothing_but_wasi_at_0_2_0(self):
        allowed = {"wasi:cli", "wasi:io", "wasi:clocks", "wasi:random", "wasi:sockets"}
        imports = list(self.type.imports(self.engine))
        self.assertTrue(imports)
        for name in imports:
            package, _, version = name.partition("/")[0], *name.partition("@")[1:]
            self.assertIn(package, allowed, name)
            self.assertEqual(version, "0.2.0", name)

    def test_has_no_file_system(self):
        self.assertFalse([name for name in self.type.imports(self.engine) if "filesystem" in name])

    def test_exports_run(self):
        self.assertIn("wasi:cli/run@0.2.0", list(self.type.exports(self.engine)))

    def test_is_small(self):
        self.assertLessEqual(len(self.wasm), MAXIMUM_BYTES)

    def test_is_stripped(self):
        self.assertNotIn(b".debug_info", self.wasm)


class CommandLine(unittest.TestCase):
    def test_version(self):
        result = run("--version", grants=())
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertRegex(result.stdout, r"^hearsay \d+\.\d+\.\d+\n$")

    def test_help_names_every_option(self):
        result = run("--help", grants=())
        self.assertEqual(result.returncode, 0)
        for option in (
            "--nick", "--room", "--listen", "--dial", "--identity", "--headless", "--json", "--stay", "--log-level",
            "--version", "--help",
        ):
            self.assertIn(option, result.stdout)

    def test_wrong_usage_names_the_option(self):
        for arguments, named in (
            (["--bogus"], "--bogus"),
            (["--listen", "/ip4/127.0.0.1/udp/1"], "--listen"),
            (["--dial", "nonsense"], "--dial"),
            (["--log-level", "loud"], "--log-level"),
            (["--nick"], "--nick"),
        ):
            with self.subTest(arguments=arguments):
                result = run(*arguments)
                self.assertEqual(result.returncode, 64)
                self.assertEqual(result.stdout, "")
                self.assertEqual(len(result.stderr.splitlines()), 1)
                self.assertIn(named, result.stderr)

    def test_a_key_file_cannot_be_had(self):
        result = run("--identity", "/tmp/key")
        self.assertEqual(result.returncode, 1)
        self.assertIn("--identity", result.stderr)


class Grants(unittest.TestCase):
    def test_without_the_network_it_names_the_flag_and_ends(self):
        for arguments in ([], ["--listen", "none"], ["--json", "--stay"]):
            with self.subTest(arguments=arguments):
                result = run(*arguments, grants=())
                self.assertEqual(result.returncode, 1)
                self.assertIn("-S inherit-network", result.stderr)
                self.assertEqual(result.stdout, "")

    def test_without_name_lookup_a_dialled_name_tells_the_flag(self):
        peer = start("--json", "--stay", "--listen", "none", "--dial", "/dns4/localhost/tcp/9")
        try:
            failure = peer.wait_for("dial-failed")
            self.assertIn("-S allow-ip-name-lookup", failure["reason"])
        finally:
            peer.kill()

    def test_an_address_of_nobody_cannot_be_listened_on(self):
        result = run("--json", "--stay", "--listen", "/ip4/192.0.2.1/tcp/0")
        self.assertEqual(result.returncode, 1)
        self.assertIn("192.0.2.1", result.stdout + result.stderr)


class Life(unittest.TestCase):
    def test_the_end_of_input_is_quit(self):
        result = run("--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        lines = events(result.stdout)
        self.assertEqual(lines[0]["event"], "ready")
        self.assertEqual(lines[0]["engine"], "wasi")
        self.assertEqual(lines[-1]["event"], "closed")

    def test_it_is_ready_in_a_blink(self):
        run("--version")  # The first run compiles the component.
        times = []
        for _ in range(5):
            begin = time.monotonic()
            peer = start("--json", "--stay")
            try:
                peer.wait_for("ready")
            finally:
                peer.kill()
            times.append(time.monotonic() - begin)
        print(f"\n  ready after {min(times) * 1000:.0f} ms at best", file=sys.stderr)
        self.assertLess(min(times), 1.0)

    def test_default_listeners_report_their_ports(self):
        peer = start("--json", "--stay")
        try:
            addresses = [peer.wait_for("listening")["address"]]
            self.assertRegex(addresses[0], r"^/ip[46]/[0-9a-f.:]+/tcp/[1-9]\d*/p2p/12D3KooW\w+$")
        finally:
            peer.kill()

    def test_signals_end_it_like_any_program(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number):
                peer = start("--json", "--stay")
                try:
                    peer.wait_for("ready")
                    peer.process.send_signal(number)
                    self.assertEqual(peer.process.wait(SECONDS), -number)
                finally:
                    peer.kill()

    def test_a_reader_that_goes_away_ends_it(self):
        peer = start("--json", "--stay")
        try:
            peer.wait_for("ready")
            peer.process.stdout.close()
            peer.process.stdin.write("/rooms\n" * 10)
            peer.process.stdin.flush()
            self.assertIsNotNone(peer.process.wait(SECONDS))
        finally:
            peer.kill()

    def test_wrong_lines_are_answered_and_cost_nothing(self):
        result = run("--json", text="/nonsense\n" + "x" * 100_000 + "\n/say\n\xff\xfe\n//fine\n/quit\n")
        self.assertEqual(result.returncode, 0, result.stderr)
        lines = events(result.stdout)
        self.assertGreaterEqual(sum(line["event"] == "error" for line in lines), 3)
        self.assertIn("/fine", [line["text"] for line in lines if line["event"] == "message"])


class Talk(unittest.TestCase):
    def test_two_components_exchange_lines(self):
        first = start("--json", "--stay", "--nick", "ann", "--listen", "/ip4/127.0.0.1/tcp/0")
        second = None
        try:
            address = first.wait_for("listening")["address"]
            second = start("--json", "--stay", "--nick", "bob", "--listen", "none", "--dial", address)
            second.wait_for("connected")
            first.wait_for("member")
            second.wait_for("member")
            text = "Grüße, 世界 👩‍👩‍👧"
            first.say(text)
            self.assertEqual(second.wait_for("message", self=False)["text"], text)
            second.say("x" * 16_384)
            self.assertEqual(len(first.wait_for("message", self=False)["text"]), 16_384)
        finally:
            first.kill()
            if second:
                second.kill()


class Peer:
    """A running component whose events are read one by one."""

    def __init__(self, *arguments):
        command = [RUNNER, "run", "-S", "inherit-network", COMPONENT, *arguments]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def wait_for(peer, event, /, **fields):
        signal.alarm(SECONDS)
        try:
            for line in peer.process.stdout:
                found = json.loads(line)
                if found["event"] == event and all(found.get(key) == value for key, value in fields.items()):
                    return found
        finally:
            signal.alarm(0)
        raise AssertionError(f"the component ended without {event}")

    def say(self, text):
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def kill(self):
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            try:
                stream.close()
            except OSError:
                pass


start = Peer

if __name__ == "__main__":
    unittest.main(verbosity=2)
