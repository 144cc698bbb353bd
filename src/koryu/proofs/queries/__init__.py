"""Queries of shapes taken apart: what of the tables they touch, and which rows can be part of a solution."""
