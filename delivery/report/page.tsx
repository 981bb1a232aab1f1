import type { EnvironmentBuild } from '../build';
import { landmarks } from './anchors';
import { EnvironmentSection } from './environment-section';
import { FindingsSection } from './findings-section';
import { PageHeader } from './page-header';
import type { ParityMatrix } from './parity-matrix';
import { ParitySection } from './parity-section';
import type { StackLayout } from './stack-layout';

interface PageProps {
  readonly title: string;
  readonly environments: readonly { readonly build: EnvironmentBuild; readonly layout: StackLayout }[];
  readonly matrix: ParityMatrix;
}

/** What stands between `<body>` and `</body>`. */
export function Page({ title, environments, matrix }: PageProps) {
  const builds = environments.map(({ build }) => build);
  return (
    <>
      <a class="skip" href={`#${landmarks.main}`}>
        Skip to the content
      </a>
      <PageHeader builds={builds} title={title} />
      <main id={landmarks.main} tabIndex={-1}>
        {builds.length === 0 ? (
          <p>No environment has been built yet.</p>
        ) : (
          <>
            <FindingsSection builds={builds} />
            {environments.map((environment) => (
              <EnvironmentSection key={environment.build.name} {...environment} />
            ))}
            <ParitySection matrix={matrix} />
          </>
        )}
      </main>
    </>
  );
}
