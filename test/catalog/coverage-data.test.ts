import { coverageData } from "../../src/catalog/coverage-data.ts";
import { describeArtifact } from "./describe-artifact.ts";

const DATABASE = `SQLite format 3\0${"\0".repeat(80)}CREATE TABLE line_bits (CREATE TABLE coverage_schema (`;

describeArtifact(coverageData, {
  found: {
    "the data of one run": { tree: { "app/.coverage": DATABASE }, place: "app/.coverage", safety: "low" },
    "the data of a parallel run": {
      tree: { "app/.coverage.build-host.example.12345.XkQzVbTx": DATABASE },
      place: "app/.coverage.build-host.example.12345.XkQzVbTx",
    },
    "the data of a newer parallel run": {
      tree: { "app/.coverage.vm.pid9451.Xx5Fa9rx.HASW5jXba52h": DATABASE },
      place: "app/.coverage.vm.pid9451.Xx5Fa9rx.HASW5jXba52h",
    },
    "the data of an old version": {
      tree: { "app/.coverage": "!coverage.py: This is a private format, don't read it directly!{}" },
      place: "app/.coverage",
    },
  },
  leftAlone: {
    "the configuration": { tree: { "app/.coveragerc": "[run]\n" }, place: "app/.coveragerc" },
    "a database that is somebody's, under a name of his": {
      tree: { "app/.coverage-archive": DATABASE },
      place: "app/.coverage-archive",
    },
    "another database": {
      tree: { "app/.coverage": "SQLite format 3\0 CREATE TABLE customers (name text)" },
      place: "app/.coverage",
    },
    "a FIFO": { tree: { "app/.coverage": { fifo: true } }, place: "app/.coverage" },
    "a directory": { tree: { "app/.coverage/report.txt": "" }, place: "app/.coverage" },
    "a link": { tree: { data: DATABASE, "app/.coverage": { link: "../data" } }, place: "app/.coverage" },
    "an empty file": { tree: { "app/.coverage": "" }, place: "app/.coverage" },
  },
});
