"""CSV on the Web: metadata, rows, and the statements they make."""
