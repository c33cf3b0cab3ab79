"""Small parts that libraries ask for."""
