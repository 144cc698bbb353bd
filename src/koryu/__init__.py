"""Koryu: linked data on exchanges between local governments."""
