import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { EnvValue, PostgresBinding } from '../../constructs/contracts';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { ScheduledJob } from '../../constructs/kubernetes/workloads';
import { databases } from '../../services';
import { captureSlot, type OwnCapture } from '../../services/captures';
import { grantsSql, jobScript, userSql } from './capture-scripts';

const { namespace } = databases;

const psql = { name: 'psql', version: '17.11', component: 'capture-grants' } as const;
const image = `docker.io/library/postgres:${psql.version}-alpine`;
/** The account of that image. */
const user = 70;
const folder = '/capture';

const keys = {
  PGHOST: 'host',
  PGPORT: 'port',
  PGDATABASE: 'dbname',
  PGUSER: 'username',
  PGPASSWORD: 'password',
} as const;

const ownerEnvironment = ({ secretName, sslMode }: PostgresBinding): Readonly<Record<string, EnvValue>> => ({
  ...Object.fromEntries(Object.entries(keys).map(([variable, key]) => [variable, { secret: secretName, key }])),
  PGSSLMODE: sslMode,
  // The authorities of the image's own OpenSSL.
  ...(sslMode === 'verify-full' ? { PGSSLROOTCERT: 'system' } : {}),
});

export interface CaptureGrantsProps {
  /** Of the database, in kebab case. */
  readonly name: string;
  readonly capture: OwnCapture;
  readonly binding: PostgresBinding;
}

/**
 * Gives the user that follows changes what it needs and no more, as the owner of the database. Again and again, because
 * tables come later, with the programs that use them; a Job that fails names the table that is not there.
 */
export function addCaptureGrants(scope: Construct, { name: database, capture, binding }: CaptureGrantsProps): void {
  const { capture: follower } = binding;
  if (!follower) throw new Error(`${database}: nobody may capture its changes`);
  const name = `${database}-grants`;
  const files: IConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data: {
      ...(follower.replication ? { 'user.sql': userSql(follower) } : {}),
      'grants.sql': grantsSql(follower.username, captureSlot(capture), capture.tables),
    },
  };
  typedObject(scope, files);
  new ScheduledJob(scope, name, {
    name,
    namespace,
    owner: databases.name,
    software: psql,
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
          CAPTURE_USER: { secret: follower.secretName, key: 'username' },
          CAPTURE_PASSWORD: { secret: follower.secretName, key: 'password' },
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
