"""One file a page, in the order in which it is read."""
