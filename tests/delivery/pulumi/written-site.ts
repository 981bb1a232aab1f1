import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSiteTree, type SiteBuild } from '../../../delivery/site-build';
import type { Site } from '../../../environments/model';

/** The tree of a site on the disk, as a build leaves it. */
export interface WrittenSite {
  readonly build: SiteBuild;
  readonly folder: string;
  remove(): void;
}

export async function writtenSite(site: Site): Promise<WrittenSite> {
  const build = await buildSiteTree(site);
  const out = mkdtempSync(join(tmpdir(), 'written-site-'));
  for (const { path, content } of build.files) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), content);
  }
  return { build, folder: join(out, site.name), remove: () => rmSync(out, { recursive: true, force: true }) };
}
