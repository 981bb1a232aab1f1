import type { SiteSummary } from '../build';
import { anchors } from './anchors';
import { type Column, DataTable } from './data-table';
import { Disclosure } from './disclosure';
import { counted, line } from './phrases';

type Versioned = readonly [name: string, version: string];

const columns = (title: string): readonly [Column<Versioned>, ...Column<Versioned>[]] => [
  { title, cell: ([name]) => <code>{name}</code> },
  { title: 'Version', cell: ([, version]) => <code>{version || 'any'}</code> },
];

const Versions = ({ title, of }: { readonly title: string; readonly of: readonly Versioned[] }) =>
  of.length === 0 ? null : (
    <DataTable caption={`${title}s`} captionHidden columns={columns(title)} rows={of} keyOf={([name]) => name} />
  );

const shortHashLength = 12;

/** What is in the build of one site. */
export function ReleaseDetails({ site: { name, release } }: { readonly site: SiteSummary }) {
  const [providers, charts] = [Object.entries(release.providers), Object.entries(release.charts)];
  return (
    <Disclosure
      id={anchors.release(name)}
      title={name}
      facts={line(
        release.contentSha256.slice(0, shortHashLength),
        counted(providers.length, 'provider'),
        counted(charts.length, 'chart'),
        counted(release.images.length, 'image'),
      )}
    >
      <dl class="release">
        <dt>Content</dt>
        <dd>
          <code>{`sha256:${release.contentSha256}`}</code>
        </dd>
        <dt>Kubernetes</dt>
        <dd>{release.kubernetes}</dd>
        <dt>Services</dt>
        <dd>{release.services.join(', ') || 'none'}</dd>
        {release.images.length > 0 && (
          <>
            <dt>Images</dt>
            <dd>
              <ul class="plain">
                {release.images.map((image) => (
                  <li key={image}>
                    <code>{image}</code>
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
      <div class="side-by-side">
        <Versions title="Provider" of={providers} />
        <Versions title="Chart" of={charts} />
      </div>
      <p class="facts">
        <a href={`#${anchors.site(name)}`}>Back to the sites of {release.environment}</a>
      </p>
    </Disclosure>
  );
}
