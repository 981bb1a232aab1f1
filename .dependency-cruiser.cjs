/** The house: imports only point down, so a change never reaches up. */
const layers = [
  'cli',
  'runbooks',
  'delivery',
  'stacks',
  'policies',
  'charts',
  'constructs',
  'environments',
  'services',
];

const upward = layers.slice(1).map((layer, index) => ({
  name: `${layer}-imports-up`,
  comment: `${layer} may import what stands below it: ${layers.slice(index + 2).join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path: `^${layer}/` },
  to: { path: `^(${layers.slice(0, index + 1).join('|')})/` },
}));

const clouds = ['aws', 'google', 'azure', 'in-cluster'];

module.exports = {
  forbidden: [
    ...upward,
    ...clouds.map((cloud) => ({
      name: `${cloud}-knows-another-cloud`,
      comment: 'a cloud is one folder; what clouds share stands in contracts, kubernetes or terraform',
      severity: 'error',
      from: { path: `^constructs/${cloud}/` },
      to: { path: `^constructs/(${clouds.filter((other) => other !== cloud).join('|')})/` },
    })),
    {
      name: 'charts-know-a-cloud',
      comment: 'cloud facts reach charts as props',
      severity: 'error',
      from: { path: '^charts/' },
      to: { path: '^constructs/(aws|google|azure)/' },
    },
    {
      name: 'provider-index',
      comment: 'an index import of a provider costs seconds and 880 MB: import the resource',
      severity: 'error',
      from: {},
      to: { path: 'node_modules/@cdktf/provider-[a-z]+/lib/index' },
    },
    {
      name: 'tests-in-the-house',
      severity: 'error',
      from: { pathNot: '^(tests|bench)/' },
      to: { path: '^tests/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    // swc's reader here has no tsx mode; the components of the report import nothing across layers but types.
    extraExtensionsToScan: ['.tsx'],
    exclude: { path: '^(lib|dist)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
