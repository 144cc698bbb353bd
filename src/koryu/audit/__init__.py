"""Holding a graph against the text of its source."""
