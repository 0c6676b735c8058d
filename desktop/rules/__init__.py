"""What law and custom make of the records: pure, dated functions."""
