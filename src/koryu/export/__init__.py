"""The graph in other formats, and a description of it."""
