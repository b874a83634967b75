"""Signing the documents of an organisation with its own certificate (PAdES B-B), and reading that from a PKCS#12 file.

No time-stamp server is asked, for that needs a network: a signature states the moment of this computer's clock.
pyHanko and cryptography are loaded when somebody signs, for it takes them a second.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from app.documents.signature_field import SignatureField, opened
from app.domain.errors import Fault, Refusal
from app.domain.seals import LARGEST_FILE, Seal
from app.domain.text import Text

_DIGEST, _DIGEST_BYTES, _TRIES = "sha256", 32, 32
_SMALLEST_RSA = 2048


class Sealer:
    """Signs many files with one seal; the key is read and checked once."""

    def __init__(self, seal: Seal, at: datetime) -> None:
        """Raises Refusal where the certificate is not valid at this moment (with a time zone)."""
        if not seal.facts.standing(at.astimezone(UTC).date()).signs:
            raise Refusal(Text(
                "The certificate to sign with is valid from {first} up to and including {last}. Nothing was printed. "
                "Print without a signature, or choose another certificate under Digital signature.",
                first=seal.from_on, last=seal.until_on))
        from cryptography.hazmat.primitives.serialization import load_der_private_key

        self._key: Any = load_der_private_key(seal.key, None)
        self._form, self._seal, self._at = _form(seal, self._key), seal, at

    def field(self, language: str) -> SignatureField:
        return SignatureField(self._seal.subject, self._at, len(self._form.whole), language)

    def fill(self, data: bytes) -> bytes:
        """The file, which has room for a signature, signed over the whole of it."""
        unsigned = opened(data)
        digest = hashlib.sha256(unsigned.before)
        digest.update(unsigned.after)
        return unsigned.signed_with(self._form.filled(digest.digest(), self._key))


@dataclass(frozen=True, slots=True)
class _Form:
    """A signature (CMS) as pyHanko makes it of one seal, with marks where the digest and the signing itself come.

    Making each anew takes pyHanko 12 ms, ten times as long as the certificate: nothing else in it differs.
    """

    whole: bytes
    attributes: bytes
    digest: bytes
    signature: bytes

    def filled(self, digest: bytes, key: Any) -> bytes:
        signature = _of_length(len(self.signature), key, self.attributes.replace(self.digest, digest))
        return self.whole.replace(self.digest, digest).replace(self.signature, signature)


def read_seal(data: bytes, passphrase: str) -> Seal:
    """The private key and certificates of a PKCS#12 file. Raises Refusal where it cannot be signed with."""
    if len(data) > LARGEST_FILE:
        raise _no_file()
    key, certificate, chain = _unpacked(data, passphrase)
    _must_sign(key, certificate)
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return Seal(
        key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        certificate.public_bytes(Encoding.DER), tuple(each.public_bytes(Encoding.DER) for each in chain),
        named(certificate.subject), named(certificate.issuer), _day(certificate.not_valid_before_utc),
        _day(certificate.not_valid_after_utc))


def named(name: Any) -> str:
    """Who a certificate is of, in words: the name of the organisation, and its own where that is another."""
    from cryptography.x509.oid import NameOID

    parts = [str(found[0].value) for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)
             if (found := name.get_attributes_for_oid(oid))]
    return ", ".join(dict.fromkeys(" ".join(part.split()) for part in parts)) or name.rfc4514_string() or "–"


def _unpacked(data: bytes, passphrase: str) -> tuple[Any, Any, list[Any]]:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

    try:
        held = load_pkcs12(data, passphrase.encode() if passphrase else None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as problem:
        raise _no_file() from problem
    if held.key is None or held.cert is None:
        raise Refusal(Text(
            "There is no private key in this file, so nothing can be signed with it. Nothing was changed. "
            "Export the certificate again, together with its private key."))
    return held.key, held.cert.certificate, [each.certificate for each in held.additional_certs]


def _no_file() -> Refusal:
    """One answer for both: a wrong passphrase looks like a damaged file."""
    return Refusal(Text(
        "This file does not open with this password, or it is no PKCS#12 file (.p12 or .pfx). Nothing was changed. "
        "Type the password again, or choose another file."))


def _must_sign(key: Any, certificate: Any) -> None:
    """Raise Refusal for a key that does not belong to the certificate, is too weak, or is for something else."""
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    strong = (isinstance(key, EllipticCurvePrivateKey) and key.curve.key_size >= 256) or (
        isinstance(key, RSAPrivateKey) and key.key_size >= _SMALLEST_RSA)
    if not strong:
        raise Refusal(Text(
            "The key of this certificate is too weak or of a kind that PDF readers do not know. Nothing was changed. "
            "Ask for a certificate with RSA of {n} bits or more, or ECDSA.", n=_SMALLEST_RSA))
    if not _may_sign(certificate) or key.public_key() != certificate.public_key():
        raise Refusal(Text(
            "This certificate is not meant to sign documents with. Nothing was changed. Choose another file."))


def _may_sign(certificate: Any) -> bool:
    from cryptography.x509 import ExtensionNotFound, KeyUsage

    try:
        usage = certificate.extensions.get_extension_for_class(KeyUsage).value
    except ExtensionNotFound:
        return True
    except ValueError:
        return False
    return bool(usage.digital_signature or usage.content_commitment)


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def _form(seal: Seal, key: Any) -> _Form:
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.signers.pdf_cms import Signer
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    usual = Counter(len(_signed(key, b"")) for _ in range(_TRIES)).most_common(1)[0][0]
    digest, signature, attributes = secrets.token_bytes(_DIGEST_BYTES), secrets.token_bytes(usual), bytearray()

    class Marking(Signer):
        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            attributes.extend(data)
            return signature

    store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([Certificate.load(each) for each in seal.chain])
    signer = Marking(signing_cert=Certificate.load(seal.certificate), cert_registry=store)
    whole = asyncio.run(signer.async_sign(digest, _DIGEST, use_pades=True)).dump()
    if (whole.count(digest), whole.count(signature), attributes.count(digest)) != (1, 1, 1):
        raise Fault("a signature of another form")
    return _Form(whole, bytes(attributes), digest, signature)


def _of_length(length: int, key: Any, data: bytes) -> bytes:
    """Signatures of elliptic curves differ by a byte or two in length; every second one or so has the usual one."""
    while len(made := _signed(key, data)) != length:
        pass
    return made


def _signed(key: Any, data: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.hashes import SHA256

    if isinstance(key, RSAPrivateKey):
        return key.sign(data, PKCS1v15(), SHA256())
    return bytes(key.sign(data, ECDSA(SHA256())))
