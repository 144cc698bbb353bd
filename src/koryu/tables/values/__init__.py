"""The values of cells: datatypes, their formats, and how a wrong text may be mended."""
