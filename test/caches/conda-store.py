"""Fills a store of packages with py-rattler from a channel of its own, and installs them: conda-store.py STORE PREFIX

Three packages: `used` (installed into PREFIX), `idle` (only unpacked) and `twice` (only unpacked, two of its files are
one by hard link). rattler neither keeps what it downloads nor writes urls.txt, cache and .logs: those are put there as
conda would.
"""

import asyncio
import hashlib
import io
import json
import os
import shutil
import sys
import tarfile
from pathlib import Path

from rattler import Channel, Gateway, MatchSpec, install, solve

store, prefix = Path(sys.argv[1]), Path(sys.argv[2])
channel = store.parent / "channel"


def package(name: str) -> dict:
    content = (name * 4096).encode()[:8192]
    index = {"name": name, "version": "1.0", "build": "0", "build_number": 0, "depends": [], "subdir": "noarch", "noarch": "generic"}
    path = {"_path": f"share/{name}.txt", "path_type": "hardlink", "sha256": hashlib.sha256(content).hexdigest(), "size_in_bytes": len(content)}
    parts = {
        "info/index.json": json.dumps(index).encode(),
        "info/paths.json": json.dumps({"paths": [path], "paths_version": 1}).encode(),
        "info/files": f"share/{name}.txt\n".encode(),
        f"share/{name}.txt": content,
    }
    place = channel / "noarch" / f"{name}-1.0-0.tar.bz2"
    place.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(place, "w:bz2") as archive:
        for part, data in parts.items():
            entry = tarfile.TarInfo(part)
            entry.size = len(data)
            entry.mode = 0o644
            archive.addfile(entry, io.BytesIO(data))
    data = place.read_bytes()
    return {**index, "size": len(data), "md5": hashlib.md5(data).hexdigest(), "sha256": hashlib.sha256(data).hexdigest()}


async def put(name: str, target: Path) -> None:
    gateway = Gateway(cache_dir=channel / "repodata")
    records = await solve([Channel(channel.as_uri())], [MatchSpec(name)], gateway=gateway, platforms=["noarch"])
    target.mkdir(parents=True, exist_ok=True)
    await install(records, target_prefix=str(target), cache_dir=str(store), show_progress=False)
    shutil.copy(channel / "noarch" / f"{name}-1.0-0.tar.bz2", store)


async def main() -> None:
    names = ["used", "idle", "twice"]
    records = {f"{name}-1.0-0.tar.bz2": package(name) for name in names}
    repodata = {"info": {"subdir": "noarch"}, "packages": records, "packages.conda": {}, "repodata_version": 1}
    (channel / "noarch/repodata.json").write_text(json.dumps(repodata))
    for name in names:
        # Every package is unpacked by an installation; only that of `used` stays.
        await put(name, prefix if name == "used" else store.parent / "gone" / name)
    shutil.rmtree(store.parent / "gone")
    os.link(store / "twice-1.0-0/share/twice.txt", store / "twice-1.0-0/share/again.txt")
    (prefix / "conda-meta/history").touch()
    (store / "urls.txt").write_text("".join(f"{channel.as_uri()}/noarch/{name}\n" for name in records))
    (store / "cache").mkdir()
    (store / "cache/497deca9.json").write_text("{}")
    (store / "cache/497deca9.info.json").write_text("{}")
    (store / ".logs").mkdir()
    (store / ".logs/conda.log").write_text("x")


asyncio.run(main())
# Without Python's own end, in which py-rattler 0.28 crashes now and then.
os._exit(0)
