"""What captures, under the name that libraries ask for."""
