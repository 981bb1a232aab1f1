import {
  inUnits,
  type ParameterUnit,
  type PostgresNeed,
  type PostgresParameterName,
  type PostgresParameters,
  postgresParameters,
  type ServerParameter,
} from '../../services';

/** A parameter as servers take it. */
export interface PostgresSetting {
  readonly name: string;
  /** Amounts as a whole number of the parameter's own units, which every cloud reads; switches as `on` and `off`. */
  readonly value: string;
  /** The same for people, with its unit. */
  readonly withUnit: string;
  readonly isSwitch: boolean;
  /** Read when the server starts. */
  readonly restart: boolean;
}

const table: Readonly<Record<string, ServerParameter>> = postgresParameters;

/** Amounts are shown in units that PostgreSQL reads; it knows no pages. */
const shown: Readonly<Record<ParameterUnit, (units: number) => string>> = {
  kB: (units) => `${units}kB`,
  '8kB': (units) => `${units * 8}kB`,
  MB: (units) => `${units}MB`,
  ms: (units) => `${units}ms`,
  s: (units) => `${units}s`,
};

function amountOf(name: string, parameter: ServerParameter, given: string | number | boolean) {
  if (parameter.kind === 'switch') return { value: given ? 'on' : 'off' };
  if (parameter.kind !== 'amount' || Number(given) === 0) return { value: `${given}` };
  const units = inUnits(`${given}`, parameter.unit);
  if (units === undefined) throw new Error(`${name}: ${given} is no amount in ${parameter.unit}`);
  return { value: `${units}`, withUnit: shown[parameter.unit](units) };
}

function setting(name: string, given: string | number | boolean): PostgresSetting {
  const parameter = table[name];
  if (!parameter) throw new Error(`${name}: no parameter that may be set`);
  const { value, withUnit = value } = amountOf(name, parameter, given);
  return { name, value, withUnit, isSwitch: parameter.kind === 'switch', restart: parameter.restart === true };
}

/**
 * What every server has unless its environment says otherwise, wherever it runs. A transaction that somebody left open
 * holds back every vacuum, so it ends after an hour. A fifth of a table of millions is too much to wait for: large servers
 * vacuum and count earlier.
 */
const defaults = ({
  size,
}: Pick<PostgresNeed, 'size'>): { readonly [P in PostgresParameterName]?: string | number | boolean } => ({
  idle_in_transaction_session_timeout: '1h',
  log_autovacuum_min_duration: '10s',
  track_io_timing: true,
  ...(size === 'large' ? { autovacuum_vacuum_scale_factor: 0.05, autovacuum_analyze_scale_factor: 0.02 } : {}),
});

/** Chosen and default parameters of a server, by name. */
export function postgresSettings(need: Pick<PostgresNeed, 'size' | 'parameters'>): PostgresSetting[] {
  const all: PostgresParameters = { ...defaults(need), ...need.parameters };
  return Object.keys(all)
    .sort()
    .flatMap((name) => {
      const given = all[name];
      return given === undefined ? [] : [setting(name, given)];
    });
}

/** As `name: value` in the parameters' own units. */
export const settingValues = (need: Pick<PostgresNeed, 'size' | 'parameters'>): Readonly<Record<string, string>> =>
  Object.fromEntries(postgresSettings(need).map(({ name, value }) => [name, value]));

/** What the server takes of connections, where the environment says it. */
export const chosenConnections = ({ parameters = {} }: Pick<PostgresNeed, 'parameters'>): number | undefined => {
  const { max_connections: chosen } = parameters;
  return typeof chosen === 'number' ? chosen : undefined;
};
