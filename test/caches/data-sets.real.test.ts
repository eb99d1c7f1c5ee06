import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { serveFiles } from "../support/file-server.ts";
import { mustRun } from "../support/run.ts";
import { temporaryTree } from "../support/temporary-tree.ts";
import { pythonOf } from "../support/tools.ts";
import { expectMadeAgain } from "./made-again.ts";

/** What the libraries would fetch from their own servers, small. `argv` is the directory and its address. */
const MAKE_DOWNLOADS = `
import gzip, hashlib, io, json, os, sys, tarfile, zipfile
os.makedirs(sys.argv[1] + "/text8"); os.chdir(sys.argv[1])
write = lambda name, data: open(name, "wb").write(data)
with zipfile.ZipFile("words.zip", "w") as archive: archive.writestr("words/en", "one\\ntwo\\n")
words = open("words.zip", "rb").read()
sums = f'checksum="{hashlib.md5(words).hexdigest()}" sha256_checksum="{hashlib.sha256(words).hexdigest()}"'
about = f'id="words" name="Words" subdir="corpora" unzip="1" size="{len(words)}" unzipped_size="8" {sums}'
write("index.xml", f'<nltk_data><packages><package {about} url="{sys.argv[2]}/words.zip"/></packages><collections/></nltk_data>'.encode())
write("dataset_names.txt", b"taxis"); write("taxis.csv", b"pickup,dropoff\\n2019-03-23,2019-03-23\\n")
text8 = gzip.compress(b"anarchism originated")
write("text8/text8.gz", text8); write("text8/__init__.py", b"def load_data(): return 1\\n")
corpora = {"text8": dict(parts=1, checksum=hashlib.md5(text8).hexdigest(), file_name="text8.gz")}
write("list.json", json.dumps(dict(corpora=corpora, models={})).encode())
with tarfile.open("cal_housing.tgz", "w:gz") as archive:
    data = b"1,2,3,4,5,6,7,8,9\\n" * 3
    entry = tarfile.TarInfo("CaliforniaHousing/cal_housing.data"); entry.size = len(data)
    archive.addfile(entry, io.BytesIO(data))
`;

/** Each loads through its library's own function; `argv[1]` is the address that stands for its server. */
const LOADS = {
  // Refusing addresses of this machine is a guard of its own, against a server that sends it elsewhere.
  nltk: `
from nltk import downloader, pathsec
pathsec.ENFORCE = False
downloader.Downloader(server_index_url=sys.argv[1] + "/index.xml").download("words", raise_on_error=True)
pathsec.ENFORCE = True
from nltk.corpus import words
assert words.words("en") == ["one", "two"]`,
  seaborn: `
from seaborn import utils
utils.DATASET_SOURCE = sys.argv[1]; utils.DATASET_NAMES_URL = sys.argv[1] + "/dataset_names.txt"
assert len(utils.load_dataset("taxis")) == 1`,
  gensim: `
from gensim import downloader
downloader.DOWNLOAD_BASE_URL = sys.argv[1]
downloader._load_info.__defaults__ = (sys.argv[1] + "/list.json", "utf-8")
assert downloader.load("text8") == 1`,
  "scikit-learn": `
from sklearn.datasets import _california_housing as data
data.ARCHIVE = data.ARCHIVE._replace(url=sys.argv[1] + "/cal_housing.tgz", checksum=None)
assert data.fetch_california_housing().data.shape == (3, 8)`,
  keras: `
import keras
assert keras.utils.get_file("taxis.csv", sys.argv[1] + "/taxis.csv").endswith("datasets/taxis.csv")
keras.utils.get_file("housing", sys.argv[1] + "/cal_housing.tgz", extract=True)
keras.utils.get_file("vgg16.h5", sys.argv[1] + "/text8/text8.gz", cache_subdir="models")`,
  "tensorflow-datasets": `
import numpy, tensorflow_datasets as tfds
class Tiny(tfds.core.GeneratorBasedBuilder):
    VERSION = tfds.core.Version("1.0.0")
    def _info(self): return tfds.core.DatasetInfo(builder=self, features=tfds.features.FeaturesDict({"x": tfds.features.Scalar(numpy.int64)}))
    def _split_generators(self, downloads): return {"train": self._generate_examples()}
    def _generate_examples(self): yield "only", {"x": 1}
tiny = Tiny(file_format="array_record")
tiny.download_and_prepare()
assert list(tiny.as_data_source("train")) == [{"x": 1}]`,
};

test.each(Object.entries(LOADS))(
  "%s: what the real library fetches is found, known whole, and fetched again when it is gone",
  async (id, load) => {
    const tree = temporaryTree();
    const address = await serveFiles(tree.at("server"));
    const local = { ...tree.environment, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" };
    const environment = { ...local, KERAS_BACKEND: "openvino" };
    const python = (script: string, ...args: string[]): Promise<string> =>
      mustRun(pythonOf("data-sets"), ["-c", `import sys\n${script}`, ...args], { cwd: tree.path, environment });
    await python(MAKE_DOWNLOADS, tree.at("server"), address);
    const path = await expectMadeAgain(id, tree, environment, () => python(load, address));
    if (id === "keras") expect(existsSync(join(path, "keras.json"))).toBe(true);
  },
);
