"""A copy of a report that claims PDF/A-3b alone, for a validator that knows no higher claim.

`pikepdf.pdfa` knows level B only and refuses the claims of level A and of PDF/UA in the metadata; all else in the copy is
as in the report.
"""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf

_UA_CLAIM = re.compile(rb"<pdfuaid:part>.*?</pdfuaid:part>\s*", re.DOTALL)
_UA_SPACE = re.compile(rb'\s*xmlns:pdfuaid="[^"]*"')
_SCHEMAS = re.compile(rb"<rdf:Description[^>]*>\s*<pdfaExtension:schemas>.*?</pdfaExtension:schemas>\s*</rdf:Description>\s*", re.DOTALL)


def reduced_copy(path: Path, copy: Path) -> None:
    """Write the reduced copy of the report at `path` to `copy`."""
    with pikepdf.open(path) as pdf:
        metadata = pdf.Root.Metadata.read_bytes()
        metadata = _SCHEMAS.sub(b"", _UA_SPACE.sub(b"", _UA_CLAIM.sub(b"", metadata)))
        metadata = metadata.replace(b"<pdfaid:conformance>A<", b"<pdfaid:conformance>B<")
        pdf.Root.Metadata.write(metadata)
        pdf.save(copy, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
