"""What this program uses of msgpack, which has no types of its own."""

from collections.abc import Callable, Iterator
from typing import Any, Protocol, Self

class _Source(Protocol):
    def read(self, size: int, /) -> bytes: ...

class UnpackException(Exception): ...
class BufferFull(UnpackException): ...
class OutOfData(UnpackException): ...
class FormatError(ValueError, UnpackException): ...
class StackError(ValueError, UnpackException): ...

class ExtraData(ValueError):
    unpacked: Any
    extra: bytes

class ExtType(tuple[int, bytes]):
    code: int
    data: bytes
    def __new__(cls, code: int, data: bytes) -> Self: ...

class Packer:
    def __init__(
        self,
        default: Callable[[Any], Any] | None = ...,
        *,
        use_single_float: bool = ...,
        use_bin_type: bool = ...,
        strict_types: bool = ...,
        datetime: bool = ...,
        buf_size: int = ...,
    ) -> None: ...
    def pack(self, obj: Any) -> bytes: ...
    def pack_array_header(self, size: int) -> bytes: ...
    def pack_map_header(self, size: int) -> bytes: ...

class Unpacker:
    def __init__(
        self,
        file_like: _Source | None = ...,
        read_size: int = ...,
        *,
        use_list: bool = ...,
        raw: bool = ...,
        timestamp: int = ...,
        strict_map_key: bool = ...,
        object_hook: Callable[[dict[Any, Any]], Any] | None = ...,
        object_pairs_hook: Callable[[list[tuple[Any, Any]]], Any] | None = ...,
        ext_hook: Callable[[int, bytes], Any] = ...,
        max_buffer_size: int = ...,
        max_str_len: int = ...,
        max_bin_len: int = ...,
        max_array_len: int = ...,
        max_map_len: int = ...,
        max_ext_len: int = ...,
    ) -> None: ...
    def __iter__(self) -> Iterator[Any]: ...
    def __next__(self) -> Any: ...
    def feed(self, next_bytes: bytes) -> None: ...
    def unpack(self) -> Any: ...
    def skip(self) -> None: ...
    def read_bytes(self, nbytes: int) -> bytes: ...
    def read_array_header(self) -> int: ...
    def read_map_header(self) -> int: ...
    def tell(self) -> int: ...

def packb(
    o: Any,
    *,
    default: Callable[[Any], Any] | None = ...,
    use_single_float: bool = ...,
    use_bin_type: bool = ...,
    strict_types: bool = ...,
    datetime: bool = ...,
    buf_size: int = ...,
) -> bytes: ...
def unpackb(
    packed: bytes,
    *,
    use_list: bool = ...,
    raw: bool = ...,
    timestamp: int = ...,
    strict_map_key: bool = ...,
    object_hook: Callable[[dict[Any, Any]], Any] | None = ...,
    object_pairs_hook: Callable[[list[tuple[Any, Any]]], Any] | None = ...,
    ext_hook: Callable[[int, bytes], Any] = ...,
    max_str_len: int = ...,
    max_bin_len: int = ...,
    max_array_len: int = ...,
    max_map_len: int = ...,
    max_ext_len: int = ...,
) -> Any: ...
