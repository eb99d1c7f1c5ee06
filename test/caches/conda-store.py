"""Fills a store of packages with py-rattler from a channel of its own, and installs them: conda-store.py STORE PREFIX

Three packages: `used` (installed into PREFIX), `idle` (only unpacked) and `twice` (only unpacked, two of its files are
one by hard link). rattler neither keeps what it downloads nor writes urls.txt, cache and .logs: those are put there as
conda would.
"""

import asyncio
import os
import shutil
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from local_channel import make_channel, put  # noqa: E402

store, prefix = Path(sys.argv[1]), Path(sys.argv[2])
channel = store.parent / "channel"


async def main() -> None:
    names = ["used", "idle", "twice"]
    make_channel(channel, names)
    for name in names:
        # Every package is unpacked by an installation; only that of `used` stays.
        target = prefix if name == "used" else store.parent / "gone" / name
        await put(channel.as_uri(), name, target, packages=store, lists=channel / "repodata")
        shutil.copy(channel / "noarch" / f"{name}-1.0-0.tar.bz2", store)
    shutil.rmtree(store.parent / "gone")
    os.link(store / "twice-1.0-0/share/twice.txt", store / "twice-1.0-0/share/again.txt")
    (prefix / "conda-meta/history").touch()
    (store / "urls.txt").write_text("".join(f"{channel.as_uri()}/noarch/{name}-1.0-0.tar.bz2\n" for name in names))
    (store / "cache").mkdir()
    (store / "cache/497deca9.json").write_text("{}")
    (store / "cache/497deca9.info.json").write_text("{}")
    (store / ".logs").mkdir()
    (store / ".logs/conda.log").write_text("x")


asyncio.run(main())
# Without Python's own end, in which py-rattler 0.28 crashes now and then.
os._exit(0)
