import { Construct } from 'constructs';
import { WaveChart } from '../wave-chart';
import { addCatalog, addMigration } from './catalog';
import { addEngine } from './engine';
import { owner } from './lakehouse';
import type { LakehouseProps } from './lakehouse-props';
import { addWarehouse } from './warehouse';
import { addWarehouseChecks } from './warehouse-checks';

/** The catalogue's schema first, then the catalogue, where its tables lie, and the engine that asks it. */
export class LakehouseChart extends Construct {
  constructor(scope: Construct, id: string, props: LakehouseProps) {
    super(scope, id);
    const { context } = props;
    const migration = new WaveChart(this, { context, owner, wave: 'migrations', name: `${owner}-migration` });
    addMigration(migration, props);
    const servers = new WaveChart(this, { context, owner, wave: 'services', name: owner });
    addCatalog(servers, props);
    addWarehouse(servers, props);
    addEngine(servers, props);
    addWarehouseChecks(servers, props);
  }
}
