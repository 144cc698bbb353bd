"""Keys of a terminal, one at a time and without Enter; what is typed ahead is kept."""

from __future__ import annotations

import os
import re
import sys
import termios
import tty
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_MOST = 64  # bytes that are read at once
# What arrows and the like send, which is no key here: ECMA-48, section 5.4, and ESC with another character
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?", re.DOTALL)
_END = "\x04"


@dataclass
class Keys:
    """The keys of the terminal that stdin is; Ctrl-C stays a signal."""

    file: int = field(default_factory=lambda: sys.stdin.fileno())
    _ahead: deque[str] = field(default_factory=deque)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Take keys as they are typed, and give the terminal back as it was."""
        before = termios.tcgetattr(self.file)
        tty.setcbreak(self.file, termios.TCSANOW)  # later than now, what was typed ahead would be lost
        try:
            yield
        finally:
            termios.tcsetattr(self.file, termios.TCSADRAIN, before)

    def key(self) -> str:
        """Wait for a key; empty at the end of all input."""
        while not self._ahead:
            typed = os.read(self.file, _MOST)
            if not typed or typed.decode("utf-8", "replace") == _END:
                return ""
            self._ahead.extend(_ESCAPE.sub("", typed.decode("utf-8", "replace")))
        return self._ahead.popleft()

    def line(self) -> str:
        """Wait for a line, which the terminal lets its user edit."""
        ahead = "".join(self._ahead)
        self._ahead.clear()
        attributes = termios.tcgetattr(self.file)
        changed = list(attributes)
        changed[3] |= termios.ICANON | termios.ECHO
        termios.tcsetattr(self.file, termios.TCSADRAIN, changed)
        try:
            return ahead + os.read(self.file, 4096).decode("utf-8", "replace").strip()
        finally:
            termios.tcsetattr(self.file, termios.TCSADRAIN, attributes)
