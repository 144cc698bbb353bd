"""The wheel, installed alone in a clean environment, builds, queries and serves the shipped project."""

import os
import re
import subprocess
import sys
import sysconfig
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "src/koryu/web/static"


def test_the_wheel_alone_does_the_main_job(tmp_path):
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path / "dist", ROOT]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    home = tmp_path / "environment"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", wheel]
    subprocess.run(install, check=True, capture_output=True)
    # what the wheel depends on comes from this environment, but not the checkout, which is no site-package
    (site,) = home.glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }

    def koryu(*arguments):
        command = [home / "bin" / "koryu", *arguments]
        done = subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=tmp_path, env=environment
        )
        return done.stdout

    where = subprocess.run(
        [python, "-c", "import koryu; print(koryu.__file__)"], check=True, capture_output=True, text=True
    )
    assert where.stdout.startswith(str(site))
    assert "0 violation, 1 warning, 4 info\n" in koryu("build")
    assert (tmp_path / "cache" / "koryu" / "build" / "koryu.ttl").is_file()
    assert koryu("query", "register-disagreements", "--format", "csv").splitlines()[1:] == [
        "china,1999-12-31,203,japan,1998-04-01,252,-49",
        "china,1999-12-31,203,japan,1999-03-01,261,-58",
    ]
    assert_served(home / "bin" / "koryu", tmp_path, environment)


def assert_served(koryu, folder, environment):
    """The pages and the files of the browser's part come from the wheel, if that was built before it."""
    command = [koryu, "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder, env=environment) as server:
        address = server.stdout.readline().split()[1].rstrip("/")
        page = urllib.request.urlopen(f"{address}/editor", timeout=30).read().decode()
        assets = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
        names = {each.rpartition("/")[2]: urllib.request.urlopen(address + each).read() for each in assets}
        server.terminate()
    built = {"early.js", "site.js", "editor.js", "editor.css"} if (STATIC / "site.js").is_file() else set()
    assert set(names) == {"icon.svg", "style.css"} | built
    for name in built:
        assert names[name] == (STATIC / name).read_bytes()
