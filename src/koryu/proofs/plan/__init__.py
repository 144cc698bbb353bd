"""What tables make, told from their metadata alone: column by column, and what the terms are made of."""
