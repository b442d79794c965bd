"""Who reaches whom, and what else goes through the three streams."""

import os
import statistics
import subprocess
import tempfile
import time

from case import case, expect, meet, pair
from names import NameServer
from peer import Peer, free_address, run


@case()
def a_failed_dial_says_why_and_is_tried_again(engine):
    address = free_address()
    with Peer(engine, "--dial", address, listen="none") as first:
        failed = first.wait("dial-failed")
        expect(failed["address"].startswith(address) and "refused" in failed["reason"], f"{failed}")
        with Peer(engine, listen=address) as second:
            first.wait("connected", peer=second.id())


@case()
def an_address_is_dialled_however_it_is_written(engine):
    with Peer(engine, listen="/ip4/127.0.0.1/tcp/0") as first:
        port = first.address().split("/tcp/")[1].split("/")[0]
        for form in (f"127.0.0.1:{port}", f"localhost:{port}", f"/ip4/127.0.0.1/tcp/{port}/", f"/ip6/::ffff:127.0.0.1/tcp/{port}"):
            with Peer(engine, "--dial", form, listen="none") as second:
                second.wait("connected", peer=first.id())


@case()
def what_is_dialled_is_listed_with_the_next_try(engine):
    address = free_address()
    with Peer(engine, "--dial", address, listen="none") as peer:
        failed = peer.wait("dial-failed")
        expect(failed["retry_ms"] >= 0, f"{failed}")
        peer.say("/peers")
        dialling = peer.wait("peers")["dialing"]
        expect([dial["address"] for dial in dialling] == [address], f"{dialling}")


@case()
def nicks_are_known_before_a_word_and_when_they_change(engine):
    with Peer(engine, "--nick", "ann") as first, Peer(engine, "--nick", "bob", "--dial", first.address(), listen="none") as second:
        expect(second.wait("named", peer=first.id())["nick"] == "ann", "the first is not known")
        expect(first.wait("named", peer=second.id())["nick"] == "bob", "the second is not known")
        second.say("/nick rob")
        changed = first.wait("named", nick="rob")
        expect(changed["previous"] == "bob", f"{changed}")
        first.say("/list")
        expect(first.wait("list")["rooms"] == [{"room": "lobby", "peers": 1}], "the rooms are not listed")


@case()
def a_wrong_peer_id_is_an_identity_mismatch(engine):
    with Peer(engine) as first, Peer(engine) as other:
        wrong = first.address().replace(first.id(), other.id())
        with Peer(engine, "--dial", wrong, listen="none") as second:
            failed = second.wait("dial-failed")
            expect("identity mismatch" in failed["reason"], f"{failed}")


@case("native")
def a_dnsaddr_leads_to_the_peers_of_its_records(engine):
    somebody = "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq"
    nobody = "12D3KooWK99VoVxNE7XzyBwXEzW7xhK7Gpv85r9F3V3fyKSUKPH5"
    with Peer(engine, "--nick", "ann") as ann:
        address = ann.address()
        server = NameServer({
            # Records of other purposes and protocols are passed over, chains are followed, loops end.
            "_dnsaddr.chat.test": ["v=spf1 -all", "dnsaddr=/ip4/127.0.0.1/udp/1/quic-v1", "dnsaddr=nonsense",
                                   "dnsaddr=/dnsaddr/more.chat.test", "dnsaddr=/dnsaddr/chat.test",
                                   f"dnsaddr=/dnsaddr/more.chat.test/p2p/{ann.id()}"],
            "_dnsaddr.more.chat.test": [f"dnsaddr=/ip4/127.0.0.1/tcp/1/p2p/{somebody}", f"dnsaddr={address}",
                                        "dnsaddr=/dnsaddr/chat.test"],
            "_dnsaddr.wrong.test": [f"dnsaddr={address.rsplit('/', 1)[0]}/{somebody}"],
        })
        env = {**os.environ, "HEARSAY_DNS": f"127.0.0.1:{server.port}"}
        with server:
            for suffix in ["", f"/p2p/{ann.id()}"]:
                with Peer(engine, "--dial", "/dnsaddr/chat.test" + suffix, env=env, listen="none") as bob:
                    expect(bob.wait("connected", peer=ann.id())["direction"] == "out", "dialled")
                    bob.end()
            # Records name the peer too: another that answers there is not taken for it.
            for name, words in [("wrong.test", "identity mismatch"), ("missing.test", "name not found"),
                                (f"chat.test/p2p/{nobody}", "name no TCP address")]:
                with Peer(engine, "--dial", f"/dnsaddr/{name}", env=env, listen="none") as bob:
                    reason = bob.wait("dial-failed")["reason"]
                    expect(words in reason, reason)


@case("wasi")
def the_component_refuses_a_dnsaddr_in_one_line(engine):
    status, out, err = run(engine, "--headless", "--dial", "/dnsaddr/bootstrap.libp2p.io")
    expect(status == 64 and out == b"", (status, out))
    expect(b"--dial" in err and b"TXT look-ups" in err and err.count(b"\n") == 1, err)


@case()
def dialling_oneself_is_noticed(engine):
    with Peer(engine) as peer:
        peer.say("/dial " + peer.address())
        expect("self" in peer.wait("dial-failed")["reason"], "reason")


@case()
def a_killed_peer_is_missed_and_found_again(engine):
    address = free_address()
    with Peer(engine, "--nick", "ann", listen=address) as first:
        first.address()
        with Peer(engine, "--dial", address, listen="none") as second, Peer(
                engine, "--dial", address, listen="none") as third:
            first.wait("member", peer=second.id())
            first.wait("member", peer=third.id())
            third.kill()
            first.wait("disconnected", peer=third.id())
            first.wait("member", peer=third.id(), action="leave")
            second.say("still here")
            first.wait("message", text="still here")
            first.kill()
            second.wait("disconnected", peer=first.id())
            second.say("said to nobody")
            with Peer(engine, listen=address) as again:
                second.wait("connected", peer=again.id())
                again.wait("message", text="said to nobody")


@case("native")
def a_restart_with_the_same_key_and_port_is_the_same_peer(engine):
    with tempfile.TemporaryDirectory() as folder:
        path, listened = os.path.join(folder, "key"), free_address()
        first = Peer(engine, identity=path, listen=listened)
        address, identity = first.address(), first.id()
        with Peer(engine, "--dial", address, listen="none") as second:
            second.wait("member", peer=identity, action="join")
            first.say("first life")
            second.wait("message", text="first life")
            first.kill()
            second.wait("disconnected", peer=identity)
            second.forget()
            with Peer(engine, identity=path, listen=listened) as again:
                second.wait("connected", peer=identity)
                second.wait("member", peer=identity, action="join")
                again.say("second life")
                second.wait("message", text="second life")
                second.say("welcome back")
                again.wait("message", text="welcome back")


@case()
def a_message_crosses_a_peer_in_the_middle(engine):
    with Peer(engine) as middle:
        with Peer(engine, "--dial", middle.address(), listen="none") as left, Peer(
                engine, "--dial", middle.address(), listen="none") as right:
            meet(left, middle)
            meet(right, middle)
            left.say("across")
            expect(right.wait("message", text="across")["from"] == left.id(), "author")
            right.say("and back")
            left.wait("message", text="and back")


@case()
def a_burst_of_lines_arrives_complete(engine):
    first, second = pair(engine)
    with first, second:
        count = 5000 if engine.name == "native" else 1000
        second.send(b"".join(b"line %d\n" % number for number in range(count)))
        second.wait("message", text=f"line {count - 1}", patience=120)
        second.drain()
        errors = [e for e in second.events if e["event"] == "error"]
        expect(not errors, f"{len(errors)} errors, the first: {errors[:1]}")
        first.wait("message", text=f"line {count - 1}", patience=120)
        deadline = time.monotonic() + 30
        while True:
            first.drain()
            texts = {e["text"] for e in first.events if e["event"] == "message"}
            if len(texts) == count or time.monotonic() > deadline:
                break
            time.sleep(0.2)
        expect(len(texts) == count, f"{len(texts)} of {count} arrived")


@case()
def the_median_latency_is_below_50_ms(engine):
    first, second = pair(engine)
    with first, second:
        time.sleep(1.5)
        delays = []
        for number in range(60):
            start = time.monotonic()
            second.say(f"ping {number}")
            delays.append((first.wait("message", text=f"ping {number}")["_at"] - start) * 1000)
        median = statistics.median(delays)
        print(f"    median {median:.1f} ms, largest {max(delays):.1f} ms")
        expect(median < 50, f"median {median} ms")


@case()
def logs_go_to_stderr_only(engine):
    with Peer(engine, "--log-level", "trace") as peer:
        peer.wait("joined")
        expect(peer.end() == 0, "status")
        expect(peer.errors, "no logs at trace")


@case()
def a_closed_stdout_ends_the_program(engine):
    process = subprocess.Popen(
        engine.command + ["--json", "--identity=memory", "--listen=none", "--stay"], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdout.readline()
    process.stdout.close()
    process.stdin.write(b"/rooms\n" * 3)
    process.stdin.flush()
    try:
        expect(process.wait(10) == 0, "status")
    finally:
        process.kill()


@case()
def plain_lines_hold_no_control_characters(engine):
    with Peer(engine) as first:
        address = first.address()
        first.say("esc \x1b[2J osc \x1b]52;c;x\x07 c1 \u009b bidi \u202e nul \x00 cr \r end")
        status, out, err = run(
            engine, "--headless", "--identity=memory", "--listen=none", "--dial", address, "--nick=eve",
            stdin=b"ping\n")
        first.wait("message", text="ping")
    process_out = out.decode("utf-8")
    bad = [c for c in process_out if c != "\n" and (ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066")]
    expect(status == 0 and not bad, f"{bad} in {process_out!r}")
    expect("eve(" in process_out, process_out)
