import { removeTree } from "../../src/execute/remove-tree.ts";
import { trashFor } from "../../src/execute/trash/trash-for.ts";
import { thisHost } from "../../src/system/host.ts";
import { expectationOf, targetOf } from "../support/expectation.ts";

/** A program that does one thing to one path and prints the outcome: for tests as another user or in another process. */
const [action, path, threads] = process.argv.slice(2);
const host = thisHost();
const target = targetOf(path!);
const outcome =
  action === "remove"
    ? await removeTree(host, target, expectationOf(path!), { threads: Number(threads ?? 0), expectedBytes: Infinity })
    : trashFor(host).trashItem(target, expectationOf(path!));
process.stdout.write(JSON.stringify(outcome));
