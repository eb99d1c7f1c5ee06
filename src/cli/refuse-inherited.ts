import { UsageError } from "./usage-error.ts";

/** Refuses options of `bytecode` itself that mean nothing to a command below it. */
export function refuseInherited(command: string, flags: object, keys: readonly string[], hint: string): void {
  const given = keys.find((key) => Reflect.get(flags, key) !== undefined);
  if (given !== undefined) throw new UsageError(`'${command}' takes no --${given}`, hint);
}
