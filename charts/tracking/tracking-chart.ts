import { Construct } from 'constructs';
import { tracking } from '../../services';
import { WaveChart } from '../wave-chart';
import { addAuthentication } from './authentication';
import { addGarbageCollection } from './garbage-collection';
import { addMigration } from './migration';
import { addServer } from './server';
import type { TrackingProps } from './tracking-props';

/** MLflow: first the database's schema, then the servers, their route and the daily clearing out. */
export class TrackingChart extends Construct {
  constructor(scope: Construct, id: string, props: TrackingProps) {
    super(scope, id);
    const { context } = props;
    const owner = tracking.name;
    const migration = new WaveChart(this, { context, owner, wave: 'migrations', name: `${owner}-migration` });
    addAuthentication(migration, props);
    addMigration(migration, props);
    const server = new WaveChart(this, { context, owner, wave: 'services', name: owner });
    addServer(server, props);
    addGarbageCollection(server, props);
  }
}
