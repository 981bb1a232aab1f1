import type { Construct } from 'constructs';
import type { PostgresBinding } from '../../constructs/contracts';
import { libpqParts, libpqTls } from '../../constructs/kubernetes/postgres-environment';
import { OneTimeJob } from '../../constructs/kubernetes/workloads';
import { mlflowImage } from '../tracking/mlflow';
import { components, namespace, owner, user } from './vector-store';

/** Makes the extension where it is missing, brings it to the server's version, and says which one that is. */
const script = [
  'import psycopg2',
  'connection = psycopg2.connect("")',
  'connection.autocommit = True',
  'cursor = connection.cursor()',
  'cursor.execute("CREATE EXTENSION IF NOT EXISTS vector")',
  'cursor.execute("ALTER EXTENSION vector UPDATE")',
  `cursor.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'")`,
  'print("pgvector", cursor.fetchone()[0])',
].join('\n');

/**
 * Turns a database into a vector store. Its owner may do that on every provider: managed servers count the extension
 * among those that are allowed, and elsewhere it is marked as trusted. The image is one that has PostgreSQL's driver.
 */
export function addExtension(scope: Construct, database: PostgresBinding): void {
  new OneTimeJob(scope, 'extension', {
    name: 'pgvector-extension',
    namespace,
    owner,
    software: components.extension,
    user,
    containers: [
      {
        name: 'extension',
        image: mlflowImage,
        command: ['python'],
        args: ['-c', script],
        env: {
          ...libpqParts(database.secretName),
          ...libpqTls(database.sslMode),
          PYTHONDONTWRITEBYTECODE: '1',
        },
        cpuMillis: 50,
        memoryMiB: 128,
        mounts: [{ path: '/tmp', scratchMiB: 16 }],
      },
    ],
    ingress: [],
    egress: database.egress,
  });
}
