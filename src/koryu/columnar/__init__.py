"""Tables to RDF by columns: the plan of their metadata over streamed Arrow record batches."""
