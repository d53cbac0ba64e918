"""Real servers for tests, started by the tests themselves on loopback: PostgreSQL, an S3 store (moto's server)
and a Google Cloud store (gcp-storage-emulator).

They are fixtures of the whole session: ``postgresql_url`` is a fresh database for each test, ``s3`` a store with a
fresh bucket, ``gcs`` likewise. Without the programs the tests skip and say what to install.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

_PLACES = ("/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/usr/pgsql")
_MISSING = "PostgreSQL's server programs (initdb, postgres) are not installed: apt-get install postgresql"
_START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A running server; everybody on loopback is trusted."""

    port: int

    def create_database(self, template: str = "template1") -> str:
        """The URL of a new database: empty, or a copy of another that nobody is connected to."""
        import psycopg

        name = f"docrow_{secrets.token_hex(4)}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._url(name)

    def _url(self, database: str) -> str:
        return f"postgresql://docrow@127.0.0.1:{self.port}/{database}"

    def answers(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self._url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class S3:
    """A running S3 store with one bucket. `options` are for `storage.bucket.Bucket` (fsspec, s3fs)."""

    endpoint: str
    bucket: str

    @property
    def options(self) -> dict[str, str]:
        return {"endpoint_url": self.endpoint, "key": "test", "secret": "test"}

    @property
    def client(self):
        import boto3

        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
        return boto3.client("s3", endpoint_url=self.endpoint, **keys)

    def put(self, key: str, data: bytes) -> None:
        self.client.put_object(Bucket=self.bucket, Key=key, Body=data)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    programs = _programs()
    if programs is None:
        pytest.skip(_MISSING)
    with run_postgresql(programs) as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql: PostgreSQL) -> str:
    return postgresql.create_database()


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    pytest.importorskip("moto.server", reason="moto[server] is not installed: pip install 'docrow[test]'")
    pytest.importorskip("s3fs", reason="s3fs is not installed: pip install 'docrow[s3]'")
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(s3_endpoint: str) -> S3:
    store = S3(s3_endpoint, f"docrow-{secrets.token_hex(4)}")
    store.client.create_bucket(Bucket=store.bucket)
    return store


@dataclass(frozen=True, slots=True)
class GCS:
    """A running Google Cloud store with one bucket. `options` are for `storage.bucket.Bucket` (fsspec, gcsfs)."""

    endpoint: str
    bucket: str

    @property
    def options(self) -> dict[str, str]:
        return {"endpoint_url": self.endpoint, "token": "anon"}

    def put(self, key: str, data: bytes) -> None:
        place = f"{self.endpoint}/upload/storage/v1/b/{self.bucket}/o?uploadType=media&name={quote(key, safe='')}"
        urlopen(Request(place, data=data, method="POST"), timeout=_START_SECONDS).close()


@pytest.fixture
def gcs() -> Iterator[GCS]:
    if importlib.util.find_spec("gcsfs") is None:  # not imported: it reads its switches when it is
        pytest.skip("gcsfs is not installed: pip install 'docrow[gcs]'")
    emulator = pytest.importorskip("gcp_storage_emulator.server", reason="pip install 'docrow[test]'")
    name, port = f"docrow-{secrets.token_hex(4)}", free_port()
    server = emulator.create_server("127.0.0.1", port, in_memory=True, default_bucket=name)
    server.start()
    yield GCS(f"http://127.0.0.1:{port}", name)
    server.stop()


@contextmanager
def run_postgresql(programs: Path) -> Iterator[PostgreSQL]:
    """A new server in a temporary folder. PostgreSQL refuses to run as root: then the user "postgres" runs it."""
    user = _user()
    folder = Path(tempfile.mkdtemp(prefix="docrow-postgresql-"))
    if user:
        account = pwd.getpwnam(user)
        os.chown(folder, account.pw_uid, account.pw_gid)
    process = None
    try:
        data, port = folder / "data", free_port()
        setup = [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "docrow",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]
        subprocess.run(setup, check=True, capture_output=True, cwd=folder, user=user)
        options = {"listen_addresses": "127.0.0.1", "unix_socket_directories": folder, "fsync": "off", "port": port}
        flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [programs / "postgres", "-D", data, *flags], stdout=log, stderr=log, cwd=folder, user=user
            )
        server = PostgreSQL(port)
        _wait(server, process, folder / "log")
        yield server
    finally:
        if process is not None:
            _stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """SIGQUIT is PostgreSQL's immediate shutdown: nothing is kept, so nothing need be written."""
    process.send_signal(signal.SIGQUIT)
    process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait(server: PostgreSQL, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while not server.answers():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"PostgreSQL did not start: {log.read_text()[-2000:]}")
        time.sleep(0.1)


def _programs() -> Path | None:
    """The folder of initdb and postgres; Debian keeps them out of the PATH."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = [bin for place in _PLACES for bin in sorted(Path(place).glob("*/bin"), reverse=True)]
    return next((bin for bin in folders if (bin / "initdb").exists() and (bin / "postgres").exists()), None)


def _user() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    if "postgres" not in names:
        pytest.skip("PostgreSQL does not run as root and there is no user postgres")
    return "postgres"
