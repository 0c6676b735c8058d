"""Parts of windows that know nothing of records: each module holds one of them."""
