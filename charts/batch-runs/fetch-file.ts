import type { BucketBinding, EndpointBinding } from '../../constructs/contracts';
import type { ContainerSpec, Mount } from '../../constructs/kubernetes/workloads';
import { mlflowImage } from '../tracking/mlflow';

export interface FetchFileProps {
  /** Of the container. */
  readonly name: string;
  readonly bucket: BucketBinding;
  /** A path inside the bucket, or an address of MLflow's. */
  readonly file: string;
  readonly folder: string;
  readonly tracking?: EndpointBinding;
  readonly mounts: readonly Mount[];
}

/** A path inside the bucket becomes an address; what MLflow keeps has one already. */
const addressOf = (file: string, bucket: string): string => (file.includes(':/') ? file : `${bucket}/${file}`);

/** MLflow's client reads every cloud's store by the scheme of the address, and MLflow's own artifacts. */
export const fetchFile = ({ name, bucket, file, folder, tracking, mounts }: FetchFileProps): ContainerSpec => ({
  name,
  image: mlflowImage,
  command: ['mlflow'],
  args: ['artifacts', 'download', '--artifact-uri', addressOf(file, bucket.uri), '--dst-path', folder],
  env: {
    HOME: '/tmp',
    PYTHONDONTWRITEBYTECODE: '1',
    MLFLOW_DISABLE_TELEMETRY: 'true',
    ...bucket.env,
    ...(tracking ? { MLFLOW_TRACKING_URI: tracking.url } : {}),
  },
  cpuMillis: 250,
  memoryMiB: 1024,
  mounts,
});
