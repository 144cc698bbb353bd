"""The page about a thing: its facts, where they come from, and what names it."""
