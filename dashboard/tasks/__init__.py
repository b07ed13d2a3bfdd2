"""Work in the background: started, watched, stopped, kept."""
