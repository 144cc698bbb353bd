"""A project with the tables of the benchmark, built: what every server of a run serves."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from environments import KORYU
from generate import METADATA
from measuring import ROOT, make_tables

_SETTINGS = """title = "Tables of a benchmark"
base = "https://example.org/"
vocabulary = "https://w3id.org/koryu/"
license = "https://creativecommons.org/licenses/by/4.0/"
languages = ["en", "ja", "zh"]
"""
_SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://example.org/shapes#Thing> a sh:NodeShape ;
  sh:targetSubjectsOf <http://www.w3.org/2000/01/rdf-schema#label> ; sh:nodeKind sh:IRI .
"""


def make_project(folder: Path, triples: int) -> Path:
    """Lay a project out and build it; gives its folder, which a second run of the same size takes again."""
    project = folder / f"project-{triples}"
    if (project / "build").exists():
        return project
    shutil.rmtree(project, ignore_errors=True)
    make_tables(project / "data/benchmark", triples)
    shutil.copy(METADATA, project / "data/benchmark")
    shutil.copytree(ROOT / "ontology", project / "ontology", ignore=shutil.ignore_patterns("shapes"))
    _write(project / "ontology/shapes/thing.ttl", _SHAPES)
    _write(project / "queries/checks/normalise.ru", "")
    _write(project / "koryu.toml", _SETTINGS)
    subprocess.run([KORYU, "build", "--root", project], check=True, stdout=subprocess.DEVNULL)
    return project


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def triples_of(project: Path) -> Path:
    """Write the union of the graphs as N-Triples, for peers that serve a file."""
    path = project / "koryu.nt"
    if not path.exists():
        export = [KORYU, "export", "--root", project, "--format", "nt", "-o", path]
        subprocess.run(export, check=True, stdout=subprocess.DEVNULL)
    return path
