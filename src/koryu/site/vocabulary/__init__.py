"""The vocabulary and the rules of the data as pages."""
