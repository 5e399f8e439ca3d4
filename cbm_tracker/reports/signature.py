"""Electronic signatures of finished reports: PAdES B-B (ETSI EN 319 142-1), added behind the file, which stays as it was.

The report has a field for one (`ReportRequest.signed`), so that what is added changes neither its pages nor its structure.
pyHanko signs and checks; it is loaded with the first signature.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cbm_tracker.errors import KeyRefused, UnreadableFile

if TYPE_CHECKING:
    from pyhanko.sign.signers.pdf_cms import Signer


SIGNATURE_FIELD = "Signature"
_UNHEARD = logging.NullHandler()  # what a check finds is told by its answer


@dataclass(frozen=True)
class KeyFile:
    """A private key with its certificate in a PKCS#12 file (RFC 7292)."""

    path: Path
    pass_phrase: str = field(repr=False)


@dataclass(frozen=True)
class Token:
    """A key on a smart card or in a security module, reached through a PKCS#11 library.

    Args:
        library: the file of the maker's library.
        name: the label of the token.
        key: the label of key and certificate on it.
    """

    library: Path
    name: str
    key: str
    pin: str = field(repr=False)


SigningKey = KeyFile | Token


@dataclass(frozen=True)
class Signature:
    """A signature found in a file.

    Args:
        signer: the name in its certificate; who vouches for that certificate is not looked into.
        holds: what is signed is unaltered since.
        whole: nothing follows behind what is signed.
    """

    signer: str
    signed_at: datetime | None
    holds: bool
    whole: bool


def sign(path: Path, key: SigningKey) -> None:
    """Add a signature to a finished report, in place.

    Raises:
        KeyRefused: the key cannot be had; says why and what to do.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
    from pyhanko.stamp.base import BaseStampStyle

    class AsDrawn(BaseStampStyle):
        """Leaves the field as the report shows it."""

        def create_stamp(self, writer: Any, box: Any, text_params: Any) -> Any:
            return None

    class Addition(IncrementalPdfFileWriter):
        """Adds the signature alone: what the file says of itself was true when it was made, and is the same in both its places."""

        def _update_meta(self) -> None:
            return

    told = PdfSignatureMetadata(field_name=SIGNATURE_FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    with _signer(key) as signer, path.open("r+b") as file:
        writer = Addition(file)
        PdfSigner(told, signer, stamp_style=AsDrawn()).sign_pdf(writer, existing_fields_only=True, in_place=True)


def check_key(key: SigningKey) -> None:
    """See whether a key and its certificate can be had. Raises KeyRefused."""
    with _signer(key) as signer:
        if signer.signing_cert is None:
            raise KeyRefused("path", "There is no certificate with the key.", "Choose a key that has its certificate with it.")


@contextmanager
def _signer(key: SigningKey) -> Iterator[Signer]:
    if isinstance(key, KeyFile):
        yield _of_file(key)
        return
    import pkcs11
    from pkcs11.exceptions import PinExpired, PinIncorrect, PinInvalid, PinLenRange, PinLocked, PKCS11Error
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

    at = "library"
    try:
        pkcs11.lib(str(key.library))
        at = "name"
        with open_pkcs11_session(str(key.library), token_criteria=TokenCriteria(label=key.name), user_pin=key.pin) as session:
            at = "key"
            yield PKCS11Signer(session, cert_label=key.key, key_label=key.key)
    except (PKCS11Error, OSError, RuntimeError) as error:
        said = f"The token “{key.name}” does not sign ({type(error).__name__})."
        hint = "See that it is inserted, that library, token and key are named as it names them, and that the PIN is right."
        of_pin = isinstance(error, (PinExpired, PinIncorrect, PinInvalid, PinLenRange, PinLocked))
        raise KeyRefused("pin" if of_pin else at, said, hint) from error


def _of_file(key: KeyFile) -> Signer:
    from pyhanko.sign.signers.pdf_cms import SimpleSigner

    try:
        data = key.path.read_bytes()
    except OSError as error:
        said = f"{key.path} cannot be read ({error.strerror or error})."
        raise KeyRefused("path", said, "Choose the file of the key again, or see that you may read it.") from error
    try:
        signer: Signer = SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=key.pass_phrase.encode("utf-8"))
    except ValueError as error:
        said = f"{key.path.name} gives no key with this pass phrase."
        hint = "Type the pass phrase again, or choose a PKCS#12 file (.p12, .pfx) with a key and its certificate."
        raise KeyRefused("pass_phrase", said, hint) from error
    return signer


def signatures_of(path: Path) -> tuple[Signature, ...]:
    """Return the signatures of a PDF, the first one first. Raises UnreadableFile."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import SignatureCoverageLevel

    try:
        with path.open("rb") as file:
            found = []
            for embedded in PdfFileReader(file, strict=False).embedded_regular_signatures:
                embedded.compute_integrity_info()
                whole = embedded.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
                found.append(Signature(_name(embedded), embedded.self_reported_timestamp, _holds(embedded), whole))
            return tuple(found)
    except (OSError, PdfError, ValueError) as error:
        raise UnreadableFile(path, "cannot be read as a signed PDF.") from error


def adds_signatures_alone(path: Path, length: int) -> bool:
    """Tell whether nothing but signatures was added behind the first `length` bytes of a PDF: no page and no text is another.

    A signature vouches for all that stands before it, whoever put it there; without this, what is changed first and signed
    then would pass.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign import diff_analysis

    differences: Any = diff_analysis  # not all of it is typed
    may_change = differences.ModificationLevel.LTA_UPDATES
    policy = differences.StandardDiffPolicy(
        [
            differences.CatalogModificationRule(), differences.XrefStreamRule().as_qualified(may_change),
            differences.ObjectStreamRule().as_qualified(may_change), differences.DSSCompareRule().as_qualified(may_change),
        ],
        differences.FormUpdatingRule([differences.SigFieldModificationRule()], {"/Fields", "/SigFlags"}),
    )
    logging.getLogger("pyhanko").addHandler(_UNHEARD)
    try:
        with path.open("rb") as file:
            reader = PdfFileReader(file, strict=False)
            begins = [reader.xrefs.get_startxref_for_revision(revision) for revision in range(reader.xrefs.total_revisions)]
            if [at < length for at in begins] != [True, *[False] * (len(begins) - 1)]:
                return False  # what is read now does not build on the report
            return isinstance(policy.review_file(reader, reader.get_historical_resolver(0)), differences.DiffResult)
    except (OSError, PdfError, ValueError):
        return False


def _name(embedded: Any) -> str:
    subject = embedded.signer_cert.subject
    return str(subject.native.get("common_name") or subject.human_friendly)


def _holds(embedded: Any) -> bool:
    """Tell whether the digest is that of the signed bytes and the signature is by the key of the certificate."""
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    intact, valid = validate_sig_integrity(
        embedded.signer_info, embedded.signer_cert, expected_content_type="data", actual_digest=embedded.compute_digest()
    )
    return bool(intact and valid)
