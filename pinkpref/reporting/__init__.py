"""The same results for a reader: sentences, tables, figures, and files to take away."""

from pinkpref.reporting import chart_data, html

__all__ = ["chart_data", "html"]
