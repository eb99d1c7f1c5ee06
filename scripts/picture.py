"""Runs a command in a terminal and draws what it printed as SVG: the pictures of the README are real runs.

python picture.py FILE.svg TITLE WIDTH COMMAND [ARG ...]   (needs rich, which `npm run tools` sets up)
"""
import io
import os
import pty
import re
import sys

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

file, title, width, *command = sys.argv[1:]
os.environ["COLUMNS"] = width
chunks: list[bytes] = []


def read(descriptor: int) -> bytes:
    data = os.read(descriptor, 65536)
    chunks.append(data)
    return data


sys.stdout.flush()
pty.spawn(["sh", "-c", f'stty cols {width} rows 60; exec "$@"', "sh", *command], read)
printed = b"".join(chunks).decode().replace("\r\n", "\n")
# A progress line is erased before the next text stands in its place.
printed = re.sub(r"[^\n]*\x1b\[2K\r?", "", printed)
console = Console(record=True, width=int(width), file=io.StringIO(), force_terminal=True)
console.print(Text.from_ansi(f"$ {title}\n{printed.rstrip()}"))
svg = console.export_svg(title="pyshed", theme=MONOKAI)
svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.S)
svg = re.sub(r"\n\s*\n+", "\n", svg)
with open(file, "w", encoding="utf-8") as output:
    output.write(re.sub(r"[ \t]+\n", "\n", svg))
