"""A PostgreSQL server of this test run's own, where the programs for it are installed."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


def server_programs() -> Path | None:
    """Return the folder of PostgreSQL's server programs; Debian keeps them off the PATH."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return folders[-1] if folders else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of an empty database on a real server."""
    pytest.importorskip("psycopg", reason="the extra [postgres] is not installed")
    programs = server_programs()
    if programs is None:
        pytest.skip("PostgreSQL's server is not installed (Debian, Ubuntu: `apt install postgresql`)")
    # The server refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    home = Path(tempfile.mkdtemp(prefix="torch-grader-postgres-"))
    if user:
        os.chown(home, pwd.getpwnam(user).pw_uid, -1)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    def run(*words: str) -> None:
        subprocess.run([programs / words[0], *words[1:]], check=True, user=user, cwd=home, stdout=subprocess.DEVNULL)

    run("initdb", "-D", f"{home}/data", "-U", "teacher", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off"
    run("pg_ctl", "-D", f"{home}/data", "-o", options, "-l", f"{home}/log", "-w", "start")
    yield f"postgresql+psycopg://teacher@127.0.0.1:{port}/postgres"
    run("pg_ctl", "-D", f"{home}/data", "-m", "immediate", "-w", "stop")
    shutil.rmtree(home)
