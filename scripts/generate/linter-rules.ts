/** The linter's configuration but for the rooms. */
export const linterRules = {
  $schema: "./node_modules/oxlint/configuration_schema.json",
  plugins: ["typescript", "unicorn", "oxc", "import", "promise", "node"],
  categories: { correctness: "error", suspicious: "error", perf: "error" },
  ignorePatterns: ["dist", ".tools", "node_modules"],
  rules: {
    "no-console": "error",
    eqeqeq: "error",
    "no-var": "error",
    "prefer-const": ["error", { destructuring: "all" }],
    "typescript/no-explicit-any": "error",
    "typescript/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
    "import/no-default-export": "error",
    "node/no-process-env": "error",
    // One after the other is often the point; where it is not, the reviewer sees it.
    "no-await-in-loop": "off",
    // Small functions stand beside what they serve.
    "unicorn/consistent-function-scoping": "off",
    // Control characters are what we escape.
    "no-control-regex": "off",
    "oxc/no-map-spread": "off",
    // fast-check is written `fc.property(…)`.
    "import/no-named-as-default-member": "off",
    // Ports of worker threads have no origin.
    "unicorn/require-post-message-target-origin": "off",
    // Arrays that were just made may be sorted in place.
    "unicorn/no-array-sort": "off",
    "unicorn/no-array-reverse": "off",
    // Lists of a handful.
    "unicorn/prefer-set-has": "off",
    // It takes what a getter or a call changes for unchanged.
    "no-unmodified-loop-condition": "off",
  },
  overrides: [
    { files: ["src/cli/main.ts"], rules: { "no-console": "off" } },
    { files: ["src/system/host.ts"], rules: { "node/no-process-env": "off" } },
    {
      files: ["test/**", "scripts/**", "bench/**"],
      rules: { "no-console": "off", "node/no-process-env": "off" },
    },
    { files: ["*.config.ts", "test/support/build-once.ts"], rules: { "import/no-default-export": "off" } },
  ],
} as const;
