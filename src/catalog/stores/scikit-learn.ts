import type { Store } from "../../model/store.ts";

export const scikitLearn: Store = {
  id: "scikit-learn",
  tool: "scikit-learn",
  title: "scikit-learn data",
  locations: [{ variable: "SCIKIT_LEARN_DATA", expandsHome: true }, { home: "scikit_learn_data" }],
  proof: {
    some: /^(20news_home|20news-bydate(_py3)?\.pkz|20newsgroup_vectorized(remove-[a-z-]+)?(_py3)?\.pkl?|lfw_home|olivetti(_py3)?\.pkz|cal_housing(_py3)?\.pkz|species_coverage(_py3)?\.pkz|covertype(-py3|_py3)?|RCV1|kddcup99(_10)?(-py3|_py3)?|openml)$/,
    seen: "data set of scikit-learn",
  },
  parts: [
    {
      id: "data-sets",
      title: "data sets",
      entry:
        /^(20news_home|20news-bydate(_py3)?\.pkz|20newsgroup_vectorized(remove-[a-z-]+)?(_py3)?\.pkl?|lfw_home|olivetti(_py3)?\.pkz|cal_housing(_py3)?\.pkz|species_coverage(_py3)?\.pkz|covertype(-py3|_py3)?|RCV1|kddcup99(_10)?(-py3|_py3)?|openml)$/,
      safety: "medium",
      removedBy: "pyshed",
    },
    {
      id: "unfinished",
      title: "downloads that run or broke off",
      entry: /^(cal_housing\.tgz|olivettifaces\.mat|(samples|coverages)\.zip)(\.part_\w+)?$/,
      safety: "medium",
      removedBy: "nobody",
    },
  ],
  owner: null,
  restoredBy: "the next fetch_ function of sklearn.datasets",
  sources: [
    {
      fact: "it lies in SCIKIT_LEARN_DATA or ~/scikit_learn_data, on every system",
      seen: "scikit-learn 1.9.1: datasets/_base.py, and a run of it",
      checked: "2026-11-21",
    },
    {
      fact: "the names of its data sets; an archive is unpacked and removed, and while it is fetched it has .part_ at its end",
      seen: "scikit-learn 1.9.1: datasets/_*.py, and a run of fetch_california_housing",
      checked: "2026-11-21",
    },
  ],
};
