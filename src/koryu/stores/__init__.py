"""What answers SPARQL: the store on disk, or a remote endpoint."""
