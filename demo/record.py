#!/usr/bin/env python3
"""Records the live demonstration: an asciicast (version 2) of the window, a picture of one moment, a sequence diagram.

    demo/record.py [SCENE] [--cast FILE] [--picture FILE] [--size COLUMNSxROWS] [--pace TIME]
        [--moment TEXT] [--diagram FILE]

It plays the scene with `--show` on a terminal of its own, so nobody needs to sit before it. Standard library only.
"""

import argparse
import fcntl
import json
import os
import pty
import select
import shutil
import struct
import subprocess
import sys
import termios
import time
from html import escape

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "scripts"))

from terminal_picture import CELL, ROW, document, draw  # noqa: E402

END = b"Any key ends the show"
SECONDS_AT_MOST = 180


def picture(server, columns, rows):
    """What the panes of that tmux server show now."""
    def tmux(*arguments):
        return subprocess.run(["tmux", "-L", server, *arguments], capture_output=True, check=True).stdout.decode()

    elements = []
    fields = "#{pane_id}\t#{pane_left}\t#{pane_top}\t#{pane_width}\t#{pane_height}\t#{pane_title}"
    for pane_line in tmux("list-panes", "-F", fields).splitlines():
        pane, left, top, width, height, title = pane_line.split("\t", 5)
        lines = tmux("capture-pane", "-p", "-e", "-t", pane).split("\n")[:int(height)]
        x, y, width = 10 + int(left) * CELL, 10 + int(top) * ROW, int(width)
        elements += [
            f'<rect x="{x:.1f}" y="{y - ROW}" width="{width * CELL:.1f}" height="{ROW}" fill="#2b3040"/>',
            f'<text x="{x + 4:.1f}" y="{y - 4}" fill="#9ecbff">{escape(title)}</text>',
            *draw(lines, x, y, width),
        ]
    return document(columns * CELL + 20, rows * ROW + 20, "Hearsay: the demonstration", elements)


def record(options):
    columns, rows = map(int, options.size.split("x"))
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", LANG=os.environ.get("LANG", "C.UTF-8"))
        os.environ.pop("TMUX", None)
        command = ["build/hearsay-scene", options.scene, "--show", "--pace", options.pace]
        os.execv(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    start, seen, image, moment, has_ended = time.monotonic(), b"", None, None, False
    header = {"version": 2, "width": columns, "height": rows, "env": {"TERM": "xterm-256color"}, "title": "Hearsay"}
    with open(options.cast, "w") as cast:
        cast.write(json.dumps(header) + "\n")
        pending = b""
        while time.monotonic() - start < SECONDS_AT_MOST:
            if image is None and moment is not None and time.monotonic() > moment + 1:
                image = picture(f"hearsay-{child}", columns, rows)
            if not select.select([terminal], [], [], 0.2)[0]:
                continue
            try:
                data = os.read(terminal, 65536)
            except OSError:
                break
            if not data:
                break
            pending += data
            text = pending.decode(errors="ignore")
            pending = pending[len(text.encode()):] if len(pending) - len(text.encode()) < 4 else b""
            cast.write(json.dumps([round(time.monotonic() - start, 4), "o", text], ensure_ascii=False) + "\n")
            seen = (seen + data)[-65536:]
            if moment is None and options.moment.encode() in seen:
                moment = time.monotonic()
            if END in seen and not has_ended:
                has_ended = True
                os.write(terminal, b" ")
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if image is None or status != 0:
        sys.exit(f"demo/record.py: the scene did not come to its end (status {status}); see build/scenes")
    with open(options.picture, "w") as file:
        file.write(image)
    subprocess.run(["build/hearsay-scene", options.scene], stdout=subprocess.DEVNULL, check=True)
    name = os.path.splitext(os.path.basename(options.scene))[0]
    shutil.copy(f"build/scenes/{name}/sequence.svg", options.diagram)
    print(f"recorded {time.monotonic() - start:.0f} s: {options.cast}, {options.picture}, {options.diagram}")


def main():
    parser = argparse.ArgumentParser(description="Records the live demonstration.")
    parser.add_argument("scene", nargs="?", default="demo/scenes/side-by-side.scene")
    parser.add_argument("--cast", default="demo/recording/side-by-side.cast")
    parser.add_argument("--picture", default="demo/recording/side-by-side.svg")
    parser.add_argument("--diagram", default="demo/recording/sequence.svg", help="of another play, without a stage")
    parser.add_argument("--moment", default="waves from the middle", help="the picture is taken a second after this")
    parser.add_argument("--size", default="132x40")
    parser.add_argument("--pace", default="900ms")
    options = parser.parse_args()
    os.chdir(ROOT)
    for path in (options.cast, options.picture, options.diagram):
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    record(options)


if __name__ == "__main__":
    main()
