"""Validation reports that people can read, and those that other programs read: one module for each form."""
