import { expect, test } from "vitest";
import type { Artifact } from "../../src/model/artifact.ts";
import { gradeOf } from "../../src/proof/grade.ts";
import { placeAt } from "../../src/proof/place.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const PLAIN: Artifact = {
  id: "sample",
  tool: "sample",
  title: "sample",
  kind: "directory",
  recognise: { names: ["x"] },
  proof: { only: /./ },
  safety: "low",
  restoredBy: "nothing",
  sources: [],
};
const GRADED: Artifact = {
  ...PLAIN,
  grades: [
    { safety: "data", when: { some: /^only-copy$/ }, because: "it holds the only copy" },
    { safety: "medium", when: { some: /copy$/ }, because: "it holds a copy" },
  ],
};

test("an artifact without exceptions keeps its safety and has nothing to say", () => {
  const tree = temporaryTree();
  tree.file("x/only-copy");
  expect(gradeOf(PLAIN, placeAt(tree.at("x")))).toEqual({ safety: "low", reasons: [] });
});

test("the first exception that holds decides, with its reason", () => {
  const tree = temporaryTree();
  tree.file("x/plain");
  expect(gradeOf(GRADED, placeAt(tree.at("x")))).toEqual({ safety: "low", reasons: [] });
  tree.file("x/copy");
  expect(gradeOf(GRADED, placeAt(tree.at("x")))).toEqual({ safety: "medium", reasons: ["it holds a copy"] });
  tree.file("x/only-copy");
  expect(gradeOf(GRADED, placeAt(tree.at("x")))).toEqual({ safety: "data", reasons: ["it holds the only copy"] });
});
