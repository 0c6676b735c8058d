"""Keys of age as 32 bytes, and as the text that age reads (Bech32, BIP 173)."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

KEY_BYTES = 32
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_RECIPIENT, _IDENTITY = "age", "age-secret-key-"
_BODY, _CHECK = 52, 6  # letters of five bits: 256 bits and four empty ones; the checksum


def recipient_text(public: bytes) -> str:
    """The public key as age writes it: ``age1…``."""
    return _written(_RECIPIENT, public)


def recipient_bytes(text: str) -> bytes:
    """The 32 bytes of a public key. Raises ValueError if the text is none."""
    return _read(_RECIPIENT, text)


def identity_text(secret: bytes) -> str:
    """The secret key as age writes it: ``AGE-SECRET-KEY-1…``."""
    return _written(_IDENTITY, secret).upper()


def identity_bytes(text: str) -> bytes:
    """The 32 bytes of a secret key. Raises ValueError if the text is none."""
    if not text.isupper():
        raise ValueError("a secret key of age is written in capitals")
    return _read(_IDENTITY, text.lower())


def is_usable(public: bytes) -> bool:
    """Whether something can be sealed for this key.

    A few points give everybody the same secret; age stops the whole program when it meets one.
    """
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:
        return False
    return True


def _written(kind: str, key: bytes) -> str:
    if len(key) != KEY_BYTES:
        raise ValueError("a key of age has 32 bytes")
    bits = int.from_bytes(key, "big") << 4
    body = [bits >> 5 * at & 31 for at in reversed(range(_BODY))]
    check = _remainder([*_expanded(kind), *body, *[0] * _CHECK]) ^ 1
    tail = [check >> 5 * at & 31 for at in reversed(range(_CHECK))]
    return f"{kind}1{''.join(_LETTERS[value] for value in body + tail)}"


def _read(kind: str, text: str) -> bytes:
    body = text.removeprefix(f"{kind}1")[:_BODY]
    bits = 0
    for letter in body:
        bits = bits << 5 | _LETTERS.index(letter)  # raises ValueError for any other sign
    key = (bits >> 4 & (1 << 8 * KEY_BYTES) - 1).to_bytes(KEY_BYTES, "big")
    if _written(kind, key) != text:
        raise ValueError("not a key of age")
    return key


def _expanded(kind: str) -> list[int]:
    signs = kind.encode()
    return [*(sign >> 5 for sign in signs), 0, *(sign & 31 for sign in signs)]


def _remainder(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for at, generator in enumerate(_GENERATORS):
            if top >> at & 1:
                check ^= generator
    return check
