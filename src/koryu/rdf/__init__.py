"""RDF as text that keeps what was written: terms, triples, Turtle."""
