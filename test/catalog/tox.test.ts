import { tox } from "../../src/catalog/tox.ts";
import { CACHEDIR_TAG, describeArtifact } from "./describe-artifact.ts";

describeArtifact(tox, {
  found: {
    "what tox leaves": {
      tree: {
        "app/tox.ini": "[tox]\n",
        "app/.tox/CACHEDIR.TAG": CACHEDIR_TAG,
        "app/.tox/.tmp/": "",
        "app/.tox/py313/.tox-info.json": "{}",
        "app/.tox/py313/pyvenv.cfg": "home = /usr/bin\n",
      },
      place: "app/.tox",
      safety: "low",
    },
    "what tox 3 leaves": {
      tree: { "app/setup.cfg": "[tox:tox]\n", "app/.tox/py27/.tox-config1": "", "app/.tox/log/x.log": "" },
      place: "app/.tox",
    },
  },
  leftAlone: {
    "one without a configuration beside it": {
      tree: { "app/.tox/py313/pyvenv.cfg": "home = /usr/bin\n" },
      place: "app/.tox",
    },
    "one without an environment": {
      tree: { "app/tox.ini": "", "app/.tox/messages/2026.txt": "chat history of another program" },
      place: "app/.tox",
    },
    "one that holds source": {
      tree: { "app/tox.ini": "", "app/.tox/py313/pyvenv.cfg": "", "app/.tox/plugin.py": "" },
      place: "app/.tox",
    },
  },
});
