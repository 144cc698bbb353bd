"""csvw-functions: the whole table group in memory, then its triples.

python peers/csvw_functions_run.py FOLDER OUT
"""

import sys
from pathlib import Path

import csvw_functions

metadata = (
    f"file://localhost{Path(sys.argv[1]).resolve()}/csv-metadata.json"  # it takes a path for one of Windows
)
group = csvw_functions.create_annotated_table_group(metadata)
Path(sys.argv[2]).write_text(csvw_functions.create_rdf(group, mode="minimal"), encoding="utf-8")
