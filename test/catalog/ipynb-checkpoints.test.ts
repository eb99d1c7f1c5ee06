import { ipynbCheckpoints } from "../../src/catalog/ipynb-checkpoints.ts";
import { describeArtifact } from "./describe-artifact.ts";

describeArtifact(ipynbCheckpoints, {
  found: {
    "checkpoints whose notebooks are newer": {
      tree: {
        "app/a.ipynb": { content: "{}", days: 1 },
        "app/.ipynb_checkpoints/a-checkpoint.ipynb": { content: "{}", days: 2 },
        "app/b.py": { content: "", days: 5 },
        "app/.ipynb_checkpoints/b-checkpoint.py": { content: "", days: 5 },
      },
      place: "app/.ipynb_checkpoints",
      safety: "low",
    },
    "one of a notebook that is gone, as data": {
      tree: {
        "app/a.ipynb": { content: "{}", days: 1 },
        "app/.ipynb_checkpoints/a-checkpoint.ipynb": { content: "{}", days: 2 },
        "app/.ipynb_checkpoints/lost-checkpoint.ipynb": { content: "{}", days: 2 },
      },
      place: "app/.ipynb_checkpoints",
      safety: "data",
    },
    "one that is newer than its notebook, as data": {
      tree: {
        "app/a.ipynb": { content: "{}", days: 3 },
        "app/.ipynb_checkpoints/a-checkpoint.ipynb": { content: "{}", days: 2 },
      },
      place: "app/.ipynb_checkpoints",
      safety: "data",
    },
    "one whose notebook has been emptied, as on a full disk, as data": {
      tree: {
        "app/a.ipynb": { content: "", days: 1 },
        "app/.ipynb_checkpoints/a-checkpoint.ipynb": { content: "{}", days: 2 },
      },
      place: "app/.ipynb_checkpoints",
      safety: "data",
    },
    "one whose notebook has become a link, as data": {
      tree: {
        "b.ipynb": { content: "{}", days: 1 },
        "app/a.ipynb": { link: "../b.ipynb" },
        "app/.ipynb_checkpoints/a-checkpoint.ipynb": { content: "{}", days: 2 },
      },
      place: "app/.ipynb_checkpoints",
      safety: "data",
    },
  },
  leftAlone: {
    "one with a notebook of its own": {
      tree: {
        "app/a.ipynb": "{}",
        "app/.ipynb_checkpoints/a-checkpoint.ipynb": "{}",
        "app/.ipynb_checkpoints/mine.ipynb": "{}",
      },
      place: "app/.ipynb_checkpoints",
    },
    "an empty one": { tree: { "app/.ipynb_checkpoints/": "" }, place: "app/.ipynb_checkpoints" },
    "one with a directory in it": {
      tree: { "app/a": "", "app/.ipynb_checkpoints/a-checkpoint/": "" },
      place: "app/.ipynb_checkpoints",
    },
  },
});
