"""The page on which a person decides on links, one case at a time; no HTTP."""
