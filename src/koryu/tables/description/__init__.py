"""What metadata say of tables: read, completed, and held as a model."""
