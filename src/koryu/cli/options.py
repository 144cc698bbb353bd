"""What several commands share: options, and where output goes."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from koryu.errors import ProjectError
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


def write(content: bytes, output: Path | None) -> None:
    """Write to the file of ``--output``, else to stdout.

    Raises:
        ProjectError: The file cannot be written.
    """
    if output is None:
        sys.stdout.flush()
        click.echo(content, nl=False)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise ProjectError(f"{output}: cannot be written: {error.strerror}") from None
