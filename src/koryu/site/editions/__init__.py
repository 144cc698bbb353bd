"""A build, opened: its statements, its vocabulary, and what can be known of it without any page."""
