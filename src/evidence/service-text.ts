import { normalise } from "../system/command-line.ts";
import type { AbsolutePath } from "../model/path.ts";

/**
 * Finds the places that a text which starts programs may mean: a systemd unit, a supervisor section, a crontab, a
 * launchd list. No language is parsed: every word that looks like a path counts, and a relative one is tried against
 * every absolute one, so that `cd /srv/site && .venv/bin/gunicorn` is found. Too much is found rather than too little.
 */
export function placesInText(text: string, home: AbsolutePath): { places: AbsolutePath[]; runsProjects: boolean } {
  const absolute = new Set<AbsolutePath>();
  const relative = new Set<string>();
  let runsProjects = false;
  for (const line of text.replace(/\\\n/g, " ").split("\n")) {
    if (/^\s*[#;]/.test(line)) continue;
    const runner = RUNNER.exec(line);
    if (runner && /\srun\b/.test(line.slice(runner.index))) runsProjects = true;
    for (const word of words(atHome(line.replaceAll("%h", home), home))) {
      if (word.startsWith("/")) absolute.add(normalise(word));
      else relative.add(word);
    }
  }
  const bases = [...absolute].filter((path) => path !== "/");
  const joined: AbsolutePath[] = [];
  for (const path of [...relative].slice(0, 50)) {
    for (const base of bases.slice(0, 50)) joined.push(normalise(`${base}/${path}`));
  }
  return { places: [...new Set([...bases, ...joined])], runsProjects };
}

/** Every absolute path in a text, and nothing that it may mean together with others. */
export function absolutePlacesIn(text: string, home: AbsolutePath): AbsolutePath[] {
  const lines = text.replace(/\\\n/g, " ").split("\n");
  const told = lines.filter((line) => !/^\s*#/.test(line)).flatMap((line) => words(atHome(line, home)));
  return [...new Set(told.filter((word) => word.startsWith("/")).map(normalise))].filter((path) => path !== "/");
}

function atHome(line: string, home: AbsolutePath): string {
  return line.replace(/(?:\$HOME|\$\{HOME\}|~)(?=\/)/g, home);
}

/** Commands whose `run` uses the environment of a project without naming it. */
const RUNNER = /\b(?:uv|poetry|pdm|pipenv|hatch|rye|pixi|conda|mamba|micromamba)\b["']?\s/;

/** Words with and without what may stand before a path in them (`PATH=/a:/b`, `-/bin/x`, `--chdir=/srv`). */
function words(line: string): string[] {
  const found: string[] = [];
  for (const [, double, single, bare] of line.matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"'<>]+)/g)) {
    const quoted = double ?? single;
    const word = (quoted ?? bare!).replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(parseInt(hex, 16)),
    );
    found.push(...pieces(word));
    // A quoted string may be a command line of its own.
    if (quoted !== undefined && /\s/.test(word)) for (const part of word.split(/[\s"']+/)) found.push(...pieces(part));
  }
  // XML: `<string>/Users/me/my project/.venv/bin/python</string>`.
  for (const [, value] of line.matchAll(/<string>([^<]*)<\/string>/g)) found.push(...pieces(value!));
  return found;
}

function pieces(word: string): string[] {
  if (word.includes("://")) return [];
  return [word, ...word.split(/[=:,;&|()]+/)]
    .map((piece) => piece.replace(/^[-@+!:]+(?=\/)/, ""))
    .filter((piece) => piece.includes("/"));
}
