#!/usr/bin/env python3
"""Records the live demonstration: an asciicast (version 2) of the whole window and a picture of one moment.

    demo/record.py [SCENE] [--cast FILE] [--picture FILE] [--size COLUMNSxROWS] [--pace TIME]
        [--moment TEXT]

It plays the scene with `--show` on a terminal of its own, so nobody needs to sit before it. Standard library only.
"""

import argparse
import fcntl
import html
import json
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
import unicodedata

END = b"Any key ends the show."
SECONDS_AT_MOST = 180
CELL_WIDTH, CELL_HEIGHT = 8.4, 17
PALETTE = [
    "#1d1f21", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d0d0d0",
    "#6b7280", "#ff7b86", "#b5e890", "#ffd68a", "#82c4ff", "#de94f2", "#76d3de", "#ffffff",
]
FOREGROUND, BACKGROUND = "#d0d0d0", "#16181d"


def colour(index):
    """A colour of the 256 that terminals know."""
    if index < 16:
        return PALETTE[index]
    if index < 232:
        index -= 16
        levels = [0, 95, 135, 175, 215, 255]
        return "#%02x%02x%02x" % (levels[index // 36], levels[index // 6 % 6], levels[index % 6])
    return "#%02x%02x%02x" % ((8 + (index - 232) * 10,) * 3)


class Pen:
    """The style in which cells are written: what SGR sequences change."""

    def __init__(self):
        self.reset()

    def reset(self):
        self.foreground = self.background = None
        self.bold = self.dim = self.italic = self.underlined = self.inverse = False

    def change(self, numbers):
        numbers = list(numbers) or [0]
        while numbers:
            number = numbers.pop(0)
            if number == 0:
                self.reset()
            elif number in (1, 2, 3, 4, 7):
                setattr(self, {1: "bold", 2: "dim", 3: "italic", 4: "underlined", 7: "inverse"}[number], True)
            elif number == 22:
                self.bold = self.dim = False
            elif number in (23, 24, 27):
                setattr(self, {23: "italic", 24: "underlined", 27: "inverse"}[number], False)
            elif 30 <= number <= 37 or 90 <= number <= 97:
                self.foreground = colour(number - 30 if number < 90 else number - 82)
            elif 40 <= number <= 47 or 100 <= number <= 107:
                self.background = colour(number - 40 if number < 100 else number - 92)
            elif number in (38, 48) and numbers:
                kind = numbers.pop(0)
                value = None
                if kind == 5 and numbers:
                    value = colour(numbers.pop(0))
                elif kind == 2 and len(numbers) >= 3:
                    value = "#%02x%02x%02x" % tuple(numbers.pop(0) for _ in range(3))
                if number == 38:
                    self.foreground = value
                else:
                    self.background = value
            elif number == 39:
                self.foreground = None
            elif number == 49:
                self.background = None

    def style(self):
        front, back = self.foreground or FOREGROUND, self.background
        if self.inverse:
            front, back = back or BACKGROUND, front
        return front, back, self.bold, self.dim, self.italic, self.underlined


def width(character):
    """How many cells a character takes."""
    if unicodedata.combining(character) or character in "\u200d\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def runs(line, columns):
    """A captured line as (column, text, style) in pieces of one style each."""
    pen, column, pieces = Pen(), 0, []
    for part in re.split(r"(\x1b\[[0-9;:]*m|\x1b\([A-Z0]|\x1b\][^\x07]*\x07|\x0e|\x0f)", line):
        if part.startswith("\x1b["):
            pen.change(int(number or 0) for number in re.split("[;:]", part[2:-1]))
        elif not part.startswith(("\x1b", "\x0e", "\x0f")):
            for character in part:
                if column >= columns:
                    break
                cells = width(character)
                style = pen.style()
                wide = cells == 2 or (pieces and pieces[-1][3])
                if pieces and pieces[-1][2] == style and not wide:
                    pieces[-1][1] += character
                elif cells == 0 and pieces:
                    pieces[-1][1] += character
                else:
                    pieces.append([column, character, style, cells == 2])
                column += cells
    return pieces


def svg(panes, columns, rows):
    """The picture of a window: panes are (left, top, width, height, title, lines)."""
    pixel_width, pixel_height = columns * CELL_WIDTH + 20, rows * CELL_HEIGHT + 20
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{pixel_width:.0f}" height="{pixel_height:.0f}" '
        f'viewBox="0 0 {pixel_width:.0f} {pixel_height:.0f}" font-size="14" '
        'font-family="ui-monospace, Menlo, DejaVu Sans Mono, monospace" xml:space="preserve">',
        f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>',
    ]

    def place(column, row):
        return 10 + column * CELL_WIDTH, 10 + row * CELL_HEIGHT

    for left, top, pane_width, pane_height, title, lines in panes:
        x, y = place(left, top - 1)
        out.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{pane_width * CELL_WIDTH:.1f}" height="{CELL_HEIGHT}" '
            'fill="#2b3040"/>'
        )
        out.append(f'<text x="{x + 4:.1f}" y="{y + 13:.1f}" fill="#9ecbff">{html.escape(title)}</text>')
        for row, line in enumerate(lines[:pane_height]):
            for column, text, (front, back, bold, dim, italic, underlined), _ in runs(line, pane_width):
                x, y = place(left + column, top + row)
                cells = sum(width(character) for character in text)
                if back:
                    out.append(
                        f'<rect x="{x:.1f}" y="{y:.1f}" width="{cells * CELL_WIDTH:.1f}" '
                        f'height="{CELL_HEIGHT}" fill="{back}"/>'
                    )
                if not text.strip():
                    continue
                style = f'fill="{front}"'
                style += ' font-weight="bold"' if bold else ""
                style += ' opacity="0.6"' if dim else ""
                style += ' font-style="italic"' if italic else ""
                style += ' text-decoration="underline"' if underlined else ""
                length = f' textLength="{cells * CELL_WIDTH:.1f}" lengthAdjust="spacingAndGlyphs"' if cells > 1 else ""
                out.append(f'<text x="{x:.1f}" y="{y + 13:.1f}" {style}{length}>{html.escape(text)}</text>')
    return "\n".join(out + ["</svg>", ""])


def picture(server, columns, rows):
    """What the panes of that tmux server show now."""
    def tmux(*arguments):
        return subprocess.run(["tmux", "-L", server, *arguments], capture_output=True, check=True).stdout.decode()

    panes = []
    fields = "#{pane_id}\t#{pane_left}\t#{pane_top}\t#{pane_width}\t#{pane_height}\t#{pane_title}"
    for line in tmux("list-panes", "-F", fields).splitlines():
        pane, left, top, pane_width, pane_height, title = line.split("\t", 5)
        lines = tmux("capture-pane", "-p", "-e", "-t", pane).split("\n")
        panes.append((int(left), int(top), int(pane_width), int(pane_height), title, lines))
    return svg(panes, columns, rows)


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
    print(f"recorded {time.monotonic() - start:.0f} s: {options.cast}, {options.picture}")


def main():
    parser = argparse.ArgumentParser(description="Records the live demonstration.")
    parser.add_argument("scene", nargs="?", default="demo/scenes/side-by-side.scene")
    parser.add_argument("--cast", default="demo/recording/side-by-side.cast")
    parser.add_argument("--picture", default="demo/recording/side-by-side.svg")
    parser.add_argument("--moment", default="waves from the middle", help="the picture is taken a second after this")
    parser.add_argument("--size", default="132x40")
    parser.add_argument("--pace", default="900ms")
    options = parser.parse_args()
    os.chdir(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    for path in (options.cast, options.picture):
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    record(options)


if __name__ == "__main__":
    main()
