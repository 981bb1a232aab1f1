/** Fast tier: Node only. The proof tier has its own configuration in tests/proof. */
module.exports = {
  roots: ['<rootDir>/tests'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/tests/proof/'],
  modulePathIgnorePatterns: ['<rootDir>/lib', '<rootDir>/dist', '<rootDir>/cdktf.out'],
  transform: { '^.+\\.tsx?$': '@swc/jest' },
  testEnvironment: 'node',
  globalSetup: '<rootDir>/tests/node-only.ts',
  // Nothing else has to be done meanwhile: on two cores this halves the time.
  maxWorkers: '100%',
};
