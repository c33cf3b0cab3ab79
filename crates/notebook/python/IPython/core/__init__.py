"""The parts of a session that libraries ask for."""
