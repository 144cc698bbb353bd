"""The site over HTTP, for people and for programs."""
