"""SHACL: shapes, the set queries that they compile to, and the results of a validation."""
