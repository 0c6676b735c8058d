"""Who wrote what, knowing what: clocks, origins, the ``sv`` bytes and the merge."""
