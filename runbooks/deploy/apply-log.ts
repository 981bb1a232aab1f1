/** Something that an apply made, as its log has it. */
export interface MadeThing {
  readonly address: string;
  /** By which its cloud knows it. */
  readonly id: string;
}

interface LogLine {
  readonly '@message'?: string;
  readonly type?: string;
  readonly diagnostic?: { readonly severity?: string; readonly summary?: string; readonly detail?: string };
  readonly hook?: {
    readonly action?: string;
    readonly id_value?: string;
    readonly resource?: { readonly addr?: string };
  };
}

/** A line of `terraform apply -json`; the last one of a program that was killed may be cut short. */
function lineOf(text: string): LogLine {
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return {};
  }
}

/** What a line says to people. */
export const messageOf = (text: string): string => lineOf(text)['@message'] ?? text;

/** What an apply has made, whether or not it lived to write it down. */
export const madeIn = (log: string): MadeThing[] =>
  log.split('\n').flatMap((text) => {
    const { type, hook } = lineOf(text);
    const { addr: address } = hook?.resource ?? {};
    return type === 'apply_complete' && hook?.action === 'create' && address !== undefined
      ? [{ address, id: hook.id_value ?? '' }]
      : [];
  });

/** Addresses of everything that an apply made, changed or ended, in that order. */
export const doneIn = (log: string): string[] =>
  log.split('\n').flatMap((text) => {
    const { type, hook } = lineOf(text);
    return type === 'apply_complete' && hook?.resource?.addr !== undefined ? [hook.resource.addr] : [];
  });

/** Addresses of what an apply began to make and did not finish. */
export const halfMadeIn = (log: string): string[] =>
  log.split('\n').flatMap((text) => {
    const { type, hook } = lineOf(text);
    const { addr: address } = hook?.resource ?? {};
    return type === 'apply_errored' && hook?.action === 'create' && address !== undefined ? [address] : [];
  });

/** Its errors, in Terraform's own words for terminals. */
export const errorsIn = (log: string): string =>
  log
    .split('\n')
    .flatMap((text) => {
      const { severity, summary = '', detail = '' } = lineOf(text).diagnostic ?? {};
      return severity === 'error' ? [`Error: ${summary} ${detail}`] : [];
    })
    .join('\n');
