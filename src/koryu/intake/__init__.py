"""Taking in rows that others keep in Excel or in text files: shown first, checked as a build checks them."""
