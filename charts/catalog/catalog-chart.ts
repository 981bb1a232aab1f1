import { Construct } from 'constructs';
import { WaveChart } from '../wave-chart';
import type { CatalogProps } from './catalog-props';
import { owner } from './datahub';
import { addFirstUser, addFrontend } from './frontend';
import { addGms } from './gms';
import { addIngestion } from './ingestion';
import { addArtifacts, addLineageGate } from './intake';
import { addSearch, addSearchMetrics } from './search';
import { addRestore, addUpdate } from './update';

/** DataHub: search first, then tables and indices of this release, then what serves, and what is told and read. */
export class CatalogChart extends Construct {
  constructor(scope: Construct, id: string, props: CatalogProps) {
    super(scope, id);
    const { context } = props;
    const search = new WaveChart(this, { context, owner, wave: 'data', name: `${owner}-search` });
    addSearch(search, props);
    const update = new WaveChart(this, { context, owner, wave: 'migrations', name: `${owner}-update` });
    addUpdate(update, props);
    const servers = new WaveChart(this, { context, owner, wave: 'services', name: owner });
    addGms(servers, props);
    addFirstUser(servers, props);
    addFrontend(servers, props);
    addLineageGate(servers, props);
    addArtifacts(servers, props);
    addIngestion(servers, props);
    addRestore(servers, props);
    addSearchMetrics(servers, props);
  }
}
