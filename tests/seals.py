"""Certificates to sign with, made on the spot: a root, and under it those of an organisation, as PKCS#12."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

PASSWORD = "een heel lang geheim"
NOW = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
KEYS = {
    "P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "P-384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "RSA": lambda: rsa.generate_private_key(65537, 2048),
    "weak": lambda: rsa.generate_private_key(65537, 1024),
}


class Given(NamedTuple):
    """`file` is a PKCS#12, `root` the certificate (DER) of who vouches for it."""

    file: bytes
    root: bytes


@cache
def key_of(sort: str) -> Any:
    return KEYS[sort]()


def given(
    sort: str = "P-256", *, days: tuple[int, int] = (-10, 400), signs: bool = True, with_key: bool = True,
) -> Given:
    """For Bibliotheek Noord; `days` from `NOW` are those between which it is valid."""
    return _given(sort, days, signs, with_key)


@cache
def _given(sort: str, days: tuple[int, int], signs: bool, with_key: bool) -> Given:
    root_key, key = key_of("P-384"), key_of(sort)
    root_name, name = _name("Proefinstantie", "Proefinstantie wortel"), _name("Bibliotheek Noord", "Zegel certificaten")
    root = _signed(root_name, root_name, root_key, root_key, (-100, 4000), _usage(True, for_others=True), is_root=True)
    leaf = _signed(name, root_name, key, root_key, days, _usage(signs, for_others=False))
    file = pkcs12.serialize_key_and_certificates(
        b"zegel", key if with_key else None, leaf, [root], BestAvailableEncryption(PASSWORD.encode()))
    return Given(file, root.public_bytes(Encoding.DER))


def _name(organisation: str, common: str) -> x509.Name:
    return x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "NL"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
        x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _usage(signs: bool, for_others: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs, content_commitment=signs, key_encipherment=not signs, data_encipherment=False,
        key_agreement=False, key_cert_sign=for_others, crl_sign=for_others, encipher_only=False, decipher_only=False)


def _signed(
    name: x509.Name, issuer: x509.Name, key: Any, by: Any, days: tuple[int, int], usage: x509.KeyUsage,
    is_root: bool = False,
) -> x509.Certificate:
    made = x509.CertificateBuilder().subject_name(name).issuer_name(issuer).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(NOW + timedelta(days[0])).not_valid_after(NOW + timedelta(days[1]))
    made = made.add_extension(usage, critical=True)
    made = made.add_extension(x509.BasicConstraints(is_root, None), critical=True)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    made = made.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
    return made.sign(by, SHA256())
