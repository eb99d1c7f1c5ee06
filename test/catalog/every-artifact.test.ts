import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { foreignTrees } from "../../src/catalog/foreign-trees.ts";
import { artifacts } from "../../src/catalog/index.ts";
import type { Proof } from "../../src/model/proof.ts";

const here = import.meta.dirname;
const tests = readdirSync(here);

describe.each(artifacts)("$id", (artifact) => {
  test("has a test file that describes it", () => {
    expect(tests).toContain(`${artifact.id}.test.ts`);
    expect(readFileSync(`${here}/${artifact.id}.test.ts`, "utf8")).toMatch(/^describeArtifact\(/m);
  });

  test("says where its facts were seen and when", () => {
    expect(artifact.sources.length).toBeGreaterThan(0);
    for (const { fact, seen, checked } of artifact.sources) {
      expect(fact).not.toBe("");
      expect(seen).not.toBe("");
      expect(checked).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });

  test("has an id in kebab case, and a proof that asks for more than a name", () => {
    expect(artifact.id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(questions(artifact.proof).some((question) => !("name" in question))).toBe(true);
  });
});

test("ids are unique", () => {
  const ids = [...artifacts, ...foreignTrees].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test("no expression remembers where it stopped", () => {
  for (const { proof, recognise, ...rest } of [...artifacts, ...foreignTrees]) {
    const grades = "grades" in rest ? rest.grades.map(({ when }) => when) : [];
    const all = [proof, ...grades].flatMap((each) => (each ? questions(each) : []));
    const expressions = [recognise, ...all]
      .flatMap((each) => Object.values(each))
      .filter((each) => each instanceof RegExp);
    for (const expression of expressions) expect(expression.flags).not.toMatch(/[gy]/);
  }
});

/** The questions that a proof is made of. */
function questions(proof: Proof): readonly Proof[] {
  if ("all" in proof) return proof.all.flatMap(questions);
  if ("any" in proof) return proof.any.flatMap(questions);
  if ("not" in proof) return questions(proof.not);
  if ("up" in proof) return questions(proof.up);
  return [proof];
}
