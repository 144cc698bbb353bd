"""Links found in other datasets: candidates from their SPARQL endpoints, proposals, review, snapshots."""
