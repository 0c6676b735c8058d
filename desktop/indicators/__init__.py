"""What the reports count: definitions, periods and their queries."""
