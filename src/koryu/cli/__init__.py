"""The command ``koryu``: each command is a module, and only the one that runs is imported."""

from __future__ import annotations

import gc
import importlib
import sys

import click

from koryu.errors import KoryuError

COMMANDS = {
    "audit": "koryu.cli.audit",
    "build": "koryu.cli.build",
    "export": "koryu.cli.export",
    "fetch": "koryu.cli.fetch",
    "import": "koryu.cli.intake",
    "link": "koryu.cli.link",
    "match": "koryu.cli.match",
    "new": "koryu.cli.new",
    "populate": "koryu.cli.populate",
    "queries": "koryu.cli.queries",
    "query": "koryu.cli.query",
    "serve": "koryu.cli.serve",
    "validate": "koryu.cli.validate",
}


class Commands(click.Group):
    """A group whose commands are imported when they are asked for: each module has one, ``command``."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """List the names of the commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[cmd_name]).command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="koryu")
def koryu() -> None:
    """Linked data on exchanges between local governments: build it, ask it, take it away."""


def main() -> None:
    """Run the command line.

    Exit status: 0 done; 1 the data or what the user gave is wrong, with one line for each fault on stderr;
    2 wrong usage. Anything else that is raised is a bug and stays loud.
    """
    try:
        koryu(prog_name="koryu")
    except KoryuError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    finally:
        gc.freeze()  # what is left goes with the process, and need not be looked through before
