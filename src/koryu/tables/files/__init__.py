"""Files: where they come from, how they are encoded, and their text taken apart into rows."""
