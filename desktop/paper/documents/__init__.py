"""The printed documents of Sổ Xã, one module each: facts in, blocks out; no file, no database."""
