import { pipTemporary } from "../../src/catalog/pip-temporary.ts";
import { describeArtifact } from "./describe-artifact.ts";

const SOURCE = "slow_926a008ee0c0439b80759f5691be9262";

describeArtifact(pipTemporary, {
  found: {
    "a build environment": {
      tree: { "tmp/pip-build-env-9fdskq8j/site/sitecustomize.py": "", "tmp/pip-build-env-9fdskq8j/overlay/bin/x": "" },
      place: "tmp/pip-build-env-9fdskq8j",
      safety: "safe",
    },
    "sources to be installed": {
      tree: { [`tmp/pip-install-ggfdvj5y/${SOURCE}/setup.py`]: "" },
      place: "tmp/pip-install-ggfdvj5y",
      safety: "safe",
    },
    "prepared metadata": {
      tree: { "tmp/pip-modern-metadata-06sljpk_/slow-1.0.dist-info/METADATA": "" },
      place: "tmp/pip-modern-metadata-06sljpk_",
    },
    "a source that was to be built": {
      tree: { "tmp/pip-req-build-vd2kbv8u/pyproject.toml": "", "tmp/pip-req-build-vd2kbv8u/slow.py": "" },
      place: "tmp/pip-req-build-vd2kbv8u",
    },
    downloads: {
      tree: { "tmp/pip-unpack-01l4kdbx/torch-2.9.1-cp311-cp311-manylinux_2_28_x86_64.whl": "" },
      place: "tmp/pip-unpack-01l4kdbx",
    },
    "one of an hour ago, by hand only": {
      tree: { "tmp/pip-wheel-wtnh0apg/slow-1.0-py3-none-any.whl": "" },
      place: "tmp/pip-wheel-wtnh0apg",
      days: 1 / 24,
      safety: "medium",
    },
  },
  leftAlone: {
    "what pip was replacing": {
      tree: { "tmp/pip-uninstall-ab12cd34/numpy/__init__.py": "" },
      place: "tmp/pip-uninstall-ab12cd34",
    },
    "somebody's directory with such a name": {
      tree: { "tmp/pip-install-notes_01/todo.txt": "mine", [`tmp/pip-install-notes_01/${SOURCE}/setup.py`]: "" },
      place: "tmp/pip-install-notes_01",
    },
    "a source with another name": {
      tree: { "tmp/pip-req-build/pyproject.toml": "" },
      place: "tmp/pip-req-build",
    },
    "downloads with a file of somebody's": {
      tree: { "tmp/pip-unpack-01l4kdbx/a.whl": "", "tmp/pip-unpack-01l4kdbx/notes.txt": "mine" },
      place: "tmp/pip-unpack-01l4kdbx",
    },
  },
});
