import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { recogniseDownload } from "../../src/caches/download.ts";
import { wheelName } from "../../src/caches/wheel-name.ts";

const told = (content: Buffer | string) => {
  const bytes = Buffer.from(content);
  const {
    kind,
    package: name,
    version,
  } = recogniseDownload(bytes.subarray(0, 256 * 1024), bytes.subarray(-256 * 1024));
  return [kind, name, version];
};

/** The first block of a tar archive, as far as it is looked at. */
function tar(name: string): Buffer {
  const block = Buffer.alloc(1024);
  block.write(name, 0, "latin1");
  block[156] = 0x30;
  block.write("ustar", 257, "latin1");
  return block;
}

/** The end of a ZIP file with these names, behind a local header of the first. */
function zip(...names: string[]): Buffer {
  const local = Buffer.alloc(30);
  local.write("PK\u0003\u0004", 0, "latin1");
  local.writeUInt16LE(names[0]!.length, 26);
  const central = names.map((name) => {
    const header = Buffer.alloc(46);
    header.write("PK\u0001\u0002", 0, "latin1");
    header.writeUInt16LE(name.length, 28);
    return Buffer.concat([header, Buffer.from(name)]);
  });
  return Buffer.concat([local, Buffer.from(names[0]!), Buffer.alloc(500, 7), ...central]);
}

test("wheels and source distributions, by what is in them", () => {
  expect(told(zip("a/__init__.py", "Ruamel.Yaml-0.18.6.dist-info/METADATA"))).toEqual([
    "wheel",
    "ruamel-yaml",
    "0.18.6",
  ]);
  expect(told(zip("pkg-1.0/setup.py", "pkg-1.0/PKG-INFO"))).toEqual(["source", "pkg", "1.0"]);
  expect(told(zip("photos/me.jpg"))).toEqual(["other", null, null]);
  expect(told(gzipSync(tar("python-dateutil-2.9.0.post0/PKG-INFO")))).toEqual([
    "source",
    "python-dateutil",
    "2.9.0.post0",
  ]);
  expect(told(gzipSync(tar("holiday/beach.jpg")))).toEqual(["source", null, null]);
});

test("pages of an index, plain and compressed, as HTML and as JSON", () => {
  const html = "<!DOCTYPE html>\n<html><head><title>Links for Typing_Extensions</title></head>";
  expect(told(html)).toEqual(["page", "typing-extensions", null]);
  expect(told(gzipSync(html))).toEqual(["page", "typing-extensions", null]);
  expect(told('{"files":[{"filename":"idna-3.10-py3-none-any.whl"}],"meta":{},"name":"idna"}')).toEqual([
    "page",
    "idna",
    null,
  ]);
  const long = `{"files":[${'{"filename":"python-dateutil-1.0.tar.gz"},'.repeat(5000)}`;
  expect(told(gzipSync(long))).toEqual(["page", "python-dateutil", null]);
  expect(told('{"answer": 42, "name": "not an index"}')).toEqual(["other", null, null]);
});

test("metadata that an index serves beside a wheel", () => {
  expect(told("Metadata-Version: 2.1\nName: Torch\nVersion: 2.9.1\n\nText")).toEqual(["metadata", "torch", "2.9.1"]);
});

test("what is cut off or something else is unknown, and never throws", () => {
  const whole = gzipSync(Buffer.alloc(200_000, 1));
  for (const bytes of [
    Buffer.alloc(0),
    whole.subarray(0, 20),
    Buffer.from([0x1f, 0x8b, 0, 0]),
    Buffer.from("PK\u0003\u0004"),
    Buffer.alloc(100, 0xff),
  ]) {
    expect(told(bytes)[1]).toBeNull();
  }
});

test("names of wheels", () => {
  expect(wheelName("idna-3.10-py3-none-any.whl")).toEqual({ package: "idna", version: "3.10", isPure: true });
  expect(wheelName("Foo_Bar-1.0+local-1build-cp311-cp311-linux_x86_64.whl")).toEqual({
    package: "foo-bar",
    version: "1.0+local",
    isPure: false,
  });
  expect([wheelName("notes.txt"), wheelName("idna.whl"), wheelName("a-b.whl")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
