"""What a session holds: its state, its tables, its settings in the URL, and the lists one chooses them from."""
