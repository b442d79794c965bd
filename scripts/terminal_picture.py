"""What a terminal shows, as `tmux capture-pane -e` gives it, drawn as an SVG picture."""

import re
import unicodedata
from html import escape

CELL, ROW = 8.4, 17
FONT = "ui-monospace, Menlo, DejaVu Sans Mono, monospace"
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
        """Follows the numbers of one sequence."""
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
                value = self.extended(numbers)
                if number == 38:
                    self.foreground = value
                else:
                    self.background = value
            elif number == 39:
                self.foreground = None
            elif number == 49:
                self.background = None

    @staticmethod
    def extended(numbers):
        """The colour behind a 38 or 48: of the palette, or red, green and blue."""
        kind = numbers.pop(0)
        if kind == 5 and numbers:
            return colour(numbers.pop(0))
        if kind == 2 and len(numbers) >= 3:
            return "#%02x%02x%02x" % tuple(numbers.pop(0) for _ in range(3))
        return None

    def style(self, foreground, background):
        """Colours (no background: None), then bold, dim, italic and underlined, with the terminal's own colours given."""
        front, back = self.foreground or foreground, self.background
        if self.inverse:
            front, back = back or background, front
        return front, back, self.bold, self.dim, self.italic, self.underlined


def clusters(text):
    """The characters of a text, each with the marks and joined ones that belong to it, and the cells it takes."""
    result = []
    for character in text:
        is_mark = unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf")
        is_skin = 0x1F3FB <= ord(character) <= 0x1F3FF
        if result and (is_mark or is_skin or result[-1][0].endswith("\u200d")):
            result[-1][0] += character
        else:
            result.append([character, 2 if unicodedata.east_asian_width(character) in "WF" else 1])
    return result


def runs(lines, foreground, background):
    """The pieces that are drawn alike: (row, column, cells, text, style). A style lasts into the next line."""
    pen = Pen()
    for row, line in enumerate(lines):
        column, plain = 0, ""
        for part in re.split(r"(\x1b\[[0-9;:]*m|\x1b\([A-Z0]|\x1b\][^\x07]*\x07|\x0e|\x0f)", line):
            if part.startswith("\x1b["):
                pen.change(int(number or 0) for number in re.split("[;:]", part[2:-1]))
            if part.startswith(("\x1b", "\x0e", "\x0f")):
                continue
            style = pen.style(foreground, background)
            for text, cells in clusters(part):
                if cells == 1 and len(text) == 1:
                    plain += text
                    continue
                # A wide character has a place of its own, so that no font can push what follows.
                if plain:
                    yield row, column, len(plain), plain, style
                    column, plain = column + len(plain), ""
                yield row, column, cells, text, style
                column += cells
            if plain:
                yield row, column, len(plain), plain, style
                column, plain = column + len(plain), ""


def draw(lines, left, top, columns, foreground=FOREGROUND, background=BACKGROUND):
    """The elements for lines whose first cell has its upper left corner at (`left`, `top`)."""
    shapes, texts = [], []
    for row, column, cells, text, (front, back, bold, dim, italic, underlined) in runs(lines, foreground, background):
        if column >= columns:
            continue
        x, y, width = left + column * CELL, top + row * ROW, cells * CELL
        if back:
            shapes.append(f'<rect x="{x:.1f}" y="{y}" width="{width + 0.3:.1f}" height="{ROW}" fill="{back}"/>')
        if not text.strip():
            continue
        style = f'fill="{front}"'
        style += ' font-weight="bold"' if bold else ""
        style += ' opacity="0.6"' if dim else ""
        style += ' font-style="italic"' if italic else ""
        style += ' text-decoration="underline"' if underlined else ""
        texts.append(
            f'<text x="{x:.1f}" y="{y + 13}" textLength="{width:.1f}" lengthAdjust="spacingAndGlyphs" {style}>'
            f"{escape(text)}</text>"
        )
    return shapes + texts


def document(width, height, title, elements, background=BACKGROUND):
    """A picture of that size in pixels."""
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" font-size="14" font-family="{FONT}" xml:space="preserve">',
        f"<title>{escape(title)}</title>",
        f'<rect width="100%" height="100%" rx="8" fill="{background}"/>',
        *elements, "</svg>", "",
    ])
