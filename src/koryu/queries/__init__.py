"""Stored queries: their headers, parameters and answers."""
