"""Rows judged by whole columns: views, verdicts, and judges of values, pairs, counts and shapes."""
