"""Ed25519 signatures, each for one purpose only.

A signature is over the purpose and the message, so that what was signed as one thing can never
be shown as another. Packages are the exception: their signature is over a digest of 32 bytes,
and every message signed here is longer.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

SEED_BYTES = PUBLIC_BYTES = 32
SIGNATURE_BYTES = 64

ROSTER = b"So Xa: signs a roster. Version 1."
HANDOVER = b"So Xa: hands the authority over. Version 1."
PURGE = b"So Xa: purges a record. Version 1."
REQUEST = b"So Xa: asks to be enrolled. Version 1."


def new_seed() -> bytes:
    """The secret half of a fresh key: 32 random bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_of(seed: bytes) -> bytes:
    """The public half that belongs to a seed, 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def signature_of(seed: bytes, message: bytes) -> bytes:
    """The 64 bytes that only the holder of the seed can make for this message."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature was made for this message by the holder of the public key's seed."""
    if len(public) != PUBLIC_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
