"""The same operations from a console, for batch work."""
