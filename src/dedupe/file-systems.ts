import type { LinkFileSystem } from "../model/duplicates.ts";
import type { AbsolutePath } from "../model/path.ts";
import type { Host } from "../system/host.ts";
import { isNetworkOrPseudo, mountOf, mounts, type Mount } from "../system/mounts.ts";
import { canLink, hasReflinks } from "../system/reflinks.ts";

/** Names that one file may have; the kernel's own limits (`EXT4_LINK_MAX`, `EXT2_LINK_MAX` …). */
const MOST_LINKS: Readonly<Record<string, number>> = {
  ext2: 32_000,
  ext3: 32_000,
  ext4: 65_000,
  f2fs: 1_000_000,
  jfs: 65_535,
  tmpfs: 1_000_000,
  xfs: 1_000_000,
};
/** Where the limit is not known: what every filesystem bears. */
const SOME_LINKS = 1_000;

/** A filesystem as it is mounted in one place, and how many names a file may have there. */
export type LinkMount = LinkFileSystem & { readonly mostLinks: number };

/**
 * How files can be linked where some places lie, in their order; one object for each mount. The same filesystem may be
 * mounted twice, and once read-only, and no hard link leads from one mount to another.
 */
export function linkMounts(host: Host, places: readonly AbsolutePath[]): LinkMount[] {
  const all = allMounts(host);
  const known = new Map<Mount | undefined, LinkMount>();
  return places.map((path) => {
    const mount = mountOf(path, all);
    const found = known.get(mount) ?? linkMount(host, path, mount);
    known.set(mount, found);
    return found;
  });
}

function linkMount(host: Host, path: AbsolutePath, mount: Mount | undefined): LinkMount {
  const type = mount?.type ?? null;
  const named = { path: mount?.path ?? path, type, mostLinks: MOST_LINKS[type ?? ""] ?? SOME_LINKS };
  const reason = whyNothing(host, mount);
  if (reason !== null) return { ...named, means: null, reason };
  return { ...named, means: hasReflinks(path, type) ? "shared extents" : "hard links", reason: null };
}

function whyNothing(host: Host, mount: Mount | undefined): string | null {
  if (host.platform !== "linux" || !canLink()) return "files are linked on Linux only, on x64 and arm64";
  if (!mount) return "cannot tell what is mounted there";
  if (isNetworkOrPseudo(mount.type)) return "on a network filesystem other machines may be at work";
  if (mount.type === "overlay") return "in an overlay a link would copy the files of the image once more";
  return mount.options.includes("ro") ? "it is mounted read-only" : null;
}

function allMounts(host: Host): readonly Mount[] {
  try {
    return mounts(host);
  } catch {
    // The list cannot be read: then nothing is linked.
    return [];
  }
}
