import type { BucketBinding, IdentityBinding } from '../../../constructs/contracts';
import type { ChartContext } from '../../chart-context';
import type { MonitoringProps } from '../monitoring-props';
import { type StackSize, stackSizes } from '../sizing';

export interface ThanosProps {
  readonly context: ChartContext;
  readonly config: MonitoringProps['config']['longTerm'];
  readonly size: StackSize;
  readonly replicas: number;
  readonly bucket: BucketBinding;
  readonly identity: IdentityBinding;
  /** Secret with the authority of the environment's sites; `undefined`: they keep to themselves. */
  readonly peerAuthority?: string;
}

/** `undefined`: series stay in Prometheus alone. */
export function thanosProps({ context, config, bindings }: MonitoringProps): ThanosProps | undefined {
  const { identity, metrics: bucket, peerAuthority } = bindings;
  if (!config.longTerm.enabled || !identity || !bucket) return undefined;
  return {
    context,
    config: config.longTerm,
    size: stackSizes[config.size],
    replicas: Math.min(config.replicas, 2),
    bucket,
    identity,
    peerAuthority: peerAuthority?.secretName,
  };
}

/** The site where all others are shown: one that is primary, and has others to show. */
export const isHub = ({ context: { role, peers }, peerAuthority }: ThanosProps): boolean =>
  role === 'primary' && peers.length > 0 && peerAuthority !== undefined;
