import { hypothesis } from "../../src/catalog/hypothesis.ts";
import { describeArtifact } from "./describe-artifact.ts";

describeArtifact(hypothesis, {
  found: {
    "what hypothesis leaves": {
      tree: {
        "app/.hypothesis/.gitignore": "*",
        "app/.hypothesis/constants/80a9032d36b2dc95": "",
        "app/.hypothesis/examples/04e6b3400353b141/3ba354eaa95b2d9c": "",
        "app/.hypothesis/unicode_data/15.1.0/charmap.json.gz": "",
      },
      place: "app/.hypothesis",
      safety: "medium",
    },
    "what an old one leaves": {
      tree: { "app/.hypothesis/unicode_data/11.0.0/charmap.json.gz": "" },
      place: "app/.hypothesis",
    },
  },
  leftAlone: {
    "the package hypothesis": { tree: { "app/hypothesis/examples/x": "" }, place: "app/hypothesis" },
    "one with somebody's file in it": {
      tree: { "app/.hypothesis/examples/x": "", "app/.hypothesis/hypothesis-1.docx": "mine" },
      place: "app/.hypothesis",
    },
    "an empty one": { tree: { "app/.hypothesis/": "" }, place: "app/.hypothesis" },
  },
});
