import type { Finding } from '../../environments/model';
import type { EnvironmentBuild } from '../build';
import { anchors, landmarks } from './anchors';
import { type Column, DataTable } from './data-table';
import { counted } from './phrases';

interface FindingRow {
  readonly finding: Finding;
  readonly site: string;
  readonly key: string;
}

const allowedShown = 12;

const allowedOf = ({ allowed = [] }: Finding): string =>
  allowed.slice(0, allowedShown).join(', ') +
  (allowed.length > allowedShown ? ` and ${allowed.length - allowedShown} more` : '');

const columns: readonly [Column<FindingRow>, ...Column<FindingRow>[]] = [
  { title: 'Code', cell: ({ finding }) => <code class="finding-code">{finding.code}</code> },
  {
    title: 'Place',
    wide: true,
    cell: ({ finding: { file, place }, site }) => (
      <>
        {(file !== site || place === '') && `${file} `}
        {place && <code>{place}</code>}
      </>
    ),
  },
  {
    title: 'What is wrong',
    wide: true,
    cell: ({ finding }) => (
      <>
        {finding.message}
        {finding.value !== undefined && (
          <>
            ; got <code>{JSON.stringify(finding.value)}</code>
          </>
        )}
        {allowedOf(finding) && <>; allowed: {allowedOf(finding)}</>}
      </>
    ),
  },
  { title: 'Fix', wide: true, cell: ({ finding }) => finding.fix || 'none' },
];

/** Every finding of every site, or the good news. */
export function FindingsSection({ builds }: { readonly builds: readonly EnvironmentBuild[] }) {
  const sites = builds.flatMap((build) => build.sites).filter(({ findings }) => findings.length > 0);
  return (
    <section id={landmarks.findings} aria-labelledby="findings-title">
      <h2 id="findings-title">Findings</h2>
      {sites.length === 0 && <p>None. Every promise that a site makes can be seen in what was built for it.</p>}
      {sites.map(({ name, findings }) => (
        <section key={name} id={anchors.findings(name)} aria-labelledby={`${anchors.findings(name)}-title`}>
          <h3 id={`${anchors.findings(name)}-title`}>
            <a href={`#${anchors.site(name)}`}>{name}</a>
          </h3>
          <DataTable
            caption={`${counted(findings.length, 'finding')} of ${name}`}
            captionHidden
            columns={columns}
            rows={findings.map((finding, index) => ({ finding, site: name, key: String(index) }))}
            keyOf={({ key }) => key}
          />
        </section>
      ))}
    </section>
  );
}
