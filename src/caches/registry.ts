import type { Inspector } from "./inspector.ts";
import { conda } from "./conda.ts";
import { hatch } from "./hatch.ts";
import { huggingfaceDatasets } from "./huggingface-datasets.ts";
import { huggingface } from "./huggingface.ts";
import { interpreters } from "./interpreters.ts";
import { objectStores } from "./object-stores.ts";
import { pdm } from "./pdm.ts";
import { pip } from "./pip.ts";
import { pipenv } from "./pipenv.ts";
import { pipxHome } from "./pipx-home.ts";
import { pipx } from "./pipx.ts";
import { pixi } from "./pixi.ts";
import { plainStores } from "./plain-stores.ts";
import { playwright } from "./playwright.ts";
import { poetry } from "./poetry.ts";
import { preCommit } from "./pre-commit.ts";
import { pyenv } from "./pyenv.ts";
import { uv } from "./uv.ts";
import { uvTools } from "./uv-tools.ts";
import { virtualenv } from "./virtualenv.ts";

/** One inspector per format; a store without one is listed by the parts that the catalogue names. */
const INSPECTORS: readonly Inspector[] = [
  conda,
  hatch,
  huggingfaceDatasets,
  huggingface,
  pdm,
  pip,
  pipenv,
  pipxHome,
  pipx,
  pixi,
  playwright,
  poetry,
  preCommit,
  ...interpreters,
  pyenv,
  uv,
  uvTools,
  virtualenv,
  ...objectStores,
  ...plainStores,
];

export function inspectorOf(store: string): Inspector | undefined {
  return INSPECTORS.find((inspector) => inspector.store === store);
}
