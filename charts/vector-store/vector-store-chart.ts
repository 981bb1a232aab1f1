import { Construct } from 'constructs';
import { WaveChart } from '../wave-chart';
import { addExtension } from './pgvector';
import { addQdrant } from './qdrant';
import { addConfiguration } from './qdrant-configuration';
import { addSnapshots } from './snapshots';
import { owner } from './vector-store';
import type { QdrantProps, VectorStoreProps } from './vector-store-props';

/** The parts of Qdrant, where it is the engine. */
function qdrantProps({ context, config: { store }, bindings }: VectorStoreProps): QdrantProps | undefined {
  const { apiKey, readOnlyKey, snapshots, identity } = bindings;
  if (store.engine !== 'qdrant' || !apiKey || !readOnlyKey || !snapshots || !identity) return undefined;
  return { context, store, bindings: { apiKey, readOnlyKey, snapshots, identity } };
}

/** Qdrant with its snapshots, or the extension that makes a PostgreSQL database a vector store. */
export class VectorStoreChart extends Construct {
  constructor(scope: Construct, id: string, props: VectorStoreProps) {
    super(scope, id);
    const { context, bindings } = props;
    const qdrant = qdrantProps(props);
    if (qdrant) {
      const servers = new WaveChart(this, { context, owner, wave: 'services', name: owner });
      addConfiguration(servers, qdrant);
      addQdrant(servers, qdrant);
      addSnapshots(servers, qdrant);
    }
    if (bindings.database) {
      const extension = new WaveChart(this, { context, owner, wave: 'migrations', name: `${owner}-extension` });
      addExtension(extension, bindings.database);
    }
  }
}
