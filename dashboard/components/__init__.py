"""What the page draws itself: HTML, and what moves in the browser."""
