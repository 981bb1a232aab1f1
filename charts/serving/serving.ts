import { serving } from '../../services';

/** 2026: the newest release that is published with every runtime in one image. */
const mlserverVersion = '1.7.1';

const mlserverImage = `docker.io/seldonio/mlserver:${mlserverVersion}`;

/** What serves models, and predicts files: the same libraries for both. */
export const serverImage = ({ config }: { readonly config: { readonly serverImage?: string } }): string =>
  config.serverImage ?? mlserverImage;

/** The image's own user; own images get it too. */
export const user = 1000;
export const { namespace } = serving;
export const owner = 'serving';

export const ports = { http: 8080, grpc: 8081, metrics: 8082 } as const;
export const metricsPath = '/metrics';
export const healthPath = '/v2/health/ready';

/** Where models lie in a pod: a folder each, with the settings that MLServer looks for. */
export const modelsFolder = '/mnt/models';
export const scratchFolder = '/tmp';

/** One part of a model: the model itself, a variant, a shadow. The metrics of a part carry its name as `component`. */
export const partOf = (workload: string) => ({ name: 'model-server', version: mlserverVersion, component: workload });

export const stableService = (model: string): string => `${model}-stable`;
export const canaryService = (model: string): string => `${model}-canary`;
export const shadowName = (model: string): string => `${model}-shadow`;
export const variantName = (model: string, variant: string): string => `${model}-${variant}`;
export const analysisName = (model: string): string => `${model}-objectives`;
