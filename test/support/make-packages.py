"""Writes packages into a directory: wheels NAME-VERSION or NAME-VERSION:BYTES, and the source package gravel 3.1.

`wrench` is a program.
"""

import base64, hashlib, io, os, sys, tarfile, zipfile

directory, *names = sys.argv[1:]


def digest(content):
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


for entry in names:
    entry, _, size = entry.partition(":")
    name, version = entry.rsplit("-", 1)
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}/__init__.py": f"VERSION = '{version}'\nNOISE = '{os.urandom(int(size or 40000) // 2).hex()}'\n".encode(),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: pyshed\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    if name == "wrench":
        files[f"{info}/entry_points.txt"] = b"[console_scripts]\nwrench = wrench:main\n"
    record = "".join(f"{path},sha256={digest(content)},{len(content)}\n" for path, content in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    with zipfile.ZipFile(f"{directory}/{name}-{version}-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, content in files.items():
            wheel.writestr(path, content)

BACKEND = b'''
import zipfile
def build_wheel(directory, config_settings=None, metadata_directory=None):
    name, info = "gravel-3.1-py3-none-any.whl", "gravel-3.1.dist-info"
    with zipfile.ZipFile(f"{directory}/{name}", "w") as wheel:
        wheel.writestr("gravel.py", "VERSION = '3.1'\\n")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\\nName: gravel\\nVersion: 3.1\\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{info}/RECORD", f"gravel.py,,\\n{info}/METADATA,,\\n{info}/WHEEL,,\\n{info}/RECORD,,\\n")
    return name
'''
SOURCE = {
    "gravel-3.1/PKG-INFO": b"Metadata-Version: 2.1\nName: gravel\nVersion: 3.1\n",
    "gravel-3.1/pyproject.toml": b'[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
    "gravel-3.1/backend.py": BACKEND,
}
with tarfile.open(f"{directory}/gravel-3.1.tar.gz", "w:gz") as source:
    for path, content in SOURCE.items():
        member = tarfile.TarInfo(path)
        member.size = len(content)
        source.addfile(member, io.BytesIO(content))
