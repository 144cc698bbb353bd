"""Links to other datasets, each with its evidence: a Simple Standard for Sharing Ontological Mappings."""
