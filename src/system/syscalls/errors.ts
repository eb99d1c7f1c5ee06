import { constants } from "node:os";

const NAMES = new Map(Object.entries(constants.errno).map(([name, number]) => [number, name]));
// Linux has these beside the ones that Node lists.
for (const [name, number] of [
  ["EUCLEAN", 117],
  ["ENOKEY", 126],
  ["EDQUOT", 122],
  ["ESTALE", 116],
] as const) {
  NAMES.set(number, name);
}
NAMES.set(constants.errno.EAGAIN, "EAGAIN");
NAMES.set(constants.errno.EOPNOTSUPP, "EOPNOTSUPP");

/** The POSIX name of what a call returned below zero. */
export function errorName(result: number): string {
  return NAMES.get(-result) ?? `E${-result}`;
}

/** An error of a system call, with a POSIX `code` as Node's own errors have. */
export class SystemCallError extends Error {
  readonly code: string;

  constructor(code: string, call: string, place: string) {
    super(`${code}: ${call} ${place}`);
    this.name = "SystemCallError";
    this.code = code;
  }
}
