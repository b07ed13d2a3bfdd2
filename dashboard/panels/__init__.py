"""The page's parts, each drawn from what the session and its tasks hold."""
