import { Construct } from 'constructs';
import { orchestration } from '../../services';
import { WaveChart } from '../wave-chart';
import { addAccess } from './access';
import { addDatabaseCleanUp, addPodCleanUp } from './clean-up';
import { addMetricsMapping } from './metrics';
import { addMigration } from './migration';
import type { OrchestrationProps } from './orchestration-props';
import { addRetraining } from './retraining';
import { addApiServer, addDagProcessor, addScheduler, addTriggerer } from './servers';
import { addSiteDags } from './site-dags';
import { addTaskPods } from './task-pods';

/** Airflow: first the database's schema and its first user, then the servers, the pods they make, and the clearing out. */
export class OrchestrationChart extends Construct {
  constructor(scope: Construct, id: string, props: OrchestrationProps) {
    super(scope, id);
    const { context } = props;
    const owner = orchestration.name;
    const migration = new WaveChart(this, { context, owner, wave: 'migrations', name: `${owner}-migration` });
    addMigration(migration, props);
    const servers = new WaveChart(this, { context, owner, wave: 'services', name: owner });
    addAccess(servers, props);
    addMetricsMapping(servers, props);
    addSiteDags(servers, props);
    addTaskPods(servers, props);
    addApiServer(servers, props);
    addScheduler(servers, props);
    addDagProcessor(servers, props);
    addTriggerer(servers, props);
    addRetraining(servers, props);
    addDatabaseCleanUp(servers, props);
    addPodCleanUp(servers, props);
  }
}
