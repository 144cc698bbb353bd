"""Documents for programs: what is said of a thing or of the vocabulary, in every form and profile."""
