import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';

/** Asks over HTTP until so many answers in a row were bad. */
export const asked = (path: string, port: number, periodSeconds: number, failureThreshold: number): Probe =>
  Probe.fromHttpGet(path, {
    port,
    periodSeconds: Duration.seconds(periodSeconds),
    timeoutSeconds: Duration.seconds(5),
    failureThreshold,
  });
