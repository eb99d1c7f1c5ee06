"""Makes a conda prefix with py-rattler: builds a channel with one tiny package, solves and installs it.

Usage: conda.py PREFIX served|disk. The channel lies in a temporary directory and is removed; `served` hands it out on a
free port of this machine, `disk` names the directory itself.
"""

import asyncio
import functools
import hashlib
import http.server
import io
import json
import sys
import tarfile
import tempfile
import threading
from pathlib import Path

from rattler import Channel, Gateway, MatchSpec, VirtualPackage, install, solve

INDEX = {
    "name": "pebble",
    "version": "1.0",
    "build": "0",
    "build_number": 0,
    "depends": [],
    "subdir": "noarch",
    "noarch": "generic",
    "timestamp": 1700000000000,
}
CONTENT = b"a pebble\n"


def add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    archive.addfile(entry, io.BytesIO(data))


def make_channel(channel: Path) -> None:
    noarch = channel / "noarch"
    noarch.mkdir(parents=True)
    package = noarch / "pebble-1.0-0.tar.bz2"
    digest = hashlib.sha256(CONTENT).hexdigest()
    path = {"_path": "share/pebble.txt", "path_type": "hardlink", "sha256": digest, "size_in_bytes": len(CONTENT)}
    with tarfile.open(package, "w:bz2") as archive:
        add(archive, "info/index.json", json.dumps(INDEX).encode())
        add(archive, "info/paths.json", json.dumps({"paths": [path], "paths_version": 1}).encode())
        add(archive, "info/files", b"share/pebble.txt\n")
        add(archive, "share/pebble.txt", CONTENT)
    data = package.read_bytes()
    record = {
        **INDEX,
        "size": len(data),
        "md5": hashlib.md5(data).hexdigest(),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    packages = {package.name: record}
    repodata = {"info": {"subdir": "noarch"}, "packages": packages, "packages.conda": {}, "repodata_version": 1}
    (noarch / "repodata.json").write_text(json.dumps(repodata))


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments) -> None:
        pass


def serve(folder: Path) -> str:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


async def main(prefix: Path, served: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        channel = Path(folder) / "channel"
        make_channel(channel)
        address = serve(channel) if served else channel.as_uri()
        gateway = Gateway(cache_dir=Path(folder) / "repodata")
        records = await solve(
            [Channel(address)],
            [MatchSpec("pebble")],
            gateway=gateway,
            platforms=["noarch"],
            virtual_packages=VirtualPackage.detect(),
        )
        await install(records, target_prefix=str(prefix), cache_dir=str(Path(folder) / "packages"), show_progress=False)


prefix = Path(sys.argv[1]).absolute()
prefix.mkdir(parents=True)
asyncio.run(main(prefix, sys.argv[2] == "served"))
