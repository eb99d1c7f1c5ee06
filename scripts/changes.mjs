// Notes for users: one file in `changes/` per change that a user can notice, collected into CHANGELOG.md at a release.
//
//   node scripts/changes.mjs --check      every note has the right shape
//   node scripts/changes.mjs VERSION      moves all notes into CHANGELOG.md under that version
//
// A note is `changes/<short-name>.<kind>.md`, one paragraph in plain words.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const KINDS = { new: "New", changed: "Changed", fixed: "Fixed", removed: "Removed" };
const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "changes");
const changelog = join(root, "CHANGELOG.md");
const argument = process.argv[2];

const notes = readdirSync(folder)
  .filter((name) => name !== "README.md")
  .toSorted()
  .map(readNote);
const wrong = notes.filter((note) => note.problem);

if (wrong.length > 0) fail(wrong.map((note) => `changes/${note.name}: ${note.problem}`).join("\n"), 1);
else if (argument === "--check") process.exitCode = 0;
else if (/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(argument ?? "")) release(argument);
else fail("usage: node scripts/changes.mjs --check | VERSION", 2);

function readNote(name) {
  const [, kind] = /^[a-z0-9]+(?:-[a-z0-9]+)*\.([a-z]+)\.md$/.exec(name) ?? [];
  const text = readFileSync(join(folder, name), "utf8").trim();
  if (!kind || !Object.hasOwn(KINDS, kind)) {
    return { name, problem: `is not called <short-name>.<kind>.md with a kind of ${Object.keys(KINDS).join(", ")}` };
  }
  if (text === "" || /\n\s*\n/.test(text) || text.startsWith("#")) return { name, problem: "is not one paragraph" };
  return { name, kind, text: text.replaceAll(/\s*\n\s*/g, " ") };
}

function release(version) {
  if (notes.length === 0) fail("there are no notes", 1);
  const sections = Object.entries(KINDS).flatMap(([kind, title]) => {
    const lines = notes.filter((note) => note.kind === kind).map((note) => `- ${note.text}`);
    return lines.length > 0 ? [`### ${title}\n\n${lines.join("\n")}\n`] : [];
  });
  const head = "# Changelog\n\n";
  const before = existsSync(changelog) ? readFileSync(changelog, "utf8").replace(head, "") : "";
  writeFileSync(changelog, `${head}## ${version}\n\n${sections.join("\n")}${before ? `\n${before}` : ""}`);
  for (const note of notes) rmSync(join(folder, note.name));
}

function fail(text, code) {
  process.stderr.write(`changes: ${text}\n`);
  process.exitCode = code;
}
