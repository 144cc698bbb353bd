"""The peers, each in an environment of its own: those of PyPI apart, those of npm as a lock file says."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

PEERS = Path(__file__).parent / "peers"
KORYU = Path(sys.executable).with_name("koryu")


def python_of(package: str, cache: Path) -> Path:
    """Give the interpreter that has a peer; its environment is made when it is first asked for."""
    python = cache / "environments" / package / "bin/python"
    if not python.exists():
        print(f"installing {package} ...", flush=True)
        subprocess.run([sys.executable, "-m", "venv", python.parent.parent], check=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package]
        subprocess.run(pip, check=True, capture_output=True)
    return python


def version_of(package: str, python: Path | str = sys.executable) -> str:
    """Give the version of a package in an environment."""
    code = "import sys, importlib.metadata as m; print(m.version(sys.argv[1]))"
    return subprocess.run(
        [python, "-c", code, package], check=True, capture_output=True, text=True
    ).stdout.strip()


def npm_of(cache: Path) -> Path:
    """Give the folder that has the peers of npm; it is made when it is first asked for."""
    folder = cache / "environments/npm"
    shutil.copytree(PEERS / "npm", folder, dirs_exist_ok=True)
    if not (folder / "node_modules").exists():
        print("installing from npm ...", flush=True)
        npm = ["npm", "ci", "--no-audit", "--no-fund"]
        subprocess.run(npm, check=True, capture_output=True, cwd=folder)
    return folder


def npm_version_of(package: str, folder: Path) -> str:
    """Give the version of a package of npm."""
    described = (folder / "node_modules" / package / "package.json").read_text("utf-8")
    return str(json.loads(described)["version"])
