"""Parts of a session that can be used alone."""
