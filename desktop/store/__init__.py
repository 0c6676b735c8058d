"""The encrypted office file and the one way to change it."""
