"""A conda channel on this machine, made here, and installations from it by py-rattler."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

from rattler import Channel, Gateway, MatchSpec, install, solve


def make_channel(channel: Path, names: list[str]) -> None:
    """Writes a package NAME 1.0 for each name, with one file share/NAME.txt of 8192 bytes."""
    records = {f"{name}-1.0-0.tar.bz2": package(channel, name) for name in names}
    repodata = {"info": {"subdir": "noarch"}, "packages": records, "packages.conda": {}, "repodata_version": 1}
    (channel / "noarch/repodata.json").write_text(json.dumps(repodata))


def package(channel: Path, name: str) -> dict:
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


async def put(address: str, name: str, target: Path, **caches: Path) -> None:
    """Installs a package into an environment. `packages` and `lists` are where to keep what was unpacked and listed;
    without them rattler takes its usual places."""
    gateway = Gateway(cache_dir=caches["lists"]) if "lists" in caches else Gateway()
    records = await solve([Channel(address)], [MatchSpec(name)], gateway=gateway, platforms=["noarch"])
    target.mkdir(parents=True, exist_ok=True)
    cache = str(caches["packages"]) if "packages" in caches else None
    await install(records, target_prefix=str(target), cache_dir=cache, show_progress=False)
