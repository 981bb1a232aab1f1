import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { EnvValue, PostgresBinding, PostgresUser } from '../../constructs/contracts';
import { libpqParts, libpqTls } from '../../constructs/kubernetes/postgres-environment';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { ScheduledJob } from '../../constructs/kubernetes/workloads';
import { jobScript, userSql } from './scripts';

const psql = { name: 'psql', version: '17.11' } as const;
const image = `docker.io/library/postgres:${psql.version}-alpine`;
/** The account of that image. */
const user = 70;
const folder = '/grants';

const ownerEnvironment = ({ secretName, sslMode }: PostgresBinding): Readonly<Record<string, EnvValue>> => ({
  ...libpqParts(secretName),
  // The authorities of the image's own OpenSSL.
  ...libpqTls(sslMode, 'system'),
});

export interface GrantsJobProps {
  readonly name: string;
  readonly namespace: string;
  /** The service in kebab case. */
  readonly owner: string;
  readonly binding: PostgresBinding;
  readonly second: PostgresUser;
  /** What the user may do, as SQL of the owner that may run again and again. */
  readonly grants: string;
}

/**
 * Gives a user besides the owner what it needs and no more, as the owner of the database. Again and again, because tables
 * come later, with the programs that use them, and passwords change; a Job that fails says what is not there.
 */
export function addGrantsJob(scope: Construct, props: GrantsJobProps): void {
  const { name, namespace, owner, binding, second, grants } = props;
  const files: IConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data: { ...(second.rights ? { 'user.sql': userSql(second) } : {}), 'grants.sql': grants },
  };
  typedObject(scope, files);
  new ScheduledJob(scope, name, {
    name,
    namespace,
    owner,
    software: { ...psql, component: 'grants' },
    schedule: '*/10 * * * *',
    deadlineMinutes: 5,
    user,
    containers: [
      {
        name: 'grants',
        image,
        command: ['/bin/sh', '-c'],
        args: [jobScript(folder)],
        env: {
          ...ownerEnvironment(binding),
          PGCONNECT_TIMEOUT: '10',
          SECOND_USER: { secret: second.secretName, key: 'username' },
          SECOND_PASSWORD: { secret: second.secretName, key: 'password' },
        },
        cpuMillis: 20,
        memoryMiB: 64,
        mounts: [{ path: folder, configMap: name }],
      },
    ],
    ingress: [],
    egress: binding.egress,
  });
}
