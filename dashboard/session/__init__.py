"""What a session holds: its settings in the URL, its tables."""
