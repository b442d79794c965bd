"""A screen, as `tmux capture-pane -e` gives it, as an SVG picture."""

import re
import unicodedata
from html import escape

CELL = 8.4
ROW = 18
BASIC = ["#1c1c1c", "#cc5555", "#5fa05f", "#c0a040", "#5f87c0", "#a070b0", "#50a0a0", "#c8c8c8",
         "#707070", "#ff7777", "#87d787", "#ffd75f", "#87afff", "#d787d7", "#87d7d7", "#ffffff"]


def palette(number):
    """The colour of xterm's palette."""
    if number < 16:
        return BASIC[number]
    if number >= 232:
        level = 8 + 10 * (number - 232)
        return f"#{level:02x}{level:02x}{level:02x}"
    levels = [0, 95, 135, 175, 215, 255]
    number -= 16
    return "#" + "".join(f"{levels[part]:02x}" for part in (number // 36, number // 6 % 6, number % 6))


class Pen:
    """How the next character is drawn."""

    def __init__(self):
        self.reset()

    def reset(self):
        self.fore = self.back = None
        self.bold = self.dim = self.italic = self.underline = self.reverse = False

    def take(self, codes):
        """Follows the numbers of one SGR sequence."""
        codes = [int(code or 0) for code in codes.split(";")]
        while codes:
            code = codes.pop(0)
            if code == 0:
                self.reset()
            elif code in (38, 48) and codes[:1] == [5]:
                color = palette(codes[1])
                codes = codes[2:]
                if code == 38:
                    self.fore = color
                else:
                    self.back = color
            elif 30 <= code < 38 or 90 <= code < 98:
                self.fore = palette(code - 30 if code < 38 else code - 82)
            elif 40 <= code < 48 or 100 <= code < 108:
                self.back = palette(code - 40 if code < 48 else code - 92)
            elif code == 39:
                self.fore = None
            elif code == 49:
                self.back = None
            else:
                for number, name in ((1, "bold"), (2, "dim"), (3, "italic"), (4, "underline"), (7, "reverse")):
                    if code == number:
                        setattr(self, name, True)
                    elif code == number + 20 or code == 22 and number < 3:
                        setattr(self, name, False)

    def key(self):
        return (self.fore, self.back, self.bold, self.dim, self.italic, self.underline, self.reverse)


def clusters(text):
    """The characters of a text with what belongs to each, and their columns."""
    result = []
    for character in text:
        joins = unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf")
        if result and (joins or result[-1][0].endswith("\u200d") or 0x1F3FB <= ord(character) <= 0x1F3FF):
            result[-1][0] += character
        else:
            result.append([character, 2 if unicodedata.east_asian_width(character) in "WF" else 1])
    return result


def runs(line, pen):
    """The pieces of a line that are drawn alike: place, columns, text, style."""
    column = 0
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if part.startswith("\x1b["):
            pen.take(part[2:-1])
            continue
        plain = ""
        start = column
        for text, columns in clusters(re.sub(r"\x1b.", "", part)):
            if columns == 1 and len(text) == 1:
                plain += text
            else:
                # A wide character has its own place, so that no font can push what follows.
                if plain:
                    yield start, len(plain), plain, pen.key()
                yield column, columns, text, pen.key()
                plain = ""
                start = column + columns
            column += columns
        if plain:
            yield start, len(plain), plain, pen.key()


def picture(screen, title, background="#161616", foreground="#d8d8d8"):
    """The screen as SVG."""
    lines = screen.split("\n")
    while lines and not lines[-1]:
        lines.pop()
    shapes, texts = [], []
    widest = 0
    pen = Pen()
    for number, line in enumerate(lines):
        y = 44 + number * ROW
        for column, columns, text, (fore, back, bold, dim, italic, underline, reverse) in runs(line, pen):
            widest = max(widest, column + columns)
            if reverse:
                fore, back = back or background, fore or foreground
            x = 12 + column * CELL
            if back:
                shapes.append(f'<rect x="{x:.1f}" y="{y - 13.5:.1f}" width="{columns * CELL + 0.3:.1f}" height="{ROW}" fill="{back}"/>')
            if not text.strip():
                continue
            style = f'fill="{fore or foreground}"'
            style += ' font-weight="bold"' if bold else ""
            style += ' opacity="0.6"' if dim else ""
            style += ' font-style="italic"' if italic else ""
            style += ' text-decoration="underline"' if underline else ""
            texts.append(f'<text x="{x:.1f}" y="{y}" textLength="{columns * CELL:.1f}" lengthAdjust="spacingAndGlyphs" '
                         f'xml:space="preserve" {style}>{escape(text)}</text>')
    width = 24 + widest * CELL
    height = 44 + len(lines) * ROW
    dots = "".join(f'<circle cx="{20 + 18 * i}" cy="15" r="5.5" fill="{c}"/>' for i, c in enumerate(["#e0605a", "#e0b050", "#60b060"]))
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" viewBox="0 0 {width:.0f} {height}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="100%" height="100%" rx="8" fill="{background}"/>', dots,
        '<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14">',
        *shapes, *texts, "</g>", "</svg>", ""])
