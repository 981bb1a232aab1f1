import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentBuild } from './build';
import { recordedBuilds } from './build-cache';
import { engineStamp } from './engine-stamp';
import { replaceFile } from './tree';

/** Where the report of an output folder lies. */
export const reportPath = (out: string): string => join(out, 'report', 'index.html');

/**
 * Writes the report over every environment in `out`, unless the one that is there already says the same.
 * @returns its path
 */
export async function writeReport(out: string): Promise<string> {
  const builds = recordedBuilds<EnvironmentBuild>(out);
  const facts = builds.map(({ seconds: _seconds, cached: _cached, sites, ...build }) => ({
    ...build,
    sites: sites.map(({ seconds: _siteSeconds, ...site }) => site),
  }));
  const stamp = createHash('sha256').update(engineStamp()).update(JSON.stringify(facts)).digest('hex');
  const stampPath = join(out, '.cache', 'report.sha256');
  const path = reportPath(out);
  const known = existsSync(path) && existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp;
  if (!known) {
    const { renderReport } = await import('./report/render-report');
    replaceFile(path, await renderReport(builds));
    replaceFile(stampPath, stamp);
  }
  return path;
}
