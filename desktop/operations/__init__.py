"""What a person does with the office: each operation is all or nothing and returns what changed."""
