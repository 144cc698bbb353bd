"""What people subscribe to: the calendar of anniversaries, and the feed of changes."""
