import { pyre } from "../../src/catalog/pyre.ts";
import { describeArtifact } from "./describe-artifact.ts";

describeArtifact(pyre, {
  found: {
    "what pyre leaves": {
      tree: { "app/.pyre_configuration": "{}", "app/.pyre/pyre.stderr": "2026-11-21 …" },
      place: "app/.pyre",
      safety: "low",
    },
  },
  leftAlone: {
    "the configuration": { tree: { "app/.pyre_configuration": "{}" }, place: "app/.pyre_configuration" },
    "one without a configuration beside it": { tree: { "app/.pyre/pyre.stderr": "" }, place: "app/.pyre" },
    "one with somebody's files": {
      tree: { "app/.pyre_configuration": "{}", "app/.pyre/pyre.stderr": "", "app/.pyre/stubs.pyi": "" },
      place: "app/.pyre",
    },
  },
});
