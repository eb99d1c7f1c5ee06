import {
  BYTECODE_CLASSES,
  type BytecodeAdvice,
  type BytecodeClass,
  type BytecodeOwner,
  type BytecodeSum,
  type CompileTime,
  type Interpreter,
} from "../model/bytecode.ts";
import type { ScanResult } from "../model/finding.ts";
import type { AbsolutePath } from "../model/path.ts";

/** What is known of some roots' bytecode. */
export interface BytecodeView {
  readonly result: ScanResult;
  /** The biggest first. */
  readonly owners: readonly BytecodeOwner[];
  /** What cleaning all that may go gives back, in bytes. */
  readonly frees: number;
  readonly interpreters: readonly Interpreter[];
  readonly doubts: readonly string[];
  /** The one cache for all, where it is left out. */
  readonly central: AbsolutePath | null;
  readonly compileTime: CompileTime;
  readonly advice: readonly BytecodeAdvice[];
}

export interface BytecodeTotals {
  readonly files: number;
  readonly directories: number;
  /** Bytes on disk, directories' own blocks included. */
  readonly allocated: number;
  readonly removable: number;
  readonly classes: readonly (BytecodeSum & { readonly class: BytecodeClass })[];
}

/** The sums over all owners, class by class; classes that do not occur are left out. */
export function bytecodeTotals(owners: readonly BytecodeOwner[]): BytecodeTotals {
  const sum = (of: (owner: BytecodeOwner) => number): number => owners.reduce((total, owner) => total + of(owner), 0);
  return {
    files: sum(({ files }) => files),
    directories: sum(({ directories }) => directories),
    allocated: sum(({ allocated }) => allocated),
    removable: sum(({ removable }) => removable),
    classes: BYTECODE_CLASSES.map((one) => ({
      class: one,
      files: sum(({ classes }) => classes[one]?.files ?? 0),
      allocated: sum(({ classes }) => classes[one]?.allocated ?? 0),
    })).filter(({ files }) => files > 0),
  };
}
