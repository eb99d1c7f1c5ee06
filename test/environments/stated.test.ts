import { expect, test } from "vitest";
import { sourceOf } from "../../src/environments/creator-files.ts";
import { originOf } from "../../src/environments/direct-url.ts";
import { fromDirectoryName, normaliseName, parseNameAndVersion } from "../../src/environments/metadata.ts";
import { parsePyvenvConfig, statedPythonVersion } from "../../src/environments/pyvenv-config.ts";

test("pyvenv.cfg: keys in any case, spaces as they come, values with an equals sign", () => {
  const config = parsePyvenvConfig("Home = /opt/py/bin\r\nuv=0.13.8\nnot a pair\n = nothing\nprompt = a = b\n");
  expect(Object.fromEntries(config)).toEqual({ home: "/opt/py/bin", uv: "0.13.8", prompt: "a = b" });
});

test.each([
  ["version = 3.11.7\n", "3.11.7"],
  ["version_info = 3.12.1.final.0\n", "3.12.1"],
  ["version = 3.13\n", "3.13"],
  ["version = three\n", null],
  ["home = /usr/bin\n", null],
])("the Python version in %j is %s", (text, expected) => {
  expect(statedPythonVersion(parsePyvenvConfig(text))).toBe(expected);
});

test.each([
  ["Metadata-Version: 2.1\nName: Foo.Bar\nVersion: 1.0\n\nText", { name: "Foo.Bar", version: "1.0" }],
  ["name: foo\r\nversion: 1!2.0+local\r\n\r\n", { name: "foo", version: "1!2.0+local" }],
  ["Name: foo\nVersion: 1.0\n", { name: "foo", version: "1.0" }],
  ["Name: foo\nVersion: 1.", undefined],
  ["Name: foo\n\nVersion: 1.0\n", undefined],
  ["Name: \nVersion: 1.0\n", undefined],
  ["Name: ../../etc\nVersion: 1.0\n", undefined],
  ["Name: foo\nVersion: UNKNOWN VERSION\n", undefined],
  ["", undefined],
])("METADATA %j", (text, expected) => {
  expect(parseNameAndVersion(text)).toEqual(expected);
});

test.each([
  ["foo_bar-1.2.dist-info", { name: "foo_bar", version: "1.2" }],
  ["foo-1.0-py3.11.egg-info", { name: "foo", version: "1.0" }],
  ["foo-1.0-py3.11-linux-x86_64.egg", { name: "foo", version: "1.0" }],
  ["foo.egg-link", { name: "foo", version: "" }],
  [".dist-info", { name: "", version: "" }],
])("the directory name %s", (name, expected) => {
  expect(fromDirectoryName(name)).toEqual(expected);
});

test("names are compared in one spelling", () => {
  expect(normaliseName("Foo_.-Bar.baz")).toBe("foo-bar-baz");
});

test.each([
  ['{"url":"file:///src","dir_info":{"editable":true}}', "editable"],
  ['{"url":"file:///src","dir_info":{}}', "local-path"],
  ['{"url":"https://example.invalid/x.git","vcs_info":{"vcs":"git","commit_id":"1"}}', "version-control"],
  ['{"url":"file:///x.whl","archive_info":{}}', "local-archive"],
  ['{"url":"https://example.invalid/x.whl","archive_info":{"hash":"sha256=0"}}', "web-address"],
  ['{"url":"https://example.invalid/x.whl"}', "unstated"],
  ['{"dir_info":{}}', "unstated"],
  ["[]", "unstated"],
  ["null", "unstated"],
  ["{", "unstated"],
  ["", "unstated"],
])("direct_url.json %s", (text, expected) => {
  expect(originOf(text)).toBe(expected);
});

test.each([
  ["x.cpython-311.pyc", "x.py"],
  ["x.cpython-311.opt-1.pyc", "x.py"],
  ["test_x.cpython-311-pytest-8.3.3.pyc", "test_x.py"],
  ["a.b.cpython-313t.pyc.139872", "a.b.py"],
  ["x.pypy310.pyc", "x.py"],
  ["x.func-12.py311.nbi", "x.py"],
  ["notes.txt", undefined],
  [".cpython-311.pyc", undefined],
])("%s was compiled from %s", (name, expected) => {
  expect(sourceOf(name)).toBe(expected);
});
