import { join } from "node:path";
import type { Maker, Project } from "../workshop.ts";

const SCRIPT = join(import.meta.dirname, "conda.py");

/** A prefix made by py-rattler from a channel of its own (served, or read from the disk), with one package in it. */
function install({ pythonOf }: Project, prefix: string, channel: "served" | "disk" = "served"): Promise<string> {
  return pythonOf("testing", SCRIPT, prefix, channel);
}

export const conda: readonly Maker[] = [
  {
    name: "conda",
    async make(project) {
      await install(project, "prefix");
      return [{ artifact: "conda-environment", path: "prefix", safety: "low" }];
    },
  },
  {
    name: "conda-from-disk",
    async make(project) {
      await install(project, "prefix", "disk");
      return [{ artifact: "conda-environment", path: "prefix", safety: "medium" }];
    },
  },
  {
    name: "conda-named",
    async make(project) {
      await install(project, "envs/analysis");
      return [{ artifact: "conda-environment", path: "envs/analysis", safety: "medium" }];
    },
  },
  {
    name: "pixi",
    async make(project) {
      project.file("pixi.toml", '[workspace]\nname = "sample"\n');
      project.file("pixi.lock", "version: 6\n");
      project.file(".pixi/config.toml", "");
      await install(project, ".pixi/envs/default");
      return [{ artifact: "pixi-environment", path: ".pixi/envs/default", safety: "low" }];
    },
  },
];
