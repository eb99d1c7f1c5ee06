import type { Host } from "../../src/system/host.ts";
import { plantEveryClass, withInterpreter } from "../bytecode/planted.ts";
import { temporaryTree, type TemporaryTree } from "../support/temporary-tree.ts";
import { hostIn } from "../support/trees.ts";
import type { Workspace } from "./workspace.ts";

/** A tree with bytecode of every class, and a host with the interpreter that some of it is for. */
export interface Planted {
  readonly tree: TemporaryTree;
  readonly host: Host;
}

export function planted(): Planted {
  const tree = temporaryTree();
  plantEveryClass(tree);
  return { tree, host: hostIn(tree.home, withInterpreter(tree)) };
}

export function inWorkspace({ tree, host }: Planted): Workspace {
  return { tree, host, root: tree.path };
}
