import type { CiRunner } from '../../constructs/contracts/ci-sign-in';
import type { CloudSite } from '../../environments/model';
import { fromSettings, settingsMap, type Template } from './argo-objects';
import type { PipelineCommand, PipelineIdentity, PipelineProposal } from './pipeline';
import { askedByVariable } from './promotion-pipelines';
import { checkLines, committer, credentialLine, fetchLines, mergeLines, pushLines } from './proposal-lines';
import { shellLine } from './shell-line';
import { signInOf } from './sign-ins';

const tokens = '/var/run/evenkeel';
/** Root of the volume that everything is done in. */
const volume = '/src';

/** The repository, in a folder of its own: Argo empties where it puts an artifact. */
const work = `${volume}/repository`;

const runnerOf = ({ name }: CloudSite): CiRunner => ({
  tokenFile: `${tokens}/${name}.token`,
  credentialsFile: `/tmp/${name}.json`,
  variable: fromSettings,
});

export interface RunTemplate {
  readonly name: string;
  readonly serviceAccountName: string;
  readonly commands: readonly PipelineCommand[];
  readonly minutes: number;
  readonly identity?: PipelineIdentity;
  readonly keeps?: readonly string[];
  readonly secrets?: readonly string[];
  readonly settings?: readonly string[];
  readonly proposes?: PipelineProposal;
  /** States that nobody else may work on meanwhile. Default: none. */
  readonly mutexes?: readonly string[];
}

/** The cluster itself signs a token for each cloud, renews it, and lets nobody else have it. */
const tokenVolume = ({ part, sites }: PipelineIdentity) => ({
  name: 'tokens',
  projected: {
    sources: sites.map((site) => ({
      serviceAccountToken: {
        audience: signInOf(site, part, runnerOf(site)).audience,
        expirationSeconds: 3600,
        path: `${site.name}.token`,
      },
    })),
  },
});

const credentialLines = ({ part, sites }: PipelineIdentity): string[] =>
  sites.flatMap((site) => {
    const { credentials } = signInOf(site, part, runnerOf(site));
    return credentials ? [`printf '%s' '${JSON.stringify(credentials)}' > ${runnerOf(site).credentialsFile}`] : [];
  });

const variablesOf = (identity: PipelineIdentity | undefined, secrets: readonly string[] = []) => [
  ...Object.entries(
    Object.assign(
      {},
      ...(identity?.sites.map((site) => signInOf(site, identity.part, runnerOf(site)).variables) ?? []),
    ) as Record<string, string>,
  ).map(([name, value]) => ({ name, value })),
  ...secrets.map((name) => ({ name, valueFrom: { secretKeyRef: { name: settingsMap, key: name } } })),
];

/** Parameter of a workflow that promotes: the address of whoever starts it. */
export const askedByParameter = 'asked-by';

/** Who may write has a secret of its own, which no other pod is given. */
const proposingVariables = (proposal: PipelineProposal) => [
  ...Object.entries(committer(proposal)).map(([name, value]) => ({ name, value })),
  { name: askedByVariable, value: fromSettings(askedByParameter) },
  ...['username', 'password'].map((key) => ({
    name: `GIT_${key.toUpperCase()}`,
    valueFrom: { secretKeyRef: { name: 'evenkeel-git-write', key } },
  })),
];

const settingVariables = (names: readonly string[]) =>
  names.map((name) => ({ name, valueFrom: { configMapKeyRef: { name: settingsMap, key: name } } }));

const linesOf = ({ commands, identity, proposes }: RunTemplate): string[] => [
  ...(identity ? credentialLines(identity) : []),
  ...(proposes
    ? [credentialLine('$GIT_USERNAME', 'GIT_PASSWORD'), ...fetchLines(proposes), ...mergeLines(proposes)]
    : []),
  ...commands.map(shellLine),
  ...(proposes ? [...checkLines(proposes), ...pushLines(proposes)] : []),
];

const gitSecret = (key: string) => ({ name: 'evenkeel-git', key });

/** A pod that runs commands of ours on the repository, as one account of the cluster. */
export function runTemplate(template: RunTemplate): Template {
  const { name, serviceAccountName, minutes, identity, keeps, secrets, settings = [], proposes, mutexes } = template;
  return {
    name,
    serviceAccountName,
    activeDeadlineSeconds: minutes * 60,
    // A pod that was lost is started again: commands go on where they were. What failed by itself waits for a person.
    retryStrategy: { limit: '2', retryPolicy: 'OnError', backoff: { duration: '30s', factor: '2' } },
    ...(mutexes ? { synchronization: { mutexes: mutexes.map((one) => ({ name: one })) } } : {}),
    inputs: {
      artifacts: [
        {
          name: 'source',
          path: work,
          git: {
            repo: fromSettings('repository'),
            revision: fromSettings('revision'),
            usernameSecret: gitSecret('username'),
            passwordSecret: gitSecret('password'),
          },
        },
      ],
    },
    ...(keeps
      ? {
          outputs: {
            artifacts: keeps.map((path, index) => ({
              name: `file-${index}`,
              path: `${work}/${path}`,
              optional: true,
              archive: { none: {} },
            })),
          },
        }
      : {}),
    volumes: [
      { name: 'work', emptyDir: {} },
      { name: 'tmp', emptyDir: {} },
      ...(identity ? [tokenVolume(identity)] : []),
    ],
    container: {
      name: 'main',
      image: fromSettings('image'),
      workingDir: work,
      command: ['sh', '-ec'],
      args: [linesOf(template).join('\n')],
      env: [
        { name: 'HOME', value: '/tmp' },
        { name: 'CI', value: 'true' },
        ...variablesOf(identity, secrets),
        ...settingVariables(settings),
        ...(proposes ? proposingVariables(proposes) : []),
      ],
      resources: { requests: { cpu: '1', memory: '2Gi' }, limits: { memory: '4Gi' } },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      volumeMounts: [
        { name: 'work', mountPath: volume },
        { name: 'tmp', mountPath: '/tmp' },
        ...(identity ? [{ name: 'tokens', mountPath: tokens, readOnly: true }] : []),
      ],
    },
  };
}
