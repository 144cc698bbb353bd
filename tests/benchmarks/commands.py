"""Time the commands that users wait for, as whole processes, on the shipped project."""

import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

KORYU = Path(sys.executable).with_name("koryu")
COMMANDS = {
    "koryu build": (["build"], 5.0),
    "koryu query partners": (["query", "partners", "-p", "place=dalian"], 1.0),
    "koryu query figures-that-disagree": (["query", "figures-that-disagree"], 1.0),
    "koryu query claims, Japanese, CSV": (["query", "claims", "--lang", "ja", "--format", "csv"], 1.0),
}


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    names = ("koryu", "pyoxigraph", "rdflib", "pyshacl")
    print(
        f"{runs} runs after one warm-up; seconds; " + ", ".join(f"{name} {version(name)}" for name in names)
    )
    for name, (arguments, target) in COMMANDS.items():
        seconds = [_seconds(arguments) for _ in range(runs + 1)][1:]
        median = statistics.median(seconds)
        spread = f"min {min(seconds):.2f}, max {max(seconds):.2f}; target {target:g}"
        print(f"{name:36} median {median:.2f} ({spread})")


def _seconds(arguments: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run([KORYU, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
