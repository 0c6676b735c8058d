"""The files that offices exchange: packages, keys and the roster of who may read and write what."""
