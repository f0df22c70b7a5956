"""An authority and a certificate for 127.0.0.1, made for one test and good for one day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID


def make_authority(folder: Path) -> tuple[Path, Path]:
    """Write the authority's certificate, and key and certificate of a server, as PEM files."""
    own, server = _key(), _key()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority of a test")])
    authority = _signed(own, name, own, name, is_authority=True)
    host = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = _signed(server, host, own, name, is_authority=False)
    trusted, keystore = folder / "authority.pem", folder / "server.pem"
    trusted.write_bytes(_pem(authority))
    private = server.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    keystore.write_bytes(private + _pem(certificate))
    return trusted, keystore


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _signed(
    key: rsa.RSAPrivateKey,
    subject: x509.Name,
    by: rsa.RSAPrivateKey,
    issuer: x509.Name,
    *,
    is_authority: bool,
) -> x509.Certificate:
    now = datetime.now(UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=not is_authority,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(here, critical=False)
        .sign(by, hashes.SHA256())
    )
