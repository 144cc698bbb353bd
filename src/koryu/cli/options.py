"""What several commands share: options, and where output goes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

from koryu.errors import ProjectError
from koryu.languages import range_of
from koryu.settings import Settings, find_root, read_settings

root_option = click.option(
    "--root",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The project directory; else the nearest upwards with a koryu.toml, else the one shipped.",
)
output_option = click.option(
    "--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE instead of stdout."
)


def settings_of(root: Path | None) -> Settings:
    """Read the settings of the project that ``--root`` names, or of the one found."""
    return read_settings(root if root is not None else find_root())


def language_of(lang: str | None, settings: Settings) -> str:
    """Take the language of ``--lang``, else the project's first.

    Raises:
        QueryError: It is not a language of the project.
    """
    return range_of(lang, settings.languages) if lang is not None else settings.languages[0]


def use_one_thread() -> None:
    """Leave it to the command how many processors are used.

    NumPy would start a thread for each, for linear algebra, as soon as it is imported.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from koryu.columnar import populate

    populate.use_one_thread()


def teller() -> Callable[[str], None]:
    """Tell how far something is, in one line of a terminal; in a pipe nothing is told."""
    if not sys.stderr.isatty():
        return lambda _line: None
    return lambda line: click.echo(f"\r\x1b[K{line}", nl=False, err=True)


def write(content: str | bytes, output: Path | None = None) -> None:
    """Write to the file of ``--output``, else to stdout; text is UTF-8.

    Raises:
        ProjectError: It cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        if output is None:
            click.echo(data, nl=False)
        else:
            output.write_bytes(data)
    except BrokenPipeError:  # nobody reads on, which is no fault
        raise
    except OSError as error:
        if output is None:  # what is left in its buffer must not be tried again at the exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise ProjectError(f"{output or 'stdout'}: cannot be written: {error.strerror}") from None
