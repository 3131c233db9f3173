"""Certificates for a cluster of one's own: short-lived, and nobody can issue another later."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from grader.errors import UsageMistake
from grader.workers.cluster.places import CA, CERTIFICATE, KEY

NAME = "grader cluster"


def write(folder: Path, days: int = 7) -> datetime:
    """Write `ca.pem`, `cluster.pem` and `cluster.key`, and tell until when they hold.

    Whoever has the key belongs to the cluster: scheduler, workers and caller share it. The key of
    the authority is thrown away, so that the folder can be copied but not added to.
    """
    try:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.x509.oid import NameOID
    except ImportError:
        said = "certificates need cryptography: install homework-grader[dask]"
        raise UsageMistake(said) from None
    if any((folder / name).exists() for name in (CA, CERTIFICATE, KEY)):
        raise UsageMistake(f"{folder} has certificates; remove them first, or name another folder")
    begin = datetime.now(UTC) - timedelta(minutes=5)  # clocks differ a little
    end = begin + timedelta(days=days)
    authority, own = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))

    def named(word: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{NAME} {word}")])

    def certificate(word: str, key: ec.EllipticCurvePrivateKey, ca: bool) -> x509.Certificate:
        return (
            x509.CertificateBuilder()
            .subject_name(named(word))
            .issuer_name(named("authority"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), True)
            .sign(authority, hashes.SHA256())
        )

    folder.mkdir(parents=True, exist_ok=True)
    pem = serialization.Encoding.PEM
    (folder / CA).write_bytes(certificate("authority", authority, True).public_bytes(pem))
    (folder / CERTIFICATE).write_bytes(certificate("member", own, False).public_bytes(pem))
    private = own.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    handle = os.open(folder / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(private)
    return end
