import { mutatingCalls, type MutatingCalls } from "../../src/system/mutate/calls.ts";

/**
 * The system's own calls, with something let in before each of those that look at or change a disk: what others could
 * do in just that moment. `before` gets the number of the call, from 1 on.
 */
export function steppingCalls(before: (step: number, call: string) => void): MutatingCalls {
  const real = mutatingCalls();
  if (!real) throw new Error("koffi's system calls are missing: these tests need them");
  let step = 0;
  const stepping = { ...real };
  for (const call of [
    "open",
    "status",
    "statusOf",
    "list",
    "unlink",
    "removeDirectory",
    "rename",
    "renameNoReplace",
  ] as const) {
    const original = real[call] as (...values: never[]) => number;
    Object.assign(stepping, {
      [call]: (...values: never[]) => {
        before(++step, call);
        return original(...values);
      },
    });
  }
  return stepping;
}
