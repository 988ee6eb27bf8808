"""Postings: who has a term, decoded at once from the blocks that Whoosh's codec writes."""

import io
import pickle  # our own files, in a folder that only we may write; see storage.py
import struct
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Postings:
    """Documents with a term, ascending: its weight, how often and where each of them has it."""

    ids: Ids
    weights: Weights
    counts: Ids
    packed: NDArray[np.uint32]

    @property
    def size(self) -> int:
        arrays = (self.ids, self.weights, self.counts, self.packed)
        return sum(array.nbytes for array in arrays)

    def places(self) -> tuple[Ids, NDArray[np.int64]]:
        """(document, place) of every occurrence, the documents ascending."""
        return np.repeat(self.ids, self.counts), self.packed.astype(np.int64)


NONE = Postings(
    np.empty(0, np.int32), np.empty(0, np.float32), np.empty(0, np.int32), np.empty(0, np.uint32)
)


def read_postings(data: bytes) -> Postings:
    """All blocks of one posting list."""
    if data[:4] != WHOOSH3_HEADER_MAGIC:
        raise ValueError("a posting list does not begin as one")
    ids: list[NDArray[np.int64]] = []
    weights: list[Weights] = []
    places: list[bytes] = []
    at, is_last = 4, False
    while not is_last:
        (size,) = struct.unpack_from("!i", data, at)
        # The length of the last block is negative.
        is_last = size < 0
        end = at + 4 + abs(size)
        distances, block_weights, block_places = _read_block(data[at + 4 : end])
        ids.append(np.array(distances, dtype=np.int64).cumsum())
        weights.append(_weights(block_weights, len(distances)))
        places.extend(block_places or ())
        at = end
    return Postings(
        np.concatenate(ids).astype(np.int32),
        np.concatenate(weights),
        np.fromiter(map(len, places), np.int32, len(places)) // 4,
        np.frombuffer(b"".join(places), np.uint32),
    )


def _read_block(block: bytes) -> tuple[Any, Any, Any]:
    # Two pickles: the head, which we need nothing of, and the data, which are mostly compressed.
    stream = io.BytesIO(block)
    *_, is_compressed, _shortest, _longest = pickle.load(stream)  # noqa: S301 – see above
    data = block[stream.tell() :]
    found: tuple[Any, Any, Any] = pickle.loads(  # noqa: S301 – see above
        zlib.decompress(data) if is_compressed else data
    )
    return found


def _weights(weights: Any, count: int) -> Weights:
    if weights is None:
        return np.ones(count, np.float32)
    if isinstance(weights, float):
        return np.full(count, weights, np.float32)
    return np.array(weights, dtype=np.float32)
