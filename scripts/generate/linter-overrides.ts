import { guardedParts, rooms, type Room } from "../../layers.ts";

/** Modules of Node that touch the machine. A list of our own: what Node has differs from version to version. */
const TOUCHING = (
  "async_hooks child_process cluster dgram dns fs fs/promises http http2 https inspector module net os perf_hooks " +
  "process readline readline/promises repl sqlite stream test tls tty v8 vm wasi worker_threads zlib"
).split(" ");

/** One override per room: what `no-restricted-imports` can see. The architecture test sees the rest. */
export function linterOverrides(): object[] {
  const packages = [...new Set(Object.values(rooms).flatMap((room) => room.packages))].toSorted();
  return Object.entries(rooms).map(([name, room]) => ({
    files: [`src/${name}/**`],
    rules: { "no-restricted-imports": ["error", { patterns: patternsOf(name, room, packages) }] },
  }));
}

function patternsOf(name: string, room: Room, packages: readonly string[]): object[] {
  const otherRooms = Object.keys(rooms).filter((other) => other !== name && !room.mayImport.includes(other));
  const otherPackages = packages.filter((other) => !room.packages.includes(other));
  const guarded = guardedParts.filter(({ mayBeImportedBy }) => !mayBeImportedBy.includes(name));
  return [
    forbid(`^(\\.\\./)+(${otherRooms.join("|")})/`, `${name} may not import this room (layers.ts)`),
    ...forbiddenNode(name, room),
    forbid(`^(${otherPackages.join("|")})(/|$)`, `${name} may not use this package (layers.ts)`),
    ...guarded.map(({ part }) =>
      forbid(`^(\\.\\./)+${part.replace("*", "")}`, `${name} may not import ${part} (layers.ts)`),
    ),
  ];
}

function forbiddenNode(name: string, room: Room): object[] {
  if (room.node === "any") return [];
  const message = `${name} may not use this module of Node (layers.ts)`;
  if (room.node.length === 0) return [forbid("^node:", message)];
  const others = TOUCHING.filter((other) => !room.node.includes(other));
  return [forbid(`^node:(${others.join("|")})$`, message)];
}

function forbid(regex: string, message: string): object {
  return { regex, message };
}
