/** What `scripts/generate.mjs` gives to each file here that exports `generate`. */
export interface GeneratorContext {
  /** The house that files are read from and written to. */
  readonly directory: string;
  /** Bundles a module given as TypeScript text and imports it; its relative imports start at `directory`. */
  load(contents: string, directory: string): Promise<Readonly<Record<string, unknown>>>;
}

/** A file to be written, `path` relative to the house. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}
