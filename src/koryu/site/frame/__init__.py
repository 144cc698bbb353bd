"""What all pages share: their reader, their words and names, and how they are rendered."""
