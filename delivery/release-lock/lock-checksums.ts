import { createHash } from 'node:crypto';
import { canonicalText } from '../../policies/drills/evidence-signature';

/** A lock as it is written; every key beside these two is a section. */
interface Sections {
  readonly schema: unknown;
  readonly environment: unknown;
}

/** A section is bound to its environment: that of another one, copied with its checksum, is found as well. */
const checksumOf = ({ schema, environment }: Sections, section: string, content: unknown): string =>
  createHash('sha256')
    .update(`evenkeel lock ${canonicalText([schema, environment, section])}\n${canonicalText(content)}`)
    .digest('hex');

/** SHA-256 of every section of a lock, by name. Guards against accidents and hands, not against who can compute one. */
export function sectionChecksums<Lock extends Sections>(lock: Lock): Record<string, string> {
  const { schema: _schema, environment: _environment, ...sections } = lock;
  return Object.fromEntries(
    Object.entries(sections)
      .filter(([, content]) => content !== undefined)
      .map(([section, content]) => [section, checksumOf(lock, section, content)]),
  );
}

/** Sections that are not what their checksums say, were taken out, or came without one. */
export function changedSections(lock: Readonly<Record<string, unknown>>, checksums: unknown): string[] {
  const known = typeof checksums === 'object' && checksums !== null ? (checksums as Record<string, unknown>) : {};
  const actual = sectionChecksums({ schema: lock.schema, environment: lock.environment, ...lock });
  return [...new Set([...Object.keys(known), ...Object.keys(actual)])]
    .filter((section) => known[section] !== actual[section])
    .sort();
}
