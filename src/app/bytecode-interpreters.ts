import { interpreterPlaces } from "../bytecode/interpreter-places.ts";
import { askInterpreters, readInterpreters } from "../bytecode/interpreters.ts";
import { usability, type Usability } from "../bytecode/usability.ts";
import { condaPrefixes } from "../caches/conda-prefixes.ts";
import { locate } from "../caches/locate.ts";
import { conda } from "../catalog/stores/conda.ts";
import type { Interpreter } from "../model/bytecode.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Host } from "../system/host.ts";

/** What this machine can run, and what that says of bytecode. */
export interface Interpreters {
  readonly known: readonly Interpreter[];
  readonly usability: Usability;
  /** The same with the interpreters of environments that were met; itself where they bring nothing new. */
  with(environments: readonly AbsolutePath[]): Interpreters;
}

/** Answers of a moment ago are taken again. */
const FRESH_MS = 30_000;
const asked = new WeakMap<Host, { readonly at: number; readonly answer: Promise<Interpreters> }>();

/** Asks every interpreter that the user or the system has set up, each once. */
export function interpretersOf(host: Host): Promise<Interpreters> {
  const before = asked.get(host);
  if (before && host.now() - before.at < FRESH_MS) return before.answer;
  const answer = ask(host);
  asked.set(host, { at: host.now(), answer });
  return answer;
}

async function ask(host: Host): Promise<Interpreters> {
  const prefixes = locate(host, conda).flatMap(({ path }) => condaPrefixes(host, path).found);
  const { programs, unread } = interpreterPlaces(host, [...new Set(prefixes)]);
  return knowing(await askInterpreters(host, programs), unread);
}

function knowing(known: readonly Interpreter[], unread: readonly AbsolutePath[]): Interpreters {
  const self: Interpreters = {
    known,
    usability: usability(known, unread),
    with(environments) {
      const more = readInterpreters(environments, known);
      return more.length === 0 ? self : knowing([...known, ...more], unread);
    },
  };
  return self;
}
