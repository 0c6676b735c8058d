"""How rows leave this file for other offices, and how theirs are joined with ours."""
