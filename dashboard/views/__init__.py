"""One file a page; each reads from top to bottom in the order of the page."""
