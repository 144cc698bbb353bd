"""What there is to see of a build: its things, questions and findings as pages; nothing here knows HTTP."""
