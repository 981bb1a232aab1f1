import { ArtifactRegistryRepository } from '@cdktf/provider-google/lib/artifact-registry-repository';
import { ArtifactRegistryRepositoryIamMember } from '@cdktf/provider-google/lib/artifact-registry-repository-iam-member';
import { Construct } from 'constructs';
import type { GoogleSite, RegistrySettings } from '../../../environments/model';
import { copiesOfOwnImages, type ImageMirrors, sourceOfOwnImages } from '../../contracts';
import { computeName, nodeAccountPart, serviceAccountEmail } from '../names';
import { serviceAgentMember } from '../service-agents';
import type { GoogleKey } from './key';

/**
 * Registries that Artifact Registry fetches from without a password, by the last part of the repository's name.
 * Source: cloud.google.com/artifact-registry/docs/repositories/remote-overview, 2026-11.
 */
const upstreams = {
  'docker-hub': { host: 'docker.io', uri: 'https://registry-1.docker.io' },
  'ecr-public': { host: 'public.ecr.aws', uri: 'https://public.ecr.aws' },
  github: { host: 'ghcr.io', uri: 'https://ghcr.io' },
  kubernetes: { host: 'registry.k8s.io', uri: 'https://registry.k8s.io' },
  quay: { host: 'quay.io', uri: 'https://quay.io' },
} as const;
const folders = Object.keys(upstreams) as (keyof typeof upstreams)[];

/** Where own images are. */
const ownPart = 'images';

const repositoryId = (site: GoogleSite, part: string): string => computeName(site, part);

const repositoryPath = (region: string, project: string, repository: string): string =>
  `${region}-docker.pkg.dev/${project}/${repository}`;

/** Where the site keeps what it fetched of the primary site's own images. */
const copiesPart = 'copies';

/** The primary site's own images, by what another site on the same cloud knows of it. */
const primaryImages = (site: GoogleSite) => {
  const source = sourceOfOwnImages(site);
  if (!source) return undefined;
  return { ...source, repository: repositoryId({ ...site, name: source.name }, ownPart) };
};

export const imageMirrors = (site: GoogleSite): ImageMirrors => {
  const own = (part: string): string => `${repositoryPath(site.region, site.projectId, repositoryId(site, part))}/`;
  const primary = primaryImages(site);
  return {
    ...(site.registry?.mirrors
      ? Object.fromEntries(folders.map((folder) => [`${upstreams[folder].host}/`, own(folder)]))
      : {}),
    ...(primary
      ? { [`${repositoryPath(primary.region, primary.account, primary.repository)}/`]: own(copiesPart) }
      : {}),
  };
};

export interface GoogleRegistryProps {
  readonly site: GoogleSite;
  readonly settings: RegistrySettings;
  readonly key: GoogleKey;
}

/**
 * Artifact Registry: one repository for own images, whose folders come with the first push, with immutable tags; and one
 * a public registry, which fetches images when they are first asked for. All under an own key and scanned, images without
 * a tag deleted.
 */
export class GoogleRegistry extends Construct {
  constructor(scope: Construct, id: string, { site, settings, key }: GoogleRegistryProps) {
    super(scope, id);
    const shared = {
      location: site.region,
      format: 'DOCKER',
      kmsKeyName: key.keyId,
      cleanupPolicyDryRun: false,
      cleanupPolicies: [
        {
          id: 'untagged',
          action: 'DELETE',
          condition: { tagState: 'UNTAGGED', olderThan: `${settings.untaggedDays * 24 * 60 * 60}s` },
        },
      ],
      vulnerabilityScanningConfig: { enablementConfig: 'INHERITED' },
      labels: { ...site.tags },
      lifecycle: { preventDestroy: site.deletionProtection },
      dependsOn: [...key.ready],
    };
    const own = new ArtifactRegistryRepository(this, ownPart, {
      ...shared,
      repositoryId: repositoryId(site, ownPart),
      description: `Own images of ${site.name}`,
      mode: 'STANDARD_REPOSITORY',
      dockerConfig: { immutableTags: true },
    });
    // Of a project: its sites fetch as the same one.
    const numbers = copiesOfOwnImages(site).map(({ projectNumber }) => projectNumber ?? site.projectNumber);
    for (const projectNumber of new Set(numbers)) {
      new ArtifactRegistryRepositoryIamMember(this, `copies-${projectNumber}`, {
        project: site.projectId,
        location: site.region,
        repository: own.name,
        role: 'roles/artifactregistry.reader',
        member: serviceAgentMember({ projectNumber }, 'artifactRegistry'),
      });
    }
    const primary = primaryImages(site);
    if (primary) {
      new ArtifactRegistryRepository(this, copiesPart, {
        ...shared,
        repositoryId: repositoryId(site, copiesPart),
        description: `Own images of ${primary.name}`,
        mode: 'REMOTE_REPOSITORY',
        // What is fetched by its digest has no tag here, and must be there when its source is not.
        cleanupPolicies: [],
        remoteRepositoryConfig: {
          description: primary.name,
          commonRepository: {
            uri: `projects/${primary.account}/locations/${primary.region}/repositories/${primary.repository}`,
          },
        },
      });
    }
    for (const folder of settings.mirrors ? folders : []) {
      const { host, uri } = upstreams[folder];
      new ArtifactRegistryRepository(this, folder, {
        ...shared,
        repositoryId: repositoryId(site, folder),
        description: `Images of ${host}`,
        mode: 'REMOTE_REPOSITORY',
        remoteRepositoryConfig: { description: host, commonRepository: { uri } },
      });
    }
  }
}

/** Nodes pull as the account they run as. */
export function letNodesPull(scope: Construct, site: GoogleSite): void {
  const { registry } = site;
  const parts = registry
    ? [ownPart, ...(primaryImages(site) ? [copiesPart] : []), ...(registry.mirrors ? folders : [])]
    : [];
  for (const part of parts) {
    new ArtifactRegistryRepositoryIamMember(scope, `pull-${part}`, {
      project: site.projectId,
      location: site.region,
      repository: repositoryId(site, part),
      role: 'roles/artifactregistry.reader',
      member: `serviceAccount:${site.adopt?.cluster?.nodeAccount ?? serviceAccountEmail(site, nodeAccountPart)}`,
    });
  }
}
