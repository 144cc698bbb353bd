"""Queries of strangers, evaluated within limits by processes that can be ended."""
