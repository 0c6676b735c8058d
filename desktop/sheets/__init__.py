"""Lists as Excel, both ways."""
