"""The same results for a reader: sentences, tables, figures, and files to take away."""
