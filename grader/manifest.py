"""The manifest in a zip that `grade pack` made: whose it is, and which files it holds.

It is a student's claim, as the zip is: it only serves to notice a zip under another student's name.
"""

import unicodedata

import msgspec

from grader.model import Record

NAME = "manifest.json"
SCHEMA = 1
MAX_BYTES = 1 << 20


class PackedFile(Record, frozen=True):
    """A file in the zip and the SHA-256 digest of its bytes."""

    exercise: str
    file: str
    sha256: str
    bytes: int


class Manifest(Record, frozen=True):
    """What a zip says of itself; `packed_at` is a time of ISO 8601."""

    schema: int
    student: str
    packed_at: str
    files: tuple[PackedFile, ...]


def write_manifest(manifest: Manifest) -> bytes:
    """Return a manifest as the bytes of its file."""
    return msgspec.json.format(msgspec.json.encode(manifest)) + b"\n"


def read_manifest(content: bytes) -> Manifest | None:
    """Return the manifest that the bytes hold, None if they hold none."""
    if len(content) > MAX_BYTES:
        return None
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return msgspec.structs.replace(manifest, student=unicodedata.normalize("NFC", manifest.student))
