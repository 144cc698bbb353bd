"""A table on disk matched to the places of the project: its rows as they are, and which place is meant."""
