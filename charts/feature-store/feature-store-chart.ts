import { Construct } from 'constructs';
import { WaveChart } from '../wave-chart';
import { addConfiguration } from './configuration';
import { addDefinitions } from './definitions';
import { owner } from './feast';
import type { FeatureStoreProps } from './feature-store-props';
import { addMaterialization, addSchema } from './jobs';
import { addRegistryCopy } from './registry-copy';
import { addServer, addUi } from './server';

/** Feast: first the registry's tables, then servers, web page, definitions and the regular materialisation. */
export class FeatureStoreChart extends Construct {
  constructor(scope: Construct, id: string, props: FeatureStoreProps) {
    super(scope, id);
    const { context } = props;
    const schema = new WaveChart(this, { context, owner, wave: 'migrations', name: `${owner}-schema` });
    addConfiguration(schema, props);
    addSchema(schema, props);
    const servers = new WaveChart(this, { context, owner, wave: 'services', name: owner });
    addServer(servers, props);
    addUi(servers, props);
    addDefinitions(servers, props);
    addMaterialization(servers, props);
    addRegistryCopy(servers, props);
  }
}
