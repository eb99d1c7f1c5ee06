import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBytecodeName, versionOfTag } from "../../src/bytecode/file-name.ts";

const PLAIN = { optimisation: null, pytest: null, suffix: "pyc", isTemporary: false };

describe("parseBytecodeName", () => {
  it.each([
    ["a.cpython-311.pyc", { ...PLAIN, module: "a", tag: "cpython-311" }],
    ["a.cpython-311.opt-1.pyc", { ...PLAIN, module: "a", tag: "cpython-311", optimisation: "1" }],
    ["a.cpython-38.opt-2.pyc", { ...PLAIN, module: "a", tag: "cpython-38", optimisation: "2" }],
    ["a.b.cpython-311.pyc", { ...PLAIN, module: "a.b", tag: "cpython-311" }],
    ["__init__.pypy39.pyc", { ...PLAIN, module: "__init__", tag: "pypy39" }],
    ["a.pypy37-pp73.pyc", { ...PLAIN, module: "a", tag: "pypy37-pp73" }],
    ["a.cpython-34.pyo", { ...PLAIN, module: "a", tag: "cpython-34", suffix: "pyo" }],
    ["x.cpython-311-pytest-8.3.4.pyc", { ...PLAIN, module: "x", tag: "cpython-311", pytest: "8.3.4" }],
    [
      "x.cpython-311-pytest-8.4.0.dev12+gabc.pyc",
      { ...PLAIN, module: "x", tag: "cpython-311", pytest: "8.4.0.dev12+gabc" },
    ],
    ["test_a.cpython-36-PYTEST.pyc", { ...PLAIN, module: "test_a", tag: "cpython-36", pytest: "4" }],
    ["test_a.cpython-37-pytest-5.0.1.pyc", { ...PLAIN, module: "test_a", tag: "cpython-37", pytest: "5.0.1" }],
    ["a.cpython-311.pyc.140234567", { ...PLAIN, module: "a", tag: "cpython-311", isTemporary: true }],
    [
      "a.cpython-311-pytest-9.2.0.pyc.77",
      { ...PLAIN, module: "a", tag: "cpython-311", pytest: "9.2.0", isTemporary: true },
    ],
    ["a.pyc", { ...PLAIN, module: "a", tag: null }],
    ["a.b.pyc", { ...PLAIN, module: "a.b", tag: null }],
    ["a.pyo", { ...PLAIN, module: "a", tag: null, suffix: "pyo" }],
  ])("reads %s", (name, expected) => {
    expect(parseBytecodeName(name)).toEqual(expected);
  });

  it.each(["a.py", ".pyc", "pyc", "a.pyc.bak", "a.pyc.12x", "a.pyx", "a.nbi", ""])("takes %j for none", (name) => {
    expect(parseBytecodeName(name)).toBeNull();
  });

  it("never throws, and gives back what the name was made of", () => {
    fc.assert(fc.property(fc.string({ maxLength: 255 }), (name) => void parseBytecodeName(name)));
    const module = fc.stringMatching(/^[A-Za-z_][A-Za-z_.]{0,20}$/).filter((text) => !/\.$|\.opt-/.test(text));
    const tag = fc.constantFrom("cpython-36", "cpython-313", "pypy310");
    fc.assert(
      fc.property(module, tag, fc.constantFrom(null, "1", "2"), (stem, tagged, level) => {
        const name = `${stem}.${tagged}${level === null ? "" : `.opt-${level}`}.pyc`;
        expect(parseBytecodeName(name)).toMatchObject({ module: stem, tag: tagged, optimisation: level });
      }),
    );
  });
});

it("reads the version in a tag", () => {
  expect(["cpython-311", "cpython-39", "pypy310", "pypy37-pp73"].map(versionOfTag)).toEqual([
    [3, 11],
    [3, 9],
    [3, 10],
    [3, 7],
  ]);
  expect(["graalpy-38", "other-1", "cpython-", "cpython-31100"].map(versionOfTag)).toEqual(Array(4).fill(undefined));
});
