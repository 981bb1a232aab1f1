import { Construct } from 'constructs';
import { WaveChart } from '../wave-chart';
import { owner } from './llm';
import { type LlmProps, namedModels } from './llm-props';
import { addModelCopies } from './model-copy';
import { addModelServer } from './model-server';
import { addRouter } from './router';
import { addScaling } from './scaling';
import { addTokenLimit } from './token-limit';

/** First the weights, into the bucket; then a server for each model, and before them a router that counts tokens. */
export class LlmChart extends Construct {
  constructor(scope: Construct, id: string, props: LlmProps) {
    super(scope, id);
    const { context } = props;
    addModelCopies(new WaveChart(this, { context, owner, wave: 'migrations', name: `${owner}-models` }), props);
    const servers = new WaveChart(this, { context, owner, wave: 'services', name: owner });
    addTokenLimit(servers, props);
    addRouter(servers, props);
    for (const model of namedModels(props)) {
      addModelServer(servers, props, model);
      addScaling(servers, props, model);
    }
  }
}
