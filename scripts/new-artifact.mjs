// Starts a new artifact: `npm run new-artifact -- my-tool-cache` writes its catalogue file and its test, to be filled in.
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [id, ...rest] = process.argv.slice(2);
if (id === undefined || rest.length > 0 || !/^[a-z]+(-[a-z]+)*$/.test(id)) {
  console.error("usage: npm run new-artifact -- my-tool-cache   (small letters and hyphens)");
  process.exit(2);
}
const constant = id.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase());
const title = id.replaceAll("-", " ");
const tool = id.split("-")[0];
const today = new Date().toISOString().slice(0, 10);

const artifact = `import type { Artifact } from "../model/artifact.ts";

export const ${constant}: Artifact = {
  id: "${id}",
  tool: "${tool}",
  title: "${title}",
  kind: "directory",
  // What makes the walk look twice: names, a pattern, or an entry that the directory holds.
  recognise: { names: [".${id.replaceAll("-", "_")}"] },
  // What must be seen before it is believed; src/model/proof.ts has all the questions.
  proof: {
    all: [
      { cachedirTag: true },
      { only: /^(CACHEDIR\\.TAG|\\.gitignore|data)$/, seen: "what ${tool} writes" },
    ],
  },
  // safe: rebuilt silently · low: with network and time · medium: by hand only · data: never removed
  safety: "safe",
  restoredBy: "the next ${tool} run",
  sources: [{ fact: "holds CACHEDIR.TAG, .gitignore and data", seen: "${tool} X.Y on disk", checked: "${today}" }],
};
`;

const test = `import { ${constant} } from "../../src/catalog/${id}.ts";
import { CACHEDIR_TAG, describeArtifact } from "./describe-artifact.ts";

const NAME = "app/.${id.replaceAll("-", "_")}";

describeArtifact(${constant}, {
  found: {
    "what ${tool} leaves": {
      tree: { [\`\${NAME}/CACHEDIR.TAG\`]: CACHEDIR_TAG, [\`\${NAME}/data\`]: "" },
      place: NAME,
      safety: "safe",
    },
  },
  leftAlone: {
    "a directory that only has the name": { tree: { [\`\${NAME}/data\`]: "" }, place: NAME },
    "one with somebody's file in it": {
      tree: { [\`\${NAME}/CACHEDIR.TAG\`]: CACHEDIR_TAG, [\`\${NAME}/thesis.tex\`]: "" },
      place: NAME,
    },
  },
});
`;

const house = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const written = [
  [join("src", "catalog", `${id}.ts`), artifact],
  [join("test", "catalog", `${id}.test.ts`), test],
];
const taken = written.find(([path]) => existsSync(join(house, path)));
if (taken) {
  console.error(`new-artifact: ${taken[0]} is there already; nothing was written`);
  process.exit(2);
}
for (const [path, text] of written) writeFileSync(join(house, path), text, { flag: "wx" });
console.log(`wrote ${written.map(([path]) => path).join(" and ")}

Next: look at what the tool really leaves, fill in proof, safety and sources,
give the test what must be found and at least two look-alikes, then run

  npm run generate
  npx vitest run test/catalog`);
