import { coverageHtml } from "../../src/catalog/coverage-html.ts";
import { describeArtifact } from "./describe-artifact.ts";

function report(directory: string): Readonly<Record<string, string>> {
  return {
    [`${directory}/.gitignore`]: "# Created by coverage.py\n*\n",
    [`${directory}/index.html`]: "<!DOCTYPE html>\n<html>\n<head>\n<title>Coverage report</title>\n",
    [`${directory}/status.json`]:
      '{"note":"This file is an internal implementation detail.","format":5,"version":"7.17.3"}',
    [`${directory}/style_cb_4667309f.css`]: "",
    [`${directory}/z_4013d5d73ca1b913___init___py.html`]: "",
  };
}

describeArtifact(coverageHtml, {
  found: {
    "what `coverage html` leaves": { tree: report("app/htmlcov"), place: "app/htmlcov", safety: "low" },
    "what nose left in cover": { tree: report("app/cover"), place: "app/cover" },
  },
  leftAlone: {
    "a book's cover": {
      tree: { "app/cover/index.html": "<title>My book</title>", "app/cover/front.png": "" },
      place: "app/cover",
    },
    "one with somebody's file in it": {
      tree: { ...report("app/htmlcov"), "app/htmlcov/analysis.xlsx": "mine" },
      place: "app/htmlcov",
    },
    "one with a directory in it": {
      tree: { ...report("app/htmlcov"), "app/htmlcov/history.js/old.html": "" },
      place: "app/htmlcov",
    },
    "one without status.json": {
      tree: { "app/htmlcov/index.html": "<title>Coverage report</title>" },
      place: "app/htmlcov",
    },
  },
});
