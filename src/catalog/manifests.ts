import type { Proof } from "../model/proof.ts";
/** What says that a Python distribution is built here. */
export const BUILD_MANIFEST = /^(pyproject\.toml|setup\.py|setup\.cfg)$/;

/** A distribution is built in the directory that holds the place. */
export const manifestBeside: Proof = { beside: BUILD_MANIFEST, seen: "pyproject.toml, setup.py or setup.cfg" };

/** Installed packages lie here; what looks like build output among them is a package. */
export const amongInstalledPackages: Proof = {
  up: { name: /^(site|dist)-packages$/, seen: "site-packages" },
};
