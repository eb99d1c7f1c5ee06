"""Installs packages with py-rattler from a channel of its own: rattler-cache.py CHANNEL ADDRESS ENVIRONMENTS NAME...

ADDRESS is where CHANNEL is served. Each package goes into an environment of its own name; rattler keeps it unpacked in
its usual cache.
"""

import asyncio
import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from local_channel import make_channel, put  # noqa: E402

channel, address, environments = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])


async def main() -> None:
    make_channel(channel, ["flint", "slate"])
    for name in sys.argv[4:]:
        await put(address, name, environments / name)


asyncio.run(main())
# Without Python's own end, in which py-rattler 0.28 crashes now and then.
os._exit(0)
