/**
 * What the name of a bytecode file says: PEP 3147 (`module.TAG.pyc`), PEP 488 (`.opt-N`), what CPython's interrupted
 * writes leave (`….pyc.DIGITS`, importlib/_bootstrap_external.py: `_write_atomic`), and pytest's rewritten tests
 * (`module.TAG-pytest-VERSION.pyc`, up to pytest 4.6 `module.TAG-PYTEST.pyc`; `_pytest/assertion/rewrite.py`: `PYC_TAIL`).
 */
export interface BytecodeName {
  /** The source's name without its suffix; it may hold dots. */
  readonly module: string;
  /** `cpython-311`, `pypy39`; null for a name in the old way, `module.pyc`. */
  readonly tag: string | null;
  /** The level that the name states, `1` or `2`; null for none. */
  readonly optimisation: string | null;
  /** The version of pytest whose rewriting is in it, `4` for all up to 4.6, or null. */
  readonly pytest: string | null;
  readonly suffix: "pyc" | "pyo";
  readonly isTemporary: boolean;
}

const SUFFIX = /^(.+)\.py([co])(\.\d+)?$/s;
const PYTEST = /^(.+)\.([A-Za-z][\w-]*?)-(?:pytest-([^/]+)|PYTEST)$/s;
const OPTIMISATION = /^(.+)\.opt-([A-Za-z\d]+)$/s;
/** Implementations name their tags with a version in it; what has none is part of the module's name. */
const TAGGED = /^(.+)\.([a-z]+-?\d[\w-]*)$/s;

/** Reads a name; null for what is no name of a bytecode file. */
export function parseBytecodeName(name: string): BytecodeName | null {
  const [, stem, letter, digits] = SUFFIX.exec(name) ?? [];
  if (stem === undefined) return null;
  const suffix = letter === "c" ? "pyc" : "pyo";
  const isTemporary = digits !== undefined;
  const [, tested, testTag, pytest = "4"] = PYTEST.exec(stem) ?? [];
  if (tested !== undefined && testTag !== undefined) {
    return { module: tested, tag: testTag, optimisation: null, pytest, suffix, isTemporary };
  }
  const [, plain = stem, optimisation = null] = OPTIMISATION.exec(stem) ?? [];
  const [, module, tag] = TAGGED.exec(plain) ?? [];
  if (module === undefined || tag === undefined) {
    return { module: stem, tag: null, optimisation: null, pytest: null, suffix, isTemporary };
  }
  return { module, tag, optimisation, pytest: null, suffix, isTemporary };
}

/** `[3, 11]` of `cpython-311` and `pypy311`; undefined for a tag of another shape. */
export function versionOfTag(tag: string): readonly [major: number, minor: number] | undefined {
  const [, major, minor] = /^(?:cpython-|pypy|jython-|ironpython-)(\d)(\d{1,2})(?!\d)/.exec(tag) ?? [];
  return major === undefined || minor === undefined ? undefined : [Number(major), Number(minor)];
}
