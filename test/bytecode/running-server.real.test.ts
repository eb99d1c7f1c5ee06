import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { namesIn } from "../app/workspace.ts";
import { pyshedIn } from "../cli/cleaning.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { serve } from "../support/web-server.ts";

/** The worker imports one module at its start and another one when it is asked for `/late`. */
const APP = `import early
def app(environ, start_response):
    start_response("200 OK", [])
    if environ["PATH_INFO"] == "/late":
        import late
        return [late.WORD]
    return [early.WORD]
`;

test("a running worker goes on when the bytecode under it goes, and cleaning says that it runs", async () => {
  const tree = temporaryTree();
  tree.file("site/pyproject.toml", "[project]\nname = 'site'\nversion = '1'\n");
  tree.file("site/early.py", "WORD = b'early'\n");
  tree.file("site/late.py", "WORD = b'late'\n");
  const { pids, port } = await serve(tree, tree.at("venv"), APP, { writesBytecode: true });
  const get = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  expect(await get("/")).toBe("early");
  expect(namesIn(tree.at("site/__pycache__"))).toContainEqual(expect.stringMatching(/^early\./));

  const shown = await pyshedIn(tree, "bytecode", "site");
  expect(shown.stdout).toMatch(/gunicorn[^]*\(pid \d+\)\s+runs\s+from\s+this\s+tree/);
  expect(pids).toContain(Number(/\(pid (\d+)\)/.exec(shown.stdout)![1]));
  const careful = await pyshedIn(tree, "bytecode", "site", "--clean", "--dry-run", "--force");
  expect(careful.stdout).toMatch(/Nothing to clean[^]*runs from this tree/);

  const cleaned = await pyshedIn(tree, "bytecode", "site", "--clean", "--yes", "--permanent");
  expect(cleaned.code).toBe(0);
  expect(existsSync(tree.at("site/__pycache__"))).toBe(false);
  expect([await get("/"), await get("/late"), await get("/late")]).toEqual(["early", "late", "late"]);
  expect(namesIn(tree.at("site/__pycache__"))).toContainEqual(expect.stringMatching(/^late\./));

  // The packages that it runs from are asked about as well, those at the top like the others.
  const asked = await pyshedIn(tree, "bytecode", "venv", "--clean", "--dry-run", "--force");
  expect(asked.stdout).toContain("Nothing to clean");
  await pyshedIn(tree, "bytecode", "venv", "--clean", "--yes", "--permanent");
  const [library] = namesIn(tree.at("venv/lib"));
  for (const place of ["site-packages", "site-packages/gunicorn/http"]) {
    expect(existsSync(tree.at("venv/lib", library!, place, "__pycache__"))).toBe(false);
  }
  expect([await get("/"), await get("/late")]).toEqual(["early", "late"]);
});
