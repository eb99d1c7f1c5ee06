import type { CacheContents, CacheEntry } from "../model/cache.ts";
import type { Owner } from "../model/cache-plan.ts";
import type { Problem } from "../model/finding.ts";
import { isWithin, join, nameOf, type AbsolutePath } from "../model/path.ts";
import { statusOrNothing } from "../system/files.ts";
import { heldLock } from "../system/held-locks.ts";
import { filesBelow } from "./file-walk.ts";
import { isRepositoryName, readRepository, type Repository } from "./huggingface-repository.ts";
import { repositoryEntries } from "./huggingface-entries.ts";
import { huggingfaceSelecting } from "./huggingface-selecting.ts";
import { freedFiles, goneWith } from "./huggingface-going.ts";
import { readSharedStore, hasSharedStore, type SharedFile } from "./huggingface-shared.ts";
import type { Inspector, Judgement, StorePlace } from "./inspector.ts";

/** A download that was written to so lately may still run. */
const AT_WORK_MS = 10 * 60_000;
/** The first major version that knows the store that repositories share; older ones take its files for their own. */
const SHARED_SINCE = 2;

/**
 * The cache of repositories of the Hugging Face hub. `hf cache prune` removes revisions without a branch or tag,
 * downloads that did not end, and shared files without a user; a repository of which every revision is such a one goes
 * whole. Whole repositories that are in use are for the user to pick.
 */
export const huggingface: Inspector = {
  store: "huggingface",
  judge,
  inspect,
  whyNotOwner,
  selecting: huggingfaceSelecting,
};

function judge(place: StorePlace): Judgement {
  const repositories = repositoriesOf(place, () => {});
  const shared = readSharedStore(place.path);
  return {
    goes: outermost([...going(repositories), ...freedFiles(shared, going(repositories))]),
    grades: new Map(),
    obstacles: obstaclesTo(place, repositories),
  };
}

function inspect(place: StorePlace): CacheContents {
  const problems: Problem[] = [];
  const repositories = repositoriesOf(place, (problem) => void problems.push(problem));
  const shared = readSharedStore(place.path);
  const unused = shared.filter(({ users }) => users?.length === 0).map(sharedEntry);
  return {
    entries: [...repositories.flatMap((one) => repositoryEntries(place, one, shared)), ...unused].toSorted(
      (a, b) => b.allocated - a.allocated || (a.path < b.path ? -1 : 1),
    ),
    remarks: repositories.flatMap(({ name, damage }) => (damage ? [`${name} is damaged and stays: ${damage}`] : [])),
    problems,
  };
}

async function whyNotOwner({ path }: StorePlace, { version }: Owner): Promise<string | null> {
  if (!hasSharedStore(path) || Number(version?.split(".")[0]) >= SHARED_SINCE) return null;
  return `huggingface_hub ${version ?? "of unknown version"} does not know of files that repositories share, and would remove them; ${SHARED_SINCE}.0 does`;
}

function repositoriesOf({ path, measured }: StorePlace, onProblem: (problem: Problem) => void): Repository[] {
  return [...measured.entries.keys()]
    .filter((name) => isRepositoryName(name) && statusOrNothing(join(path, name))?.kind === "directory")
    .map((name) => readRepository(join(path, name), onProblem));
}

/** What the owner's command unlinks in repositories. */
function going(repositories: readonly Repository[]): AbsolutePath[] {
  return repositories.flatMap(({ path, revisions, incomplete, damage }) => {
    const downloads = incomplete.map((one) => one.path);
    const detached = damage === null ? revisions.filter(({ refs }) => refs.length === 0) : [];
    if (detached.length === 0) return downloads;
    const gone = goneWith({ path, revisions }, detached);
    return gone.includes(path) ? gone : [...gone, ...downloads];
  });
}

function outermost(paths: readonly AbsolutePath[]): AbsolutePath[] {
  const unique = [...new Set(paths)];
  return unique.filter((path) => !unique.some((other) => other !== path && isWithin(path, other)));
}

function obstaclesTo({ host, path, measured }: StorePlace, repositories: readonly Repository[]): string[] {
  const obstacles: string[] = [];
  const linked = [...measured.entries.keys()].find(
    (name) => (isRepositoryName(name) || name === "blobs") && statusOrNothing(join(path, name))?.kind === "link",
  );
  if (linked) obstacles.push(`${join(path, linked)} is a link, and hf removes what lies behind it`);
  const stray = repositories
    .flatMap(({ revisions }) => revisions)
    .find(({ refs, strayLinks }) => refs.length === 0 && strayLinks.length > 0);
  if (stray) obstacles.push(`${stray.strayLinks[0]} leads out of its repository, and hf removes what it names`);
  const twice = mixedUp(repositories);
  if (twice)
    obstacles.push(`revision ${twice} is detached in one repository and used in another, and hf mixes them up`);
  const running = repositories
    .flatMap(({ incomplete }) => incomplete)
    .find(({ status }) => host.now() - status.modified < AT_WORK_MS);
  if (running) obstacles.push(`a download into ${running.path} may still run`);
  const held = [...filesBelow(join(path, ".locks"), () => {})].find((one) => heldLock(host, one.path).answer === "yes");
  if (held) obstacles.push(`a download is at work: it holds ${held.path}`);
  return obstacles;
}

/** A commit that is detached here and used there: the owner's command names commits without their repository. */
function mixedUp(repositories: readonly Repository[]): string | undefined {
  const revisions = repositories.flatMap((one) => one.revisions);
  return revisions.find(
    ({ commit, refs }) =>
      refs.length === 0 && revisions.some((other) => other.commit === commit && other.refs.length > 0),
  )?.commit;
}

function sharedEntry({ path, status }: SharedFile): CacheEntry {
  return {
    kind: "shared-file",
    name: nameOf(path),
    package: null,
    version: null,
    path,
    allocated: status.allocated,
    frees: status.links > 1 ? 0 : status.allocated,
    lastUsed: Math.max(status.modified, status.accessed),
    isUsed: "no",
    usedBy: [],
    safety: "low",
  };
}
