"""Shapes, checks, profiles, and the reports they give."""
