import { cost } from './cost';
import { graph } from './graph';
import { page } from './page';
import { parity } from './parity';
import { print } from './print';
import { recovery } from './recovery';
import { tables } from './tables';
import { tokens } from './tokens';

/** The style sheet of the report. Single quotes only and neither `<` nor `&`: it stands in the page unescaped. */
export const styleSheet = [tokens, page, tables, graph, parity, recovery, cost, print].join('');
